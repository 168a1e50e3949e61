import Quiescence

/// What `/api/v1/gates/{gate}` serves: the gate's members, the conditions that it needs, and what they rest on.
struct SingleGateDocument: Encodable {
    private let gate: GateDocument
    private let demo: Bool
    /// Of the cluster that is to be removed, so that no answer passes for one on another; null where it was not read.
    @Nullable private var oldClusterID: String?
    @Nullable private var surveyedAt: Timestamp?
    private let stale: Bool
    private let notice: String
    private let conditions: [ConditionDocument]

    init(_ gate: GateDocument, in document: GatesDocument) {
        self.gate = gate
        demo = document.demo
        oldClusterID = document.oldClusterID
        surveyedAt = document.surveyedAt
        stale = document.stale
        notice = document.notice
        conditions = document.conditions.filter { gate.gate.conditions.contains($0.condition) }
    }

    private enum CodingKeys: String, CodingKey {
        case demo, surveyedAt, stale, notice, conditions
        case oldClusterID = "oldClusterId"
    }

    func encode(to encoder: any Encoder) throws {
        try gate.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(demo, forKey: .demo)
        try container.encode(_oldClusterID, forKey: .oldClusterID)
        try container.encode(_surveyedAt, forKey: .surveyedAt)
        try container.encode(stale, forKey: .stale)
        try container.encode(notice, forKey: .notice)
        try container.encode(conditions, forKey: .conditions)
    }
}
