/// What MirrorMaker 2 says of itself, in the configs and status topics of the workers that it runs in.
public struct MirrorDescription: Sendable, Equatable {
    /// Its own connectors by name; strangers of the same workers are left out.
    public var connectors: [ConnectorName: MirrorConnector]

    public init(connectors: [ConnectorName: MirrorConnector] = [:]) { self.connectors = connectors }

    /// Those that copy records, sorted by name.
    public var sources: [(name: ConnectorName, connector: MirrorConnector)] {
        connectors.filter { $0.value.kind == .source }.sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }

    /// Those of them that mirror OLD to NEW as `plan` has it.
    public func flows(of plan: Plan) -> [(name: ConnectorName, connector: MirrorConnector)] {
        sources.filter { source in
            source.connector.flows(from: plan.old.alias, to: plan.new.alias)
                && (plan.mirror.connector == nil || plan.mirror.connector == source.name)
        }
    }

    /// Those that may write to the same mirrors, whichever of them the plan names.
    func writers(of plan: Plan) -> [(name: ConnectorName, connector: MirrorConnector)] {
        sources.filter { $0.connector.mayFlow(from: plan.old.alias, to: plan.new.alias) }
    }
}

/// One of MirrorMaker's connectors.
public struct MirrorConnector: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Copies records from OLD to NEW.
        case source
        /// Translates the progress of groups.
        case checkpoint
        case heartbeat
    }

    /// What an operator has asked the workers for.
    public enum Wanted: String, Sendable, CaseIterable {
        case started, paused, stopped
    }

    public var kind: Kind
    /// Only those that were set: where one is missing, MirrorMaker's default is in force. Unreadable where the
    /// value is none that such a setting can have, a reference to something outside above all.
    public var settings: [MirrorSetting: Reading<String>]
    /// In the order in which records pass them.
    public var transforms: [MirrorTransform]
    /// Settings under which records get lost or change unseen: those now in force, and those of earlier
    /// configurations as far back as the topic goes. Sorted.
    public var risks: [MirrorRisk]
    public var wanted: Wanted
    /// Its tasks have been fenced, as workers do under exactly-once alone: on a Connect cluster that is no setting
    /// of the connector's.
    public var isFenced: Bool
    /// As the status topic says; running means nothing. Absent: it says nothing.
    public var state: Reading<WorkState>
    /// Of the worker's software. Absent: its status names none, as those of 3.9 do not.
    public var version: Reading<String>
    /// The index is the task's number.
    public var tasks: [MirrorTask]

    public init(
        kind: Kind, settings: [MirrorSetting: Reading<String>] = [:], transforms: [MirrorTransform] = [],
        risks: [MirrorRisk] = [], wanted: Wanted = .started, isFenced: Bool = false,
        state: Reading<WorkState> = .absent, version: Reading<String> = .absent, tasks: [MirrorTask] = []
    ) {
        self.kind = kind
        self.settings = settings
        self.transforms = transforms
        self.risks = risks
        self.wanted = wanted
        self.isFenced = isFenced
        self.state = state
        self.version = version
        self.tasks = tasks
    }
}

/// A part of a connector's work.
public struct MirrorTask: Sendable, Equatable {
    /// Absent: the status topic says nothing of it.
    public var state: Reading<WorkState>
    /// The class of the exception that ended it; absent unless it has failed.
    public var failure: Reading<String>
    /// What a source's task copies. Absent: the configs topic holds no task of this number.
    public var partitions: Reading<[TopicName: [Int32]]>
    /// The groups whose progress a checkpoint's task translates, counted.
    public var groups: Int

    public init(
        state: Reading<WorkState> = .absent, failure: Reading<String> = .absent,
        partitions: Reading<[TopicName: [Int32]]> = .absent, groups: Int = 0
    ) {
        self.state = state
        self.failure = failure
        self.partitions = partitions
        self.groups = groups
    }
}

/// What the status topic of Connect can say of a connector or a task.
public enum WorkState: String, Hashable, Sendable, CaseIterable {
    case running = "RUNNING"
    case paused = "PAUSED"
    case stopped = "STOPPED"
    case failed = "FAILED"
    case unassigned = "UNASSIGNED"
    case restarting = "RESTARTING"
    case destroyed = "DESTROYED"
}

/// A single message transform between reading a record and writing it.
public struct MirrorTransform: Equatable, Sendable {
    public let name: String
    /// Its class; unreadable where none, or none that could be one, is given.
    public let type: Reading<String>

    public init(name: String, type: Reading<String>) {
        self.name = name
        self.type = type
    }
}

/// A setting under which records get lost or change on their way while the position passes them.
public struct MirrorRisk: Hashable, Comparable, CustomStringConvertible, Sendable {
    public let setting: MirrorSetting
    /// As it stands there, or "not readable", or "not set" where the workers' own is in force.
    public let value: String

    public init(setting: MirrorSetting, value: String) {
        self.setting = setting
        self.value = value
    }

    /// `errors.tolerance=all`.
    public var description: String { "\(setting.rawValue)=\(value)" }

    public static func < (left: Self, right: Self) -> Bool {
        (left.setting.rawValue, left.value) < (right.setting.rawValue, right.value)
    }
}
