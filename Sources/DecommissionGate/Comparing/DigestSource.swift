public import Quiescence

/// One cluster, as comparing asks it. `KafkaCluster` implements it through librdkafka.
///
/// Every call blocks: it is to be made on a thread that was made for it.
public protocol DigestSource: Sendable {
    /// Where a partition's log starts and ends now.
    func extent(of partition: TopicPartition) throws(Cause) -> LogExtent

    /// Begins to read a partition from the start of `extent` to its end.
    ///
    func open(_ partition: TopicPartition, _ extent: LogExtent, _ digests: DigestChoice) throws(Cause)
        -> any RecordStream

    /// Which cluster answers, its topics, and who leads each of their partitions; asked for now.
    func layout() throws(Cause) -> LeaderLayout
}

/// What is digested of a record beside its key, value and headers.
public struct DigestChoice: Hashable, Sendable {
    /// Its timestamp is part of the digest of its content.
    public var stamps: Bool
    /// Its key has a digest of its own.
    public var keys: Bool

    public init(stamps: Bool, keys: Bool) {
        self.stamps = stamps
        self.keys = keys
    }
}

/// The records of one partition in the order of its log. It belongs to one thread.
public protocol RecordStream: AnyObject {
    /// The next records below the end that was asked for, never none; nil when that end was reached.
    func next() throws(Cause) -> [DigestedRecord]?
}

/// The offsets of one partition at one moment.
public struct LogExtent: Hashable, Sendable {
    public var start: Int64
    /// The high watermark.
    public var end: Int64
    /// Where a `read_committed` reader ends.
    public var stable: Int64

    public init(start: Int64, end: Int64, stable: Int64) {
        self.start = start
        self.end = end
        self.stable = stable
    }

    /// That of a partition which does not exist.
    public static let nothing = LogExtent(start: 0, end: 0, stable: 0)
}

/// A cluster's topics and who leads their partitions, by number.
public struct LeaderLayout: Sendable, Equatable {
    public var cluster: ClusterID
    public var leaders: [TopicName: Reading<[Reading<BrokerID>]>]

    public init(cluster: ClusterID, leaders: [TopicName: Reading<[Reading<BrokerID>]>]) {
        self.cluster = cluster
        self.leaders = leaders
    }
}

extension LeaderLayout {
    /// Who leads a partition; unreadable where the cluster lists no such partition.
    public func leader(of partition: TopicPartition) -> Reading<BrokerID> {
        switch leaders[partition.topic] {
        case nil, .absent?:
            return .unreadable(Cause(.missing, "\(partition): the cluster lists no such topic"))
        case .unreadable(let cause)?: return .unreadable(cause)
        case .known(let leaders)?:
            guard leaders.indices.contains(Int(partition.partition)) else {
                return .unreadable(
                    Cause(.missing, "\(partition): the topic has \(counted(leaders.count, "partition"))"))
            }
            return leaders[Int(partition.partition)]
        }
    }
}

extension Cause {
    /// What happened and what to do about it, where no next survey asks again.
    public var inComparing: String { "\(detail) -> \(ownRemedy ?? remedyInComparing)" }

    private var remedyInComparing: String {
        switch kind {
        case .timedOut, .unreachable, .coordinator, .incomplete, .bounded, .notAsked:
            "compare again once the brokers answer"
        case .contradiction: "compare again; if it stays, the topic was probably recreated"
        case .authentication, .notAuthorized, .leaderless, .malformed, .missing, .unsupported, .refused:
            kind.remedy
        }
    }
}
