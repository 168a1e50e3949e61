import Quiescence

/// A true world of two clusters and a mirror, from which surveys are taken; tests change it by hand.
///
/// It starts healthy and at rest: one topic `orders`, mirrored to its end, one group that read it on both
/// clusters, producers observed.
struct World {
    var monotonic: Duration = .seconds(1000)
    var suspended: Duration = .zero
    var boot: BootID = "boot"
    var wall: Duration = .seconds(1_800_000_000)
    var old = ClusterWorld("OLD", id: "old-cluster")
    var new = ClusterWorld("NEW", id: "new-cluster")
    var positions: Reading<[ConnectorName: PartitionMap<Reading<MirrorPosition>>]> = .known([:])
    var syncs: Reading<PartitionMap<[OffsetSync]>> = .known([:])
    var checkpoints: Reading<[GroupName: PartitionMap<Checkpoint>]> = .known([:])
    var heartbeat: Reading<WallTime> = .absent
    var description: Reading<MirrorDescription> = .known(
        MirrorDescription(connectors: [World.connector: World.source()]))
    var producers: [ProducerName: Reading<[ServerAddress]>] = [:]
    /// How long a survey takes.
    var surveyTakes: Duration = .seconds(1)

    static let connector: ConnectorName = "MirrorSourceConnector"
    static let shop = DeclaredProducer(name: "shop", place: "file shop.env")
    static let plan = Plan(
        old: ClusterPlan(alias: "OLD", bootstrapServers: [ServerAddress(host: "old", port: 9092)]),
        new: ClusterPlan(alias: "NEW", bootstrapServers: [ServerAddress(host: "new", port: 9092)]),
        producers: .observed, timing: Timing(interval: .seconds(30), window: .seconds(600)))

    init() {
        old.topics["orders"] = TopicWorld([PartitionWorld(end: 100)])
        new.topics["OLD.orders"] = TopicWorld([PartitionWorld(end: 100)])
        new.topics["orders"] = TopicWorld([PartitionWorld(end: 5)])
        mirrored("orders", 0, to: 99)
        old.commit("billing", "orders", 0, 100)
        new.commit("billing", "OLD.orders", 0, 100)
        new.groups["billing"]?.protocolType = .known("consumer")
        syncs = .known([TopicPartition("orders", 0): [sync(0, 0), sync(99, 99)]])
    }

    /// A source connector of MirrorMaker 4 as dedicated mode sets it up.
    static func source(_ settings: [MirrorSetting: String] = [:]) -> MirrorConnector {
        let own: [MirrorSetting: String] = [
            .sourceAlias: "OLD", .targetAlias: "NEW", .sourceServers: "old:9092", .targetServers: "new:9092",
        ]
        var connector = MirrorConnector(
            kind: .source, settings: own.merging(settings) { $1 }.mapValues { .known($0) },
            state: .known(.running), version: .known("4.3.1"), tasks: [MirrorTask(state: .known(.running))])
        connector.risks = connector.risksInForce
        return connector
    }

    /// MirrorMaker's position of a partition.
    mutating func mirrored(_ topic: TopicName, _ partition: Int32, to position: Int64) {
        guard case .known(var connectors) = positions else { return }
        connectors[Self.connector, default: [:]][TopicPartition(topic, partition)] =
            MirrorPosition(position).map { .known($0) }
        positions = .known(connectors)
    }

    mutating func pass(_ duration: Duration) {
        monotonic += duration
        wall += duration
    }

    var now: Moment {
        Moment(
            monotonic: monotonic, boottime: monotonic + suspended,
            wall: WallTime(millisecondsSince1970: wall.milliseconds), boot: boot)
    }

    /// Takes a survey of the world as it is now, and lets the time pass that a survey takes.
    mutating func survey() -> Survey {
        let began = now
        pass(surveyTakes)
        return Survey(
            began: began, ended: now, old: old.survey, new: new.survey,
            mirror: MirrorSurvey(
                positions: positions, syncs: syncs, checkpoints: checkpoints, heartbeat: heartbeat,
                description: description),
            producers: producers)
    }

    /// What reading both logs would come to.
    func answer(_ question: LedgerQuestion) -> Reading<LedgerAnswer> {
        let source = old[question.source.topic, Int(question.source.partition)]
        if let cause = source.tailUnreadable { return .unreadable(cause) }
        guard source.start < question.range.upper else {
            return .unreadable(Cause(.contradiction, "its log does not hold the offset to read from"))
        }
        var records = (max(question.range.lower, source.start)..<question.range.upper).filter { offset in
            !source.nothingAt.contains(offset)
                && !(question.isolation == .readCommitted && source.abortedAt.contains(offset))
        }
        if question.isFirstOnly { records = Array(records.prefix(1)) }
        let missing = records.filter { question.place == .nowhere || source.lostAt.contains($0) }
        let superseded = records.count { source.supersededAt.contains($0) }
        return .known(
            LedgerAnswer(
                records: Int64(records.count), missing: Int64(missing.count), superseded: Int64(superseded),
                named: missing.prefix(LedgerAnswer.mostNamed).map {
                    LostRecord(offset: $0, time: .absent, key: .absent)
                }))
    }

    /// What a reader would find in that range.
    func answer(_ question: TailQuestion) -> Reading<TailAnswer> {
        let cluster = question.side == .old ? old : new
        guard let partitions = cluster.topics[question.partition.topic]?.partitions,
            partitions.indices.contains(Int(question.partition.partition))
        else { return .unreadable(Cause(.missing, "no such partition")) }
        let partition = partitions[Int(question.partition.partition)]
        if let cause = partition.tailUnreadable { return .unreadable(cause) }
        let first = (max(question.from, partition.start)..<question.end.value).first { offset in
            !partition.nothingAt.contains(offset)
                && !(question.isolation == .readCommitted && partition.abortedAt.contains(offset))
        }
        return .known(first.map { .holdsRecord(at: $0) } ?? .empty)
    }
}

func sync(_ upstream: Int64, _ downstream: Int64) -> OffsetSync {
    OffsetSync(upstream: upstream, downstream: downstream)
}

/// One cluster of the world.
struct ClusterWorld {
    var topics: [TopicName: TopicWorld] = [:]
    var groups: [GroupName: GroupSurvey] = [:]
    var listing: GroupListing.Completeness = .complete
    /// Changed by a test to bend what the survey says beyond topics and groups.
    var frame: ClusterSurvey

    init(_ alias: ClusterAlias, id: ClusterID) {
        frame = ClusterSurvey(alias: alias, nothingReadable: Cause(.notAsked, "not asked"))
        frame.identity = .known(id)
        let host = alias.rawValue.lowercased()
        frame.brokers = .known([
            Broker(id: BrokerID(rawValue: 1), address: ServerAddress(host: "\(host)-1", port: 9092))
        ])
        frame.agreement = .known(.unanimous(1))
        frame.topicSight = .known(.everything)
        frame.groupSight = .known(.everything)
        frame.authorization = .known(.noAuthorizer)
        frame.topics = .known([:])
        topics["__consumer_offsets"] = TopicWorld(
            (0..<4).map { _ in PartitionWorld(end: 10) })
    }

    var survey: ClusterSurvey {
        var survey = frame
        if case .known = frame.topics { survey.topics = .known(topics.mapValues(\.survey)) }
        survey.groups = GroupListing(completeness: listing, seen: groups)
        return survey
    }

    mutating func commit(_ group: GroupName, _ topic: TopicName, _ partition: Int32, _ offset: Int64) {
        var survey =
            groups[group]
            ?? GroupSurvey(
                protocolType: .known("consumer"), state: .known(.empty), members: .known([]),
                commits: .known([:]))
        guard case .known(var commits) = survey.commits else { return }
        commits[TopicPartition(topic, partition)] = CommittedOffset(offset)
        survey.commits = .known(commits)
        groups[group] = survey
    }

    mutating func join(_ group: GroupName, client: String = "app") {
        guard var survey = groups[group] else { return }
        survey.state = .known(.stable)
        survey.members = .known([GroupMember(id: "\(client)-1", clientID: client, host: "/10.0.0.9")])
        groups[group] = survey
    }
}

/// One topic of the world.
struct TopicWorld {
    var partitions: [PartitionWorld]
    var unreadable: Cause?

    init(_ partitions: [PartitionWorld]) { self.partitions = partitions }

    var survey: Reading<TopicSurvey> {
        unreadable.map { .unreadable($0) } ?? .known(TopicSurvey(partitions: partitions.map(\.survey)))
    }
}

/// One partition of the world.
struct PartitionWorld {
    var start: Int64 = 0
    var end: Int64
    /// Markers and what compaction took: offsets that no reader is given.
    var nothingAt: Set<Int64> = []
    /// Records of aborted transactions: given to `read_uncommitted` alone.
    var abortedAt: Set<Int64> = []
    /// Records that MirrorMaker left out.
    var lostAt: Set<Int64> = []
    /// Records that the mirror's compaction has taken.
    var supersededAt: Set<Int64> = []
    var stable: Int64?
    /// Replicas that are out of sync, of two.
    var lagging: [BrokerID] = []
    var leader: Reading<BrokerID> = .known(BrokerID(rawValue: 1))
    var unreadable: Cause?
    var endUnreadable: Cause?
    var tailUnreadable: Cause?

    init(start: Int64 = 0, end: Int64, nothingAt: Set<Int64> = []) {
        self.start = start
        self.end = end
        self.nothingAt = nothingAt
    }

    var survey: PartitionSurvey {
        PartitionSurvey(
            leader: leader, replication: Replication(replicas: 2, lagging: lagging),
            start: reading(StartOffset(start)),
            end: endUnreadable.map { .unreadable($0) } ?? reading(EndOffset(end)),
            stable: reading(StableOffset(stable ?? end)))
    }

    private func reading<Kind>(_ offset: Offset<Kind>?) -> Reading<Offset<Kind>> {
        if let unreadable { return .unreadable(unreadable) }
        return offset.map { .known($0) } ?? .absent
    }
}
