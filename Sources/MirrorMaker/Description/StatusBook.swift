import DecommissionGate
import Quiescence

/// The status topic of the Connect workers: what their connectors and tasks came to. FAILED is to be believed;
/// RUNNING means nothing, for it is written once and stays when the worker dies.
///
/// Keys `status-connector-<name>` and `status-task-<name>-<n>`; others are passed over. Of the trace only the
/// class of the exception is taken: its text can quote anything.
struct StatusBook: Book {
    private(set) var malformed = 0
    private var statuses: [ConnectorKey: Status] = [:]

    struct Status: Sendable, Equatable {
        let state: Reading<WorkState>
        /// Of the worker; absent where it does not say.
        let version: Reading<String>
        /// The class of the exception that came first; absent where there is none.
        let failure: Reading<String>
    }

    var content: Reading<[ConnectorKey: Status]> { .known(statuses) }

    mutating func clear() { self = StatusBook() }

    mutating func take(_ record: LogRecord) {
        guard let key = ConnectorKey(record.key) else { return }
        switch key.kind {
        case .statusOfConnector, .statusOfTask: break
        case .connector, .task, .commit, .target, .fencing: return
        }
        do throws(MalformedRecord) {
            statuses[key] = try record.value.map { value throws(MalformedRecord) in try Self.status(value) }
        } catch {
            malformed += 1
            let cause = Cause(
                .malformed,
                "status of \(key.connector), partition \(record.partition) offset "
                    + "\(record.offset) of the status topic: \(error)")
            statuses[key] = Status(state: .unreadable(cause), version: .absent, failure: .absent)
        }
    }

    private static func status(_ value: [UInt8]) throws(MalformedRecord) -> Status {
        struct Value: Decodable {
            let state: String
            let trace: String?
            let version: String?
        }
        let record: Value = try decoded(value, as: #"{"state":…}"#)
        guard let state = WorkState(rawValue: record.state) else {
            throw .unexpectedShape("a state that Connect knows")
        }
        let version = record.version.flatMap(Self.version)
        let failure = record.trace.flatMap(Self.firstCause)
        return Status(
            state: .known(state), version: version.map { .known($0) } ?? .absent,
            failure: failure.map { .known($0) } ?? .absent)
    }

    /// `4.3.1`, or nothing.
    private static func version(_ text: String) -> String? {
        let isOne =
            text.utf8.count <= 40
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-".contains($0)) }
        return isOne && text.first?.isNumber == true ? text : nil
    }

    /// `RecordTooLargeException`: the class behind the last "Caused by: ", or the one in front.
    private static func firstCause(_ trace: String) -> String? {
        let lines = trace.split(separator: "\n")
        let cause = lines.last { $0.hasPrefix("Caused by: ") }?.dropFirst("Caused by: ".count) ?? lines.first
        let name = cause?.prefix { $0 != ":" }.split(separator: ".").last
        guard let name, name.utf8.count <= 100,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        else { return nil }
        return String(name)
    }
}

extension MirrorDescription {
    /// Both topics together. Without a status topic the connectors are as well known as before.
    init(
        _ connectors: [ConnectorName: MirrorConnector], _ statuses: Reading<[ConnectorKey: StatusBook.Status]>
    ) {
        self.init(
            connectors: Dictionary(
                uniqueKeysWithValues: connectors.map { name, connector in
                    (name, connector.completed(by: statuses, of: name))
                }))
    }
}

extension MirrorConnector {
    fileprivate func completed(
        by statuses: Reading<[ConnectorKey: StatusBook.Status]>, of name: ConnectorName
    ) -> MirrorConnector {
        var connector = self
        switch statuses {
        case .absent: connector.version = .unreadable(Cause(.missing, "the status topic does not exist"))
        case .unreadable(let cause):
            connector.version = .unreadable(cause)
            connector.state = .unreadable(cause)
            for number in tasks.indices { connector.tasks[number].state = .unreadable(cause) }
        case .known(let statuses):
            connector.version = .unreadable(Cause(.missing, "the status topic says nothing of \(name)"))
            if let status = statuses[ConnectorKey(.statusOfConnector, name)] {
                connector.state = status.state
                connector.version = status.version
            }
            for number in tasks.indices {
                guard let status = statuses[ConnectorKey(.statusOfTask, name, task: number)] else { continue }
                connector.tasks[number].state = status.state
                if status.state == .known(.failed) { connector.tasks[number].failure = status.failure }
                // A connector that is not assigned says no version any more; its tasks may.
                if !connector.version.isKnown { connector.version = status.version }
            }
        }
        return connector
    }
}
