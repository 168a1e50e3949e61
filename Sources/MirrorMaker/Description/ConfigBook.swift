import DecommissionGate
import Quiescence

/// The configs topic of the Connect workers that MirrorMaker runs in: how its connectors are set up.
///
/// Keys `connector-<name>`, `task-<name>-<n>`, `commit-<name>`, `target-state-<name>`, `tasks-fencing-<name>`
/// (that it is there is all that is taken of it); JSON values; null where a connector was deleted. The topic is compacted, but for a time it still holds earlier configurations: what
/// was dangerous in one of them is remembered. While the newest record of any of them cannot be understood the
/// whole is unreadable.
struct ConfigBook: Book {
    private(set) var malformed = 0
    private var entries: [ConnectorName: Entry] = [:]
    private var unreadable: [ConnectorKey: Cause] = [:]
    private var topics = Names<TopicName>()
    /// Connectors that have worked under exactly-once: the markers that they left do not go with them.
    private var fenced: Set<ConnectorName> = []
    /// What was dangerous about each, deleted ones too: a connector of the same name goes on from its positions.
    private var risks: [ConnectorName: Set<MirrorRisk>] = [:]

    private struct Entry {
        /// Nil where the connector is no MirrorMaker's, was deleted, or is not known yet.
        var kind: MirrorConnector.Kind?
        var settings: [MirrorSetting: Reading<String>] = [:]
        var transforms: [MirrorTransform] = []
        var wanted = MirrorConnector.Wanted.started
        var tasks: [Int: MirrorTask] = [:]
        /// Tasks of higher numbers are left over from before.
        var liveTasks = 0

        func connector(
            _ kind: MirrorConnector.Kind, _ risks: Set<MirrorRisk> = [], isFenced: Bool = false
        ) -> MirrorConnector {
            MirrorConnector(
                kind: kind, settings: settings, transforms: transforms, risks: risks.sorted(),
                wanted: wanted, isFenced: isFenced, tasks: (0..<liveTasks).map { tasks[$0] ?? MirrorTask() })
        }
    }

    var content: Reading<[ConnectorName: MirrorConnector]> {
        if let cause = firstCause(unreadable.values) { return .unreadable(cause) }
        return .known(
            Dictionary(
                uniqueKeysWithValues: entries.compactMap { name, entry in
                    entry.kind.map {
                        (name, entry.connector($0, risks[name] ?? [], isFenced: fenced.contains(name)))
                    }
                }))
    }

    mutating func clear() { self = ConfigBook() }

    mutating func take(_ record: LogRecord) {
        guard let key = ConnectorKey(record.key) else { return }
        do throws(MalformedRecord) {
            try take(record.value, of: key)
            unreadable[key] = nil
        } catch {
            malformed += 1
            unreadable[key] = Cause(
                .malformed,
                "\(key.kind.rawValue)\(key.connector) in the configs topic, partition \(record.partition) "
                    + "offset \(record.offset): \(error)")
        }
    }

    private mutating func take(_ value: [UInt8]?, of key: ConnectorKey) throws(MalformedRecord) {
        let name = key.connector
        switch key.kind {
        case .connector:
            guard let value else {
                entries[name] = nil
                return
            }
            var entry = entries[name] ?? Entry()
            let properties = try ConnectorProperties(value)
            entry.kind = properties.kind
            entry.settings = properties.settings
            entry.transforms = properties.transforms
            if let kind = properties.kind {
                risks[name, default: []].formUnion(entry.connector(kind).risksInForce)
            }
            entries[name] = entry
        case .task:
            entries[name, default: Entry()].tasks[key.task] = try value.map { value throws(MalformedRecord) in
                try task(value)
            }
        case .commit:
            struct Commit: Decodable { let tasks: Int }
            let commit: Commit? = try value.map { value throws(MalformedRecord) in
                try decoded(value, as: #"{"tasks":N}"#)
            }
            entries[name, default: Entry()].liveTasks = min(max(0, commit?.tasks ?? 0), Self.mostTasks)
        case .fencing: fenced.insert(name)
        case .target: entries[name, default: Entry()].wanted = try Self.wanted(value)
        case .statusOfConnector, .statusOfTask: break
        }
    }

    /// Far more than any worker runs; a greater number is a mistake and must not be counted up to.
    private static let mostTasks = 10_000

    private mutating func task(_ value: [UInt8]) throws(MalformedRecord) -> MirrorTask {
        let properties = try ConnectorProperties(value)
        var partitions: [TopicName: [Int32]] = [:]
        for partition in properties.partitions {
            partitions[topics.shared(partition.topic), default: []].append(partition.partition)
        }
        return MirrorTask(partitions: .known(partitions), groups: properties.groups)
    }

    /// `{"state":"PAUSED","state.v2":"STOPPED"}`: the second word counts where it is given.
    private static func wanted(_ value: [UInt8]?) throws(MalformedRecord) -> MirrorConnector.Wanted {
        struct Target: Decodable {
            let state: String?
            let newer: String?

            private enum CodingKeys: String, CodingKey {
                case state
                case newer = "state.v2"
            }
        }
        guard let value else { return .started }
        let target: Target = try decoded(value, as: #"{"state":…}"#)
        switch target.newer ?? target.state {
        case "STARTED": return .started
        case "PAUSED": return .paused
        case "STOPPED": return .stopped
        case _: throw .unexpectedShape("a state that a connector can be asked for")
        }
    }
}
