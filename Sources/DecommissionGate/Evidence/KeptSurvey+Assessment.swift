import Quiescence

extension KeptSurvey {
    /// States of all gates and conditions, and what was appended by role since the process started.
    init(_ assessment: Assessment) throws {
        let verdict = assessment.verdict
        var appended: [String: Int64] = [:]
        for topic in assessment.topics { appended[topic.role.rawValue, default: 0] += topic.appended }
        let row = Row(
            gates: Dictionary(
                uniqueKeysWithValues: verdict.gates.map { ($0.gate.rawValue, $0.state.name) }),
            conditions: Dictionary(
                uniqueKeysWithValues: verdict.conditions.map {
                    ($0.condition.rawValue, $0.finding.state.rawValue)
                }),
            appended: appended)
        self.init(body: String(decoding: try JSON.bytes(row).dropLast(), as: UTF8.self))
    }

    private struct Row: Encodable {
        let gates: [String: String]
        let conditions: [String: String]
        let appended: [String: Int64]
    }
}
