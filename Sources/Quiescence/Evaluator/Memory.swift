/// What the surveys before this one have shown. Nothing enters it that was not read.
struct Memory {
    var clusterIDs = BothSides<ClusterID?>(old: nil, new: nil)
    var topics = BothSides(old: NameTable<TopicName, TopicMemory>(), new: NameTable())
    /// Whether all topics were listed at least once: what appears later is new.
    var wereTopicsListed = BothSides(old: false, new: false)
    var brokers = BrokerMemory()
    var groups = BothSides(old: GroupsMemory(), new: GroupsMemory())
    /// Newest position of each source partition by connector.
    var positions: [ConnectorName: PartitionTable<MirrorPosition>] = [:]
    /// MirrorMaker's offsets topic went while its gate was safe: the last positions stand.
    var positionsAreFrozen = false
    /// Source partitions whose log or position contradicted itself under our eyes, and how: recreated,
    /// so MirrorMaker's position proves nothing until content is compared.
    var recreated: [TopicPartition: String] = [:]
    /// Those of them whose log itself was seen to be another one, whatever a position says.
    var remadeLogs: Set<TopicPartition> = []
    /// When a partition's log was last seen to be another one, or may have become one: what was compared before
    /// proves nothing.
    var otherLogSince = BothSides<[TopicPartition: WallTime]>(old: [:], new: [:])
    /// Source offsets that were gone on OLD before MirrorMaker's position had reached them, while we watched.
    var unmirrored: [TopicPartition: ExpiredRanges] = [:]
    /// What MirrorMaker has said last of itself; nil until it was read.
    var described: MirrorDescription?
    /// What was ever dangerous about the connectors that mirror OLD to NEW.
    var risks: [ConnectorName: Set<MirrorRisk>] = [:]
    var tails = TailMemory()
    var ledger = LedgerMemory()
    /// Losses detected while we watched: they do not heal because a position moved on.
    var losses: [Condition: [LossKey: Offender]] = [:]
    var waivers = WaiverBook()
    /// Time that a waiver may yet bring.
    var waivable: [Condition: WaivableTime] = [:]
    /// Partitions of OLD's `__consumer_offsets` that advanced in the last survey; the next listing tells why.
    var unexplainedCommits: Set<Int32> = []
    var surveysWeighed = 0
    var lastSurvey: LastSurvey?

    /// Puts all names in their order, in which they are mostly asked for.
    mutating func sortNames() {
        for side in Side.allCases {
            topics[side].sortNames()
            groups[side].byName.sortNames()
        }
        for connector in positions.keys { positions[connector]?.sortNames() }
        ledger.proven.sortNames()
        ledger.sampled.sortNames()
    }

    /// What was found by MirrorMaker's positions is found anew where others count; losses stay.
    mutating func forgetPositions() {
        positions = [:]
        positionsAreFrozen = false
        recreated = recreated.filter { remadeLogs.contains($0.key) }
        ledger.forgetProofs()
    }

    /// When the survey before this one took place.
    struct LastSurvey: Equatable {
        var began: Moment
        var ended: Moment
    }

    /// Tells one loss from the next: a loss grows at its upper end, a new one begins elsewhere.
    struct LossKey: Hashable {
        let subject: NameText
        let lower: Int64
    }
}

/// Offsets of a mirror partition that were gone before a group had read them, while we watched.
struct Loss {
    let subject: String
    let detail: String
    let range: OffsetRange
}

/// Offsets of a source partition that expired on OLD before a group had read them there.
struct Expiry {
    let group: GroupName
    let source: TopicPartition
    let range: OffsetRange
}
