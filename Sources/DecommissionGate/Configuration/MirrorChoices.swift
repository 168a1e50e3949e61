public import Quiescence

/// What the configuration says of MirrorMaker. Nil where it leaves that to MirrorMaker's own word.
public struct MirrorChoices: Sendable, Equatable {
    public var oldAlias: ClusterAlias?
    public var newAlias: ClusterAlias?
    public var topicPrefix: String?
    public var offsetsTopic: TopicName?
    public var configsTopic: TopicName?
    public var statusTopic: TopicName?
    public var connector: ConnectorName?
    public var isolation: Isolation?
    /// Dangerous settings that somebody takes on his word, each with his reason.
    public var accepted: [MirrorRisk: String] = [:]

    /// What `compare` found, in the order of the file.
    public var comparisons: [Comparison] = []

    public init() {}

    /// How MirrorMaker is set up: by the configuration, else by its own word, else by its defaults.
    func plan(old: ClusterAlias, by flow: MirrorFlow?) -> MirrorPlan {
        var separator = "."
        if case .known(let said) = flow?.connector.separator { separator = said }
        var plan = MirrorPlan(old: old, separator: separator)
        if let flow {
            plan.offsetsTopic = flow.workers.offsets
            plan.configsTopic = flow.workers.configs
            plan.statusTopic = flow.workers.status
            plan.syncsOn = flow.connector.syncsOn
            if case .known(let level) = flow.connector.isolation { plan.isolation = level }
        }
        plan.topicPrefix = topicPrefix ?? plan.topicPrefix
        plan.offsetsTopic = offsetsTopic ?? plan.offsetsTopic
        plan.configsTopic = configsTopic ?? plan.configsTopic
        plan.statusTopic = statusTopic ?? plan.statusTopic
        plan.isolation = isolation ?? plan.isolation
        plan.connector = connector
        plan.accepted = accepted
        plan.comparisons = comparisons
        return plan
    }
}

/// The three topics on NEW in which the Connect workers keep what they know.
public struct WorkerTopics: Sendable, Hashable {
    public var configs: TopicName
    public var offsets: TopicName
    public var status: TopicName

    public init(configs: TopicName, offsets: TopicName, status: TopicName) {
        self.configs = configs
        self.offsets = offsets
        self.status = status
    }

    /// All that `topics` holds, sorted: those of MirrorMaker's dedicated mode, `mm2-configs.OLD.internal`, and
    /// those that are called alike but for one word, as `connect-configs` and Strimzi's are.
    public static func all(among topics: some Collection<TopicName>) -> [WorkerTopics] {
        let candidates = topics.filter {
            $0.rawValue.hasSuffix("-configs") || $0.rawValue.isConfigsOfDedicatedMode
        }
        guard !candidates.isEmpty else { return [] }
        let names = Set(topics)
        return candidates.sorted().compactMap { configs in
            let name = configs.rawValue
            func sibling(_ kind: String) -> TopicName {
                if name.isConfigsOfDedicatedMode {
                    return TopicName(rawValue: "mm2-\(kind)." + name.dropFirst("mm2-configs.".count))
                }
                return TopicName(rawValue: name.dropLast("configs".count) + kind)
            }
            let workers = WorkerTopics(
                configs: configs, offsets: sibling("offsets"), status: sibling("status"))
            return names.contains(workers.offsets) && names.contains(workers.status) ? workers : nil
        }
    }
}

extension String {
    fileprivate var isConfigsOfDedicatedMode: Bool { hasPrefix("mm2-configs.") && hasSuffix(".internal") }
}

/// A source connector of MirrorMaker's, and where it keeps what it knows.
public struct MirrorFlow: Sendable, Equatable {
    public var name: ConnectorName
    public var connector: MirrorConnector
    public var workers: WorkerTopics

    public init(name: ConnectorName, connector: MirrorConnector, workers: WorkerTopics) {
        self.name = name
        self.connector = connector
        self.workers = workers
    }
}

extension Configuration {
    /// The same, with what it leaves open taken from MirrorMaker's own word.
    public func completed(by flow: MirrorFlow?) -> Configuration {
        var copy = self
        if let flow, case .known(let old) = flow.connector.sourceAlias,
            case .known(let new) = flow.connector.targetAlias
        {
            copy.old.alias = choices.oldAlias ?? old
            copy.new.alias = choices.newAlias ?? new
            copy.plan.old.alias = copy.old.alias
            copy.plan.new.alias = copy.new.alias
        }
        copy.plan.mirror = choices.plan(old: copy.plan.old.alias, by: flow)
        return copy
    }

    /// Which of MirrorMaker's flows this configuration is about; nil where none is, or several may be.
    ///
    /// An alias is not taken from a flow that may come from another cluster: either the configuration says it,
    /// be it by its default, or the flow reads from an address that OLD is known by.
    public func flow(among flows: [MirrorFlow], oldAddresses: [ServerAddress]) -> MirrorFlow? {
        let known = Set(oldAddresses + old.bootstrapServers)
        let possible = flows.filter { flow in
            (choices.connector == nil || choices.connector == flow.name)
                && (choices.configsTopic == nil || choices.configsTopic == flow.workers.configs)
                && (choices.newAlias == nil || flow.connector.targetAlias == .known(new.alias))
                && flow.connector.targetAlias.isKnown
        }
        let byName = possible.filter { $0.connector.sourceAlias == .known(old.alias) }
        if choices.oldAlias != nil { return byName.only }
        let byAddress = possible.filter { flow in
            guard flow.connector.sourceAlias.isKnown, case .known(let list) = flow.connector[.sourceServers]
            else { return false }
            return !known.isDisjoint(with: ServerAddress.list(list) ?? [])
        }
        return byAddress.isEmpty ? byName.only : byAddress.only
    }
}

extension Configuration {
    /// A flow that was ours before and is not found any more; nil where what is written excludes it by now.
    ///
    /// - Parameter servers: OLD's addresses then. Who shares one is that cluster.
    public func flow(still flow: MirrorFlow, from servers: [ServerAddress]) -> MirrorFlow? {
        guard !Set(servers).isDisjoint(with: old.bootstrapServers) else { return nil }
        guard case .known(let list) = flow.connector[.sourceServers] else {
            return self.flow(among: [flow], oldAddresses: [])
        }
        return self.flow(among: [flow], oldAddresses: ServerAddress.list(list) ?? [])
    }
}

extension Array {
    /// Its one member; nil where there are several or none.
    fileprivate var only: Element? { count == 1 ? first : nil }
}
