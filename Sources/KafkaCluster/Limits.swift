/// Bounds of what one call may take. The defaults suit clusters of 10,000 partitions.
public struct Limits: Sendable, Equatable {
    /// How long one request may take before its broker counts as silent; also `socket.timeout.ms`.
    public var callTimeout: Duration = .seconds(5)
    /// Partitions in one request for offsets: librdkafka's work grows with the square of it.
    public var chunk = 250
    /// Requests for offsets under way at once to one leader.
    public var requestsPerLeader = 2
    /// Brokers that are asked alone at once: each takes a client, with a thread for each broker of the cluster.
    public var brokersAtOnce = 8
    /// Of these, brokers that send their full list of topics at once: the library needs 15 MB to take in one of
    /// 50,000 partitions.
    public var listsAtOnce = 1
    /// Partitions in a list that is taken in beside another cluster's: the library needs 3 MB for one of 10,000.
    public var partitionsInShortList = 12_500
    /// Threads for blocking calls of one cluster.
    public var threads = 32
    /// Surveys after which the connections are made anew, and the servers' names looked up.
    public var surveysPerConnection = 240
    /// How long coordinators must have stood before one list of groups is enough.
    public var settling: Duration = .seconds(1)
    /// Partitions whose tails are read in one call.
    public var tailPartitions = 500
    /// Bytes of records that reading tails may bring.
    public var tailBytes = 64 << 20
    /// How long reading tails may take.
    public var tailTime: Duration = .seconds(15)
    /// Records of one topic that one call to follow it brings: some 250 bytes each beside key and value.
    public var followRecords = 20_000
    /// Bytes of keys and values that one call to follow a topic brings.
    public var followBytes = 8 << 20
    /// How old the list of topics may be that following and reading tails go by.
    public var layoutAge: Duration = .seconds(30)
    /// Whether sight is proven by a random topic name. Off only against librdkafka's mock cluster,
    /// which creates whatever is asked for.
    public var asksForRandomTopic = true

    public init() {}

    /// For librdkafka's mock cluster.
    public static var mock: Limits {
        var limits = Limits()
        limits.asksForRandomTopic = false
        return limits
    }
}
