import Quiescence

/// States of all gates and conditions by their names, and what was appended by role since the topics were first seen.
struct SurveyInShort: Codable {
    let gates: [String: String]
    let conditions: [String: String]
    let appended: [String: Int64]

    init(_ assessment: Assessment) {
        let verdict = assessment.verdict
        var appended: [String: Int64] = [:]
        for topic in assessment.topics { appended[topic.role.rawValue, default: 0] += topic.appended }
        gates = Dictionary(uniqueKeysWithValues: verdict.gates.map { ($0.gate.rawValue, $0.state.name) })
        conditions = Dictionary(
            uniqueKeysWithValues: verdict.conditions.map {
                ($0.condition.rawValue, $0.finding.state.rawValue)
            })
        self.appended = appended
    }
}

extension KeptSurvey {
    init(_ assessment: Assessment) throws {
        let body = try JSON.bytes(SurveyInShort(assessment)).dropLast()
        self.init(body: String(decoding: body, as: UTF8.self))
    }
}
