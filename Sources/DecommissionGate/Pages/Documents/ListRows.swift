import Quiescence

/// All lines of all lists, as one survey saw them.
struct Lists: Sendable {
    var groups: [GroupRow] = []
    var topics: [TopicRow] = []
    var producers: [ProducerRow] = []
    var lost: [LostRow] = []
}

extension Lists {
    init(_ assessment: Assessment, _ survey: Survey) {
        func alias(_ side: Side) -> String { survey.cluster(side).alias.rawValue }
        groups = assessment.groups.map { GroupRow($0, alias($0.side)) }
            .sorted { ($0.group, $0.kafkaCluster) < ($1.group, $1.kafkaCluster) }
        topics = assessment.topics.map { TopicRow($0, alias($0.side)) }
            .sorted { ($0.topic, $0.kafkaCluster) < ($1.topic, $1.kafkaCluster) }
        producers = assessment.producers.map { ProducerRow($0, survey.producers[$0.name]) }
            .sorted { $0.producer < $1.producer }
        lost = LostRow.all(assessment.lost)
    }
}

/// A group on one cluster. A figure that is null and not named in ``unknown`` does not exist.
struct GroupRow: ListRow {
    var group: String
    var kafkaCluster: String
    var phase: String
    @Nullable var members: Int?
    var topics: [GroupTopicRow]
    var unknown: [DoubtDocument]

    var name: String { group }

    init(_ account: GroupAccount, _ alias: String) {
        var doubts = Doubts()
        group = account.name.rawValue
        kafkaCluster = alias
        phase = account.phase.rawValue
        _members = Nullable(wrappedValue: doubts.value(account.members, "members"))
        topics = []
        for topic in account.topics {
            topics.append(GroupTopicRow(topic, &doubts))
        }
        unknown = doubts.found
    }
}

/// A group's figures on one topic.
struct GroupTopicRow: Encodable, Sendable {
    var topic: String
    @Nullable var lagRecords: Int64?
    @Nullable var expiredUnreadRecords: Int64?
    @Nullable var lastCommit: Timestamp?

    fileprivate init(_ account: GroupTopicAccount, _ doubts: inout Doubts) {
        let topic = account.topic.rawValue
        self.topic = topic
        _lagRecords = Nullable(wrappedValue: doubts.value(account.lag, "\(topic): lag_records"))
        _expiredUnreadRecords = Nullable(
            wrappedValue: doubts.value(account.expiredUnread, "\(topic): expired_unread_records"))
        _lastCommit = Nullable(
            wrappedValue: doubts.value(account.lastCommit, "\(topic): last_commit").map { Timestamp($0) })
    }
}

/// A topic of one cluster. A figure that is null and not named in ``unknown`` does not exist.
struct TopicRow: ListRow {
    var topic: String
    var kafkaCluster: String
    var role: String
    @Nullable var reason: String?
    @Nullable var endOffset: Int64?
    var appendedOffsets: Int64
    @Nullable var lastAppend: Timestamp?
    @Nullable var mirrorLagRecords: Int64?
    @Nullable var observedTarget: String?
    /// `mirrored`, `left_out`, `missing`, `orphan`; null for what is neither a source nor a mirror.
    @Nullable var mirroring: String?
    /// MirrorMaker's rule that leaves it out.
    @Nullable var mirroringRule: String?
    var unknown: [DoubtDocument]

    var name: String { topic }

    init(_ account: TopicAccount, _ alias: String) {
        var doubts = Doubts()
        topic = account.name.rawValue
        kafkaCluster = alias
        role = account.role.rawValue
        _reason = Nullable(wrappedValue: account.reason)
        _endOffset = Nullable(wrappedValue: doubts.value(account.end, "end_offset"))
        appendedOffsets = account.appended
        _lastAppend = Nullable(
            wrappedValue: doubts.value(account.lastAppend, "last_append").map { Timestamp($0) })
        _mirrorLagRecords = Nullable(
            wrappedValue: doubts.value(account.mirrorLag, "mirror_lag_records"))
        _observedTarget = Nullable(
            wrappedValue: doubts.value(account.observedTarget, "observed_target")?.rawValue)
        let mirroring = doubts.value(account.mirroring, "mirroring")
        _mirroring = Nullable(wrappedValue: mirroring?.name)
        _mirroringRule = Nullable(wrappedValue: mirroring?.rule)
        unknown = doubts.found
    }
}

extension Mirroring {
    /// As documents call it.
    var name: String {
        switch self {
        case .mirrored: "mirrored"
        case .leftOut: "left_out"
        case .missing: "missing"
        case .orphan: "orphan"
        }
    }

    fileprivate var rule: String? {
        switch self {
        case .leftOut(let rule): rule
        case .mirrored, .missing, .orphan: nil
        }
    }
}

/// A declared producer.
struct ProducerRow: ListRow {
    var producer: String
    /// `old`, `new`, `both`, `neither`; null where it could not be read.
    @Nullable var target: String?
    var bootstrapServers: [String]
    var unknown: [DoubtDocument]

    var name: String { producer }

    init(_ account: ProducerAccount, _ servers: Reading<[ServerAddress]>?) {
        var doubts = Doubts()
        producer = account.name.rawValue
        _target = Nullable(wrappedValue: doubts.value(account.target, "target")?.name)
        bootstrapServers = servers?.valueToShow?.map(\.description) ?? []
        unknown = doubts.found
    }
}

extension DeclaredTarget {
    fileprivate var name: String {
        switch self {
        case .old: "old"
        case .new: "new"
        case .both: "both"
        case .neither: "neither"
        }
    }
}

/// Takes the values out of readings and keeps the causes of those that could not be read.
private struct Doubts {
    private(set) var found: [DoubtDocument] = []

    mutating func value<Value>(_ reading: Reading<Value>, _ subject: String) -> Value? {
        switch reading {
        case .known(let value): return value
        case .absent: return nil
        case .unreadable(let cause):
            found.append(DoubtDocument(subject, cause, since: nil))
            return nil
        }
    }
}
