/// What the surveys before this one have shown. Nothing enters it that was not read.
struct Memory {
    var clusterIDs: [Side: ClusterID] = [:]
    var topics: [Side: [TopicName: TopicMemory]] = [.old: [:], .new: [:]]
    /// Sides whose topics were listed completely at least once: what appears later is new.
    var topicsListed: Set<Side> = []
    var groups: [Side: GroupsMemory] = [.old: GroupsMemory(), .new: GroupsMemory()]
    /// Newest position of each source partition by connector.
    var positions: [ConnectorName: [TopicPartition: MirrorPosition]] = [:]
    /// Partitions whose position went back: recreated, or reset by hand.
    var positionsWentBack: Set<TopicPartition> = []
    var emptyRanges = EmptyRanges()
    /// Questions that were asked before and got no answer; the others go first.
    var unansweredTails: Set<TailQuestion> = []
    /// Losses detected while we watched, by what was lost: they do not heal because a position moved on.
    var losses: [Condition: [String: Offender]] = [:]
    /// Partitions of OLD's `__consumer_offsets` that advanced in the last survey; the next listing tells why.
    var unexplainedCommits: Set<Int32> = []
    var surveysWeighed = 0
    var lastSurvey: LastSurvey?

    /// When the survey before this one took place.
    struct LastSurvey {
        var began: Moment
        var ended: Moment
    }
}

/// Ranges of offsets that a reader has proven to hold no record.
struct EmptyRanges {
    private struct Log: Hashable {
        let side: Side
        let partition: TopicPartition
    }

    private var ranges: [Log: [TailQuestion]] = [:]
    /// Proofs kept for one partition; the oldest give way.
    private static let keptPerPartition = 8

    /// Takes note of a range that was read to its end without a record.
    mutating func insert(_ question: TailQuestion) {
        var known = ranges[Log(side: question.side, partition: question.partition), default: []]
        guard !known.contains(question) else { return }
        if known.count == Self.keptPerPartition { known.removeFirst() }
        known.append(question)
        ranges[Log(side: question.side, partition: question.partition)] = known
    }

    /// Whether the whole of the asked range was proven. Nothing for `read_uncommitted` is nothing for both.
    func covers(_ question: TailQuestion) -> Bool {
        guard let known = ranges[Log(side: question.side, partition: question.partition)] else {
            return false
        }
        return known.contains { proof in
            proof.from <= question.from && proof.end >= question.end
                && (proof.isolation == .readUncommitted || proof.isolation == question.isolation)
        }
    }

    /// Drops what was proven of a partition that is not the same any more.
    mutating func forget(_ partition: TopicPartition, on side: Side) {
        ranges[Log(side: side, partition: partition)] = nil
    }
}
