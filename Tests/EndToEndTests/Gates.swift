/// The contract of `/api/v1/gates`, as a client that shares no code with the service reads it.
struct Gates: Decodable, Sendable {
    var stale: Bool
    var notice: String
    var gates: [Gate]
    var conditions: [Condition]

    struct Gate: Decodable, Sendable {
        var gate: String
        var state: String
        var safe: Bool
        var observedSeconds: Double
        var windowSeconds: Double
    }

    struct Condition: Decodable, Sendable {
        var summary: String
        var condition: String
        var state: String
        var observedSeconds: Double
        var offenders: [Offender]
        var doubts: [Doubt]
        var notes: [String]
    }

    struct Offender: Decodable, Sendable {
        var subject: String
        var detail: String
    }

    struct Doubt: Decodable, Sendable {
        var subject: String
        var detail: String
        var whatToDo: String
    }

    /// The state of a condition.
    func state(_ condition: String) -> String? { self[condition]?.state }
    subscript(condition: String) -> Condition? { conditions.first { $0.condition == condition } }
    /// The state of every gate, in the order of removal.
    var states: [String] { gates.map(\.state) }

    /// Subjects and details of what makes a condition fail.
    func offenders(_ condition: String) -> [String] {
        self[condition]?.offenders.map { "\($0.subject): \($0.detail)" } ?? []
    }

    func doubts(_ condition: String) -> [String] {
        self[condition]?.doubts.map { "\($0.subject): \($0.detail)" } ?? []
    }

    /// All of it on a few lines, for the message of a failed test.
    var inWords: String {
        let lines = conditions.map { condition in
            "\(condition.state) \(condition.condition) \(condition.observedSeconds) s "
                + "\(offenders(condition.condition).prefix(4)) \(doubts(condition.condition).prefix(4))"
        }
        return (["gates \(states)"] + lines).joined(separator: "\n")
    }
}
