public import Quiescence

/// One Kafka cluster, as the collector asks it. `KafkaCluster` implements it through librdkafka.
///
/// No method throws and none runs past its deadline: what is late or broken becomes a reading that
/// is unreadable, with its cause. Nothing is created, committed or changed on the cluster.
public protocol ClusterReader: Sendable {
    /// The first half of a survey: identity, brokers and their agreement, visibility, topics with
    /// their partitions (offsets still unread), groups with members and commits.
    func readGroups(until deadline: Deadline) async -> ClusterSurvey

    /// The last half: fills in start, end and stable offset of every partition of a survey's first half.
    func readOffsets(of groups: Handover, until deadline: Deadline) async -> ClusterSurvey

    /// New records of an internal topic since the last call, read from its start at first: as many as may be held
    /// at once, so that a long topic takes several calls.
    func follow(_ topic: TopicName, isolation: Isolation, until deadline: Deadline) async -> FollowedTopic

    /// Reads each asked range to its end. A question without an answer is unreadable, with its cause.
    func readTails(_ questions: [TailQuestion], until deadline: Deadline) async
        -> [TailQuestion: Reading<TailAnswer>]

    /// Reads the records of each range to its end and hands over their digests alone. A range without an
    /// answer is unreadable, with its cause.
    func readDigests(_ ranges: [DigestRange], until deadline: Deadline) async
        -> [DigestRange: Reading<[DigestedRecord]>]

    /// Whether each topic's `cleanup.policy` compacts.
    func readCompaction(of topics: [TopicName], until deadline: Deadline) async -> [TopicName: Reading<Bool>]

    /// Gives up every connection; waits until `deadline` at most.
    func close(until deadline: Deadline) async
}

extension ClusterReader {
    /// The same of a survey that the caller goes on holding.
    package func readOffsets(of survey: ClusterSurvey, until deadline: Deadline) async -> ClusterSurvey {
        await readOffsets(of: Handover(survey), until: deadline)
    }
}

/// For a cluster that nobody can read records from: what it is asked stays unreadable.
extension ClusterReader {
    public func readDigests(_ ranges: [DigestRange], until deadline: Deadline) async
        -> [DigestRange: Reading<[DigestedRecord]>]
    { [:] }

    public func readCompaction(of topics: [TopicName], until deadline: Deadline) async
        -> [TopicName: Reading<Bool>]
    { [:] }
}

/// Records of one partition that are wanted as digests.
public struct DigestRange: Hashable, Sendable {
    public let partition: TopicPartition
    public let range: OffsetRange
    public let isolation: Isolation
    /// Timestamps are part of the digests.
    public let stamps: Bool
    /// Only the first record of the range is wanted.
    public let isFirstOnly: Bool

    public init(
        _ partition: TopicPartition, _ range: OffsetRange, _ isolation: Isolation, stamps: Bool,
        isFirstOnly: Bool = false
    ) {
        self.partition = partition
        self.range = range
        self.isolation = isolation
        self.stamps = stamps
        self.isFirstOnly = isFirstOnly
    }
}

/// A point in time at which waiting ends.
public typealias Deadline = ContinuousClock.Instant

/// What following an internal topic brought.
public struct FollowedTopic: Sendable, Equatable {
    /// In the order of each partition's log; only what is new since the last call.
    public var records: [LogRecord]
    /// The topic was begun (again) from its start: what was gathered from it before must be dropped.
    public var restarted: Bool
    public var state: State

    /// How far the reading came.
    public enum State: Sendable, Equatable {
        /// Every partition was read to the end that it had when this call began.
        case caughtUp
        /// Not to the end, for there are many: the next call goes on at once.
        case unfinished
        /// The cluster has no such topic.
        case absent
        /// Not to the end; the records before are good, the next call goes on.
        indirect case behind(Cause)
    }

    public init(records: [LogRecord], restarted: Bool, state: State) {
        self.records = records
        self.restarted = restarted
        self.state = state
    }
}

/// One record of an internal topic.
public struct LogRecord: Sendable, Equatable {
    public var partition: Int32
    public var offset: Int64
    public var key: [UInt8]?
    /// nil is a tombstone.
    public var value: [UInt8]?
    /// Nil where the record carries none.
    public var timestamp: WallTime?

    public init(
        partition: Int32, offset: Int64, key: [UInt8]?, value: [UInt8]?, timestamp: WallTime?
    ) {
        self.partition = partition
        self.offset = offset
        self.key = key
        self.value = value
        self.timestamp = timestamp
    }
}
