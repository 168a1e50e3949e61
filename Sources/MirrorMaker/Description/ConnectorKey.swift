import Quiescence

/// The key of a record that is about a connector, in Connect's configs or status topic: a kind, the connector's
/// name, and for a task its number. Others, the session key among them, are none of ours.
struct ConnectorKey: Hashable {
    enum Kind: String, CaseIterable {
        // Configs topic.
        case connector = "connector-"
        case task = "task-"
        case commit = "commit-"
        case target = "target-state-"
        /// Written under exactly-once alone.
        case fencing = "tasks-fencing-"
        // Status topic.
        case statusOfConnector = "status-connector-"
        case statusOfTask = "status-task-"

        var namesTask: Bool {
            switch self {
            case .task, .statusOfTask: true
            case .connector, .commit, .target, .fencing, .statusOfConnector: false
            }
        }
    }

    let kind: Kind
    let connector: ConnectorName
    /// 0 where the record is about no task.
    let task: Int

    init(_ kind: Kind, _ connector: ConnectorName, task: Int = 0) {
        self.kind = kind
        self.connector = connector
        self.task = task
    }

    /// Nil for a record of another kind.
    init?(_ bytes: [UInt8]?) {
        guard let bytes, let text = String(validating: bytes, as: UTF8.self),
            let kind = Kind.allCases.first(where: { text.hasPrefix($0.rawValue) })
        else { return nil }
        let rest = text.dropFirst(kind.rawValue.count)
        self.kind = kind
        guard kind.namesTask else {
            connector = ConnectorName(rawValue: String(rest))
            task = 0
            return
        }
        // The number stands behind the last dash; names have dashes of their own.
        guard let dash = rest.lastIndex(of: "-"), let number = Int(rest[dash...].dropFirst()), number >= 0
        else {
            return nil
        }
        connector = ConnectorName(rawValue: String(rest[..<dash]))
        task = number
    }
}
