import Quiescence

/// Series by topic, group and producer, the most needed first: the ceiling on series cuts from the end.
struct DetailMetrics {
    let assessment: Assessment
    let survey: Survey
    let partitions: Bool
    let compressor: any Compressor

    /// Compressed as they come: together they are as large as the survey.
    var blocks: [MetricBlock] {
        packed([producerBlock]) + packed(mirrorBlocks) + packed(topicBlocks) + packed(groupBlocks)
            + (partitions ? packed([partitionEndBlock]) + packed([partitionLagBlock]) : [])
    }

    private func packed(_ blocks: [MetricBlock]) -> [MetricBlock] {
        blocks.map { $0.packed(by: compressor) }
    }

    private func alias(_ side: Side) -> String { survey.cluster(side).alias.rawValue }

    /// In the order of the page: by alias, then by name.
    private func byAlias<Account>(
        _ accounts: [Account], _ side: (Account) -> Side, _ name: (Account) -> String
    ) -> [(alias: String, account: Account)] {
        Side.allCases.sorted { alias($0) < alias($1) }.flatMap { wanted in
            accounts.filter { side($0) == wanted }.sortedOnce(by: name).map { (alias(wanted), $0) }
        }
    }

    private var producerBlock: MetricBlock {
        var block = MetricBlock(Self.producerTarget)
        for producer in assessment.producers.sortedOnce(by: \.name.rawValue) {
            guard let target = producer.target.valueToShow else { continue }
            for side in Side.allCases.sorted(by: { alias($0) < alias($1) }) {
                block.add(.flag(target.includes(side)), producer.name.rawValue, alias(side))
            }
        }
        return block
    }

    private var mirrorBlocks: [MetricBlock] {
        var lag = MetricBlock(Self.mirrorLag)
        var skipped = MetricBlock(Self.mirrorSkipped)
        var lost = MetricBlock(Self.mirrorLost)
        var expired = MetricBlock(Self.mirrorExpired)
        var target = MetricBlock(Self.topicTarget)
        let sources = assessment.topics.filter { $0.role == .source && $0.side == .old }
        for topic in sources.sortedOnce(by: \.name.rawValue) {
            let name = topic.name.rawValue
            lag.add(topic.mirrorLag, as: { .integer($0) }, name)
            if let figures = topic.ledger.valueToShow {
                skipped.add(figures.skipped, as: { .integer($0) }, name)
                lost.add(.integer(figures.lost), name)
                expired.add(.integer(figures.expired), name)
            }
            guard let observed = topic.observedTarget.valueToShow else { continue }
            for other in ObservedTarget.allCases {
                target.add(.flag(other == observed), name, other.rawValue)
            }
        }
        return [lag, skipped, lost, expired, target]
    }

    private var topicBlocks: [MetricBlock] {
        var last = MetricBlock(Self.topicLastAppend)
        var end = MetricBlock(Self.topicEnd)
        var appended = MetricBlock(Self.topicAppended)
        for (alias, topic) in byAlias(assessment.topics, \.side, \.name.rawValue) {
            let name = topic.name.rawValue
            last.add(topic.lastAppend, as: { .time($0) }, alias, name)
            end.add(topic.end, as: { .integer($0) }, alias, name)
            appended.add(.integer(topic.appended), alias, name)
        }
        return [last, end, appended]
    }

    private var groupBlocks: [MetricBlock] {
        var lag = MetricBlock(Self.groupLag)
        var expired = MetricBlock(Self.groupExpired)
        var committed = MetricBlock(Self.groupLastCommit)
        var members = MetricBlock(Self.groupMembers)
        for (alias, group) in byAlias(assessment.groups, \.side, \.name.rawValue) {
            let name = group.name.rawValue
            members.add(group.members, as: { .count($0) }, alias, name)
            for topic in group.topics.sortedOnce(by: \.topic.rawValue) {
                lag.add(topic.lag, as: { .integer($0) }, alias, name, topic.topic.rawValue)
                expired.add(topic.expiredUnread, as: { .integer($0) }, alias, name, topic.topic.rawValue)
                committed.add(topic.lastCommit, as: { .time($0) }, alias, name, topic.topic.rawValue)
            }
        }
        return [lag, expired, members, phaseBlock, committed]
    }

    /// One phase per group name. Where two accounts of one name disagree nothing can be told.
    private var phaseBlock: MetricBlock {
        var block = MetricBlock(Self.groupPhase)
        let phases = Dictionary(grouping: assessment.groups, by: \.name).mapValues { Set($0.map(\.phase)) }
        for (name, found) in phases.sorted(by: { $0.key < $1.key }) {
            guard let phase = found.first, found.count == 1, phase != .unknown else { continue }
            for other in GroupPhase.allCases where other != .unknown {
                block.add(.flag(other == phase), name.rawValue, other.rawValue)
            }
        }
        return block
    }
}

extension Sequence {
    /// Sorted by name, each name once: a doubled series would make Prometheus drop the whole page.
    fileprivate func sortedOnce(by name: (Element) -> String) -> [Element] {
        var last: String?
        return sorted { name($0) < name($1) }.filter { element in
            defer { last = name(element) }
            return last != name(element)
        }
    }
}

extension DeclaredTarget {
    fileprivate func includes(_ side: Side) -> Bool {
        switch self {
        case .old: side == .old
        case .new: side == .new
        case .both: true
        case .neither: false
        }
    }
}

extension DetailMetrics {
    private static let producerTarget = MetricFamily.gauge(
        "decommission_producer_target", "producer", "kafka_cluster",
        help: "Whether the declared producer is configured with servers of this cluster.")
    private static let mirrorLag = MetricFamily.gauge(
        "decommission_mirror_lag_records", "topic",
        help: "Source offsets that MirrorMaker 2 has still to mirror, a tail proven empty left out; "
            + "only where that is known.")
    private static let mirrorSkipped = MetricFamily.gauge(
        "decommission_mirror_skipped_records", "topic",
        help:
            "Source offsets that MirrorMaker 2 stepped over and that are not explained; only where that is known."
    )
    private static let mirrorLost = MetricFamily.gauge(
        "decommission_mirror_lost_records", "topic",
        help:
            "Records of the source that never reached the mirror, as far as they were found; they can be saved."
    )
    private static let mirrorExpired = MetricFamily.gauge(
        "decommission_mirror_expired_unmirrored_records", "topic",
        help:
            "Source offsets that expired while we watched, before it could be read what was stepped over there."
    )
    private static let topicTarget = MetricFamily.gauge(
        "decommission_topic_producer_target", "topic", "target",
        help: "Where the source topic is written, as its end offsets show: 1 for exactly one of old, new, "
            + "both and idle.")
    private static let topicLastAppend = MetricFamily.gauge(
        "decommission_topic_last_append_timestamp_seconds", "kafka_cluster", "topic",
        help: "Unix time at which an end offset of the topic was last seen to advance; only if it ever was.")
    private static let topicEnd = MetricFamily.gauge(
        "decommission_topic_log_end_offset", "kafka_cluster", "topic",
        help: "Sum of the topic's end offsets; only where every partition could be read.")
    private static let topicAppended = MetricFamily.counter(
        "decommission_topic_appended_offsets_total", "kafka_cluster", "topic",
        help: "Advance of the topic's end offsets that was seen, transaction markers included.")
    private static let groupLag = MetricFamily.gauge(
        "decommission_consumer_group_lag_records", "kafka_cluster", "group", "topic",
        help: "End offset minus the group's commit or the log start, whichever is higher, over the topic's "
            + "partitions; only where that is known.")
    private static let groupExpired = MetricFamily.gauge(
        "decommission_consumer_group_expired_unread_records", "kafka_cluster", "group", "topic",
        help: "Offsets between the group's commit and the log start: deleted before the group read them.")
    private static let groupMembers = MetricFamily.gauge(
        "decommission_consumer_group_members", "kafka_cluster", "group",
        help: "Members of the group; only where that is known.")
    private static let groupPhase = MetricFamily.gauge(
        "decommission_consumer_group_phase", "group", "phase",
        help: "Where the group stands in its move: 1 for exactly one phase; only where that is known.")
    private static let groupLastCommit = MetricFamily.gauge(
        "decommission_consumer_group_last_commit_timestamp_seconds", "kafka_cluster", "group", "topic",
        help: "Unix time at which a commit of the group was last seen to move; only if one ever was.")
}
