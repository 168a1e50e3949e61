/// What one cluster answered in one survey.
public struct ClusterSurvey: Sendable, Equatable {
    public var alias: ClusterAlias
    public var identity: Reading<ClusterID>
    public var brokers: Reading<[Broker]>
    /// Whether every broker, asked through a connection of its own, tells the same story.
    public var agreement: Reading<BrokerAgreement>
    /// Whether the credentials see topics of any name (the random-topic proof).
    public var topicSight: Reading<Sight>
    /// Whether the credentials see groups of any name (the random-group proof).
    public var groupSight: Reading<Sight>
    /// What is known of rules that hide single names, which the two proofs cannot see.
    public var authorization: Reading<Authorization>
    /// Every topic of a complete listing; a topic that the listing names but cannot describe is unreadable.
    public var topics: Reading<[TopicName: Reading<TopicSurvey>]>
    public var groups: GroupListing
    /// Requests sent to this cluster since the process started, by API (`Metadata`, `ListOffsets`, …).
    public var requests: [String: RequestCount]
    /// Time from this cluster's first request to its last answer.
    public var duration: Duration

    /// A cluster of which nothing could be read, for one and the same reason.
    public init(alias: ClusterAlias, nothingReadable cause: Cause) {
        self.alias = alias
        identity = .unreadable(cause)
        brokers = .unreadable(cause)
        agreement = .unreadable(cause)
        topicSight = .unreadable(cause)
        groupSight = .unreadable(cause)
        authorization = .unreadable(cause)
        topics = .unreadable(cause)
        groups = GroupListing(completeness: .incomplete(cause), seen: [:])
        requests = [:]
        duration = .zero
    }
}

/// A broker as the metadata names it, with its advertised address.
public struct Broker: Hashable, Sendable {
    public let id: BrokerID
    public let address: ServerAddress

    public init(id: BrokerID, address: ServerAddress) {
        self.id = id
        self.address = address
    }
}

/// What the brokers say when each is asked alone: a cut-off old leader answers old offsets without an error.
public enum BrokerAgreement: Hashable, Sendable {
    /// All of them (how many) name the same cluster id, brokers and leaders.
    case unanimous(Int)
    /// They do not; each sentence names a broker and what it says otherwise. Never empty.
    case divided([String])
}

/// How far the credentials see, proven by asking for a name that cannot exist.
public enum Sight: Hashable, Sendable {
    /// Kafka answered "does not exist": any name may be described.
    case everything
    /// Kafka answered "not authorized": what one may not see is left out of every listing, silently.
    case filtered
}

/// What is known about rules on single names.
public enum Authorization: Hashable, Sendable {
    /// The brokers' `authorizer.class.name` is empty: nothing can be hidden.
    case noAuthorizer
    /// A non-empty list of ACLs was read, and these are its rules that deny a description to us.
    case rules(denied: [String])
}

/// Requests and failures of one API.
public struct RequestCount: Hashable, Sendable {
    public var sent: Int
    public var failed: Int

    public init(sent: Int = 0, failed: Int = 0) {
        self.sent = sent
        self.failed = failed
    }
}

/// A topic's partitions, in order: the index is the partition's number.
public struct TopicSurvey: Sendable, Equatable {
    public var partitions: [PartitionSurvey]

    public init(partitions: [PartitionSurvey]) { self.partitions = partitions }
}

/// One partition's leader, replicas and offsets.
public struct PartitionSurvey: Sendable, Equatable {
    /// `absent`: the partition has no leader.
    public var leader: Reading<BrokerID>
    public var replication: Replication
    public var start: Reading<StartOffset>
    public var end: Reading<EndOffset>
    public var stable: Reading<StableOffset>

    public init(
        leader: Reading<BrokerID>, replication: Replication, start: Reading<StartOffset>,
        end: Reading<EndOffset>, stable: Reading<StableOffset>
    ) {
        self.leader = leader
        self.replication = replication
        self.start = start
        self.end = end
        self.stable = stable
    }
}
