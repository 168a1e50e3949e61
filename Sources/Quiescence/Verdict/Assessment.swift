/// All that a survey came to: the verdict, what changed, and the figures that pages show.
public struct Assessment: Sendable, Equatable {
    public var verdict: Verdict
    public var events: [Event]
    public var topics: [TopicAccount]
    public var groups: [GroupAccount]
    public var producers: [ProducerAccount]
    /// Records that never reached NEW, sorted by partition.
    public var lost: [LostAccount]

    public init(
        verdict: Verdict, events: [Event], topics: [TopicAccount], groups: [GroupAccount],
        producers: [ProducerAccount], lost: [LostAccount] = []
    ) {
        self.lost = lost
        self.verdict = verdict
        self.events = events
        self.topics = topics
        self.groups = groups
        self.producers = producers
    }
}

/// Exactly one role per topic, by visible rules.
public enum TopicRole: String, Hashable, Sendable, CaseIterable {
    case source
    case mirror
    case native
    case reverseMirror = "reverse_mirror"
    case mirrorMaker = "mirror_maker"
    case kafkaInternal = "kafka_internal"
    case excluded
}

/// One topic of one cluster.
///
/// There is one of every topic in every survey: what is small stands in the room that most readings leave behind them.
public struct TopicAccount: Sendable, Equatable {
    public var name: TopicName
    /// Why it has this role, where a rule of the configuration decided.
    public var reason: String?
    /// Sum of its end offsets; unreadable as soon as one partition is.
    public var end: Reading<Int64>
    public var side: Side
    public var role: TopicRole
    /// Source topics only: where its producers write, as the end offsets of `t` on both clusters show.
    public var observedTarget: Reading<ObservedTarget>
    /// Advance of its end offsets since the process started. Never falls.
    public var appended: Int64
    /// When an advance was last seen; absent if none was.
    public var lastAppend: Reading<WallTime>
    /// Source topics only: records that MirrorMaker has still to mirror; absent for other roles.
    public var mirrorLag: Reading<Int64>
    /// Sources and mirrors only: whether it has its counterpart. Unreadable where the other cluster's topics, or
    /// MirrorMaker's rules, could not be read.
    public var mirroring: Reading<Mirroring>
    /// Source topics only: what MirrorMaker stepped over; absent for other roles.
    public var ledger: Reading<LedgerFigures>

    public init(
        side: Side, name: TopicName, role: TopicRole, reason: String? = nil, end: Reading<Int64>,
        appended: Int64, lastAppend: Reading<WallTime>, mirrorLag: Reading<Int64>,
        observedTarget: Reading<ObservedTarget>, mirroring: Reading<Mirroring> = .absent,
        ledger: Reading<LedgerFigures> = .absent
    ) {
        self.side = side
        self.name = name
        self.role = role
        self.reason = reason
        self.end = end
        self.appended = appended
        self.lastAppend = lastAppend
        self.mirrorLag = mirrorLag
        self.observedTarget = observedTarget
        self.mirroring = mirroring
        self.ledger = ledger
    }
}

/// What has become of a source's mirror, or of a mirror's source.
public enum Mirroring: Hashable, Sendable {
    /// Both exist.
    case mirrored
    /// A source without a mirror, because of this rule of MirrorMaker's own.
    case leftOut(String)
    /// A source without a mirror that MirrorMaker ought to mirror.
    case missing
    /// A mirror whose source is gone.
    case orphan
}

/// Where a topic's producers write, inferred from advancing end offsets.
public enum ObservedTarget: String, Hashable, Sendable, CaseIterable {
    case old
    case new
    case both
    case idle
}

/// One group on one cluster.
public struct GroupAccount: Sendable, Equatable {
    public var side: Side
    public var name: GroupName
    public var phase: GroupPhase
    public var members: Reading<Int>
    /// Why it does not count, where a rule of the configuration decided.
    public var excluded: String?
    /// One entry for each topic that it has committed on, sorted by name.
    public var topics: [GroupTopicAccount]

    public init(
        side: Side, name: GroupName, phase: GroupPhase, members: Reading<Int>, excluded: String? = nil,
        topics: [GroupTopicAccount]
    ) {
        self.side = side
        self.name = name
        self.phase = phase
        self.members = members
        self.excluded = excluded
        self.topics = topics
    }
}

/// A group's figures on one topic; unreadable as soon as one of its partitions is.
public struct GroupTopicAccount: Sendable, Equatable {
    public var topic: TopicName
    /// Effective lag: end − max(committed, log start), in records at most.
    public var lag: Reading<Int64>
    /// Offsets between its commit and the log start: gone before it read them.
    public var expiredUnread: Reading<Int64>
    /// When its commit was last seen to move; absent if it never was.
    public var lastCommit: Reading<WallTime>

    public init(
        topic: TopicName, lag: Reading<Int64>, expiredUnread: Reading<Int64>,
        lastCommit: Reading<WallTime>
    ) {
        self.topic = topic
        self.lag = lag
        self.expiredUnread = expiredUnread
        self.lastCommit = lastCommit
    }
}

/// Where a group stands in its move.
public enum GroupPhase: String, Hashable, Sendable, CaseIterable {
    case oldOnly = "old_only"
    case seeded
    case replaying
    case caughtUp = "caught_up"
    case onNew = "on_new"
    case both
    case absent
    /// Cannot be told; no series says so.
    case unknown
}

/// One declared producer.
public struct ProducerAccount: Sendable, Equatable {
    public var name: ProducerName
    public var target: Reading<DeclaredTarget>

    public init(name: ProducerName, target: Reading<DeclaredTarget>) {
        self.name = name
        self.target = target
    }
}

/// Where a producer's bootstrap servers lead.
public enum DeclaredTarget: Hashable, Sendable {
    case old
    case new
    /// Servers of both clusters in one list.
    case both
    /// Servers that belong to neither; named.
    case neither([ServerAddress])
}
