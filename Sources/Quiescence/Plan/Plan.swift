/// What is to be proven, validated: the configuration as the core needs it.
public struct Plan: Sendable, Equatable {
    public var old: ClusterPlan
    public var new: ClusterPlan
    /// Set where both clusters carry the image's default id; the operator's reason for accepting it.
    public var sameClusterIDAccepted: String?
    /// Brokers of OLD that are switched off on purpose; said before they are.
    public var removedBrokers: [RemovedBroker]
    public var mirror: MirrorPlan
    public var topics: TopicRules
    public var groups: GroupRules
    public var producers: ProducerPlan
    public var timing: Timing
    public var waivers: [Waiver]

    public init(
        old: ClusterPlan, new: ClusterPlan, sameClusterIDAccepted: String? = nil,
        removedBrokers: [RemovedBroker] = [], mirror: MirrorPlan = MirrorPlan(),
        topics: TopicRules = TopicRules(),
        groups: GroupRules = GroupRules(), producers: ProducerPlan = .undeclared,
        timing: Timing = Timing(), waivers: [Waiver] = []
    ) {
        self.old = old
        self.new = new
        self.sameClusterIDAccepted = sameClusterIDAccepted
        self.removedBrokers = removedBrokers
        self.mirror = mirror
        self.topics = topics
        self.groups = groups
        self.producers = producers
        self.timing = timing
        self.waivers = waivers
    }

    /// Whether MirrorMaker runs by itself and not on a Connect cluster: all its topics bear the names that it builds.
    public var mirrorIsDedicated: Bool {
        mirror.workersTopics == MirrorPlan(old: old.alias).workersTopics
    }

    /// The plan of one of the two clusters.
    public func cluster(_ side: Side) -> ClusterPlan {
        switch side {
        case .old: old
        case .new: new
        }
    }
}

/// One cluster, as configured.
public struct ClusterPlan: Sendable, Equatable {
    public var alias: ClusterAlias
    /// The id that it must have; without one, the id first seen.
    public var expectedID: ClusterID?
    public var bootstrapServers: [ServerAddress]
    /// Names that must all be visible, for where neither ACLs nor the authorizer can be read.
    public var inventory: Inventory?

    public init(
        alias: ClusterAlias, expectedID: ClusterID? = nil, bootstrapServers: [ServerAddress],
        inventory: Inventory? = nil
    ) {
        self.alias = alias
        self.expectedID = expectedID
        self.bootstrapServers = bootstrapServers
        self.inventory = inventory
    }
}

/// The operator's own list of what exists on a cluster.
public struct Inventory: Sendable, Equatable {
    public var topics: Set<TopicName>
    public var groups: Set<GroupName>

    public init(topics: Set<TopicName>, groups: Set<GroupName>) {
        self.topics = topics
        self.groups = groups
    }
}

/// On the operator's word: a broker of OLD that goes on purpose.
public struct RemovedBroker: Sendable, Hashable {
    public var broker: BrokerID
    public var reason: String

    public init(broker: BrokerID, reason: String) {
        self.broker = broker
        self.reason = reason
    }
}

/// How MirrorMaker 2 is set up.
public struct MirrorPlan: Sendable, Equatable {
    /// Alias and separator: `OLD.t` is the mirror of `t`.
    public var topicPrefix: String
    /// The Connect topic on NEW that holds its source positions.
    public var offsetsTopic: TopicName
    /// The source connector, where several have positions.
    public var connector: ConnectorName?
    /// The isolation level of its own consumer; MirrorMaker's default is `read_uncommitted`.
    public var isolation: Isolation
    /// The Connect topic on NEW that holds how its connectors are set up.
    public var configsTopic: TopicName
    /// The Connect topic on NEW that holds what became of them.
    public var statusTopic: TopicName
    /// The cluster that holds its offset syncs: OLD, unless `offset-syncs.topic.location` is `target`.
    public var syncsOn: Side
    /// Dangerous settings that somebody takes on his word, each with his reason. Another value is another danger.
    public var accepted: [MirrorRisk: String]
    /// What `compare` found, as evidence in place of MirrorMaker's pairs of offsets.
    public var comparisons: [Comparison]

    public init(
        topicPrefix: String = "OLD.", offsetsTopic: TopicName = "mm2-offsets.OLD.internal",
        connector: ConnectorName? = nil, isolation: Isolation = .readUncommitted,
        configsTopic: TopicName = "mm2-configs.OLD.internal",
        statusTopic: TopicName = "mm2-status.OLD.internal", syncsOn: Side = .old,
        accepted: [MirrorRisk: String] = [:], comparisons: [Comparison] = []
    ) {
        self.topicPrefix = topicPrefix
        self.offsetsTopic = offsetsTopic
        self.connector = connector
        self.isolation = isolation
        self.configsTopic = configsTopic
        self.statusTopic = statusTopic
        self.syncsOn = syncsOn
        self.accepted = accepted
        self.comparisons = comparisons
    }

    /// Everything as it follows from OLD's alias and what stands behind it in the name of a mirror.
    public init(old: ClusterAlias, separator: String = ".") {
        self.init(
            topicPrefix: "\(old)\(separator)", offsetsTopic: Self.workerTopic("offsets", old),
            configsTopic: Self.workerTopic("configs", old), statusTopic: Self.workerTopic("status", old))
    }

    /// The three topics that its workers keep on NEW.
    public var workersTopics: Set<TopicName> { [configsTopic, offsetsTopic, statusTopic] }

    /// A topic of the workers of dedicated mode; it keeps its dots whatever the separator is.
    private static func workerTopic(_ kind: String, _ old: ClusterAlias) -> TopicName {
        TopicName(rawValue: "mm2-\(kind).\(old).internal")
    }
}

/// Which topics are out of scope, and which need no reader; each with its reason.
public struct TopicRules: Sendable, Equatable {
    public var exclude: [NameRule]
    public var readByNoGroup: [NameRule]

    public init(exclude: [NameRule] = [], readByNoGroup: [NameRule] = []) {
        self.exclude = exclude
        self.readByNoGroup = readByNoGroup
    }
}

/// Which groups are out of scope, and what is said of single ones.
public struct GroupRules: Sendable, Equatable {
    public var exclude: [NameRule]
    public var moved: [GroupName: MovedGroup]
    public var isolation: [IsolationRule]

    public init(
        exclude: [NameRule] = [], moved: [GroupName: MovedGroup] = [:], isolation: [IsolationRule] = []
    ) {
        self.exclude = exclude
        self.moved = moved
        self.isolation = isolation
    }
}

/// On the operator's word: where a group that had moved before we watched began on NEW.
public struct MovedGroup: Sendable, Equatable {
    /// The two ways in which a moved group has read everything.
    public enum Start: String, Sendable, CaseIterable {
        /// It read `OLD.t` from its beginning.
        case earliest
        /// It was seeded on NEW, rolled back, and replayed on OLD up to its seed.
        case replayed
    }

    public var from: Start
    public var reason: String

    public init(from: Start, reason: String) {
        self.from = from
        self.reason = reason
    }
}

/// The isolation level at which matching groups read.
public struct IsolationRule: Sendable, Equatable {
    public var names: NameSelector
    public var level: Isolation

    public init(names: NameSelector, level: Isolation) {
        self.names = names
        self.level = level
    }
}

/// What is known of the producers.
public enum ProducerPlan: Sendable, Equatable {
    /// Nothing was said: an empty list is no answer.
    case undeclared
    /// The operator accepts what the end offsets show.
    case observed
    /// These, and no others. Never empty.
    case declared([DeclaredProducer])
}

/// One producer, as configured.
public struct DeclaredProducer: Sendable, Hashable {
    public var name: ProducerName
    /// Where its bootstrap servers are written, in words: what stood in another place says nothing of this one.
    public var place: String

    public init(name: ProducerName, place: String) {
        self.name = name
        self.place = place
    }
}
