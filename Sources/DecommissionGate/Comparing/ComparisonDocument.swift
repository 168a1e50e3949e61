public import Quiescence

/// What comparing two clusters came to: `compare --output json` prints it, `--state` keeps it.
///
/// It names topics and offsets, and nothing of a record but digests were ever looked at.
public struct ComparisonDocument: Codable, Sendable, Equatable {
    /// Tells it from any other JSON.
    public let kind: String
    public let version: Int
    /// What compared: this program's version and the client library's.
    public var program: String
    public var librdkafka: String
    public var old: ComparedCluster
    public var new: ComparedCluster
    /// What stands before a topic's name in its mirror.
    public var topicPrefix: String
    /// The level at which OLD was read, which is MirrorMaker's own.
    public var oldIsolation: Isolation
    public let newIsolation: Isolation
    /// Whether all topics in scope were asked for, and not some by name.
    public var asksForAll: Bool
    /// What keeps even equal topics from proving anything: topics that may be hidden, brokers that disagree.
    public let reservations: [String]
    public var beganAt: Timestamp
    public var endedAt: Timestamp
    /// Sorted by name.
    public private(set) var topics: [ComparedTopic]
    /// Follows from the topics: the worst of them, and "equal" of nothing at all is not said.
    public private(set) var outcome: ComparisonOutcome

    static let kind = "decommission-gate comparison"
    /// The form that is written, and the only one that is read.
    static let version = 1

    public init(
        program: String, librdkafka: String, old: ComparedCluster, new: ComparedCluster, topicPrefix: String,
        oldIsolation: Isolation, asksForAll: Bool, reservations: [String], beganAt: Timestamp,
        endedAt: Timestamp,
        topics: [ComparedTopic]
    ) {
        kind = Self.kind
        version = Self.version
        self.program = program
        self.librdkafka = librdkafka
        self.old = old
        self.new = new
        self.topicPrefix = topicPrefix
        self.oldIsolation = oldIsolation
        newIsolation = .readCommitted
        self.asksForAll = asksForAll
        self.reservations = reservations
        self.beganAt = beganAt
        self.endedAt = endedAt
        self.topics = topics.sorted { $0.topic < $1.topic }
        outcome = Self.outcome(topics, isReserved: !reservations.isEmpty)
    }

    private static func outcome(_ topics: [ComparedTopic], isReserved: Bool) -> ComparisonOutcome {
        let worst = topics.map(\.outcome).max() ?? .unknown
        return isReserved ? max(worst, .unknown) : worst
    }

    /// What its own figures come to, whatever a file says.
    var trueOutcome: ComparisonOutcome { Self.outcome(topics, isReserved: !reservations.isEmpty) }
}

/// Which cluster was compared.
public struct ComparedCluster: Codable, Sendable, Equatable {
    public var alias: ClusterAlias
    public var clusterID: ClusterID

    public init(alias: ClusterAlias, clusterID: ClusterID) {
        self.alias = alias
        self.clusterID = clusterID
    }

    private enum CodingKeys: String, CodingKey {
        case alias
        case clusterID = "clusterId"
    }
}

/// One topic of OLD and its mirror.
public struct ComparedTopic: Codable, Sendable, Equatable {
    public let topic: TopicName
    public let mirror: TopicName
    /// How many partitions it has on OLD.
    public let partitionCount: Int
    /// Those that were compared, in order.
    public private(set) var partitions: [ComparedPartition]
    /// Why none of it could be compared.
    @Nullable public private(set) var unreadable: String?
    /// Follows from the partitions: the worst of them; one that was not compared is unknown.
    public private(set) var outcome: ComparisonOutcome

    public init(
        topic: TopicName, mirror: TopicName, partitionCount: Int, partitions: [ComparedPartition],
        unreadable: String? = nil
    ) {
        self.topic = topic
        self.mirror = mirror
        self.partitionCount = partitionCount
        self.partitions = partitions.sorted { $0.partition < $1.partition }
        _unreadable = Nullable(wrappedValue: unreadable)
        outcome = Self.outcome(partitions, of: partitionCount, unreadable: unreadable)
    }

    private static func outcome(_ partitions: [ComparedPartition], of count: Int, unreadable: String?)
        -> ComparisonOutcome
    {
        let worst = partitions.map(\.outcome).max() ?? .unknown
        return unreadable == nil && partitions.count == count ? worst : max(worst, .unknown)
    }

    /// What its own figures come to, whatever a file says.
    var trueOutcome: ComparisonOutcome {
        Self.outcome(partitions, of: partitionCount, unreadable: unreadable)
    }
}
