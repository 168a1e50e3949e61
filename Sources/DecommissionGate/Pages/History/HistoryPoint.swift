public import Quiescence

/// One survey, as far as the picture of the last hours needs it.
public struct HistoryPoint: Sendable, Equatable {
    /// When the survey ended.
    public let at: WallTime
    /// Whether another plan was in force from it on: what was appended before cannot be compared.
    let isUnderNewPlan: Bool
    var states = PackedStates()
    var source: Total
    var mirror: Total

    /// What had been appended to the topics of one role, counted from some beginning.
    struct Total: Sendable, Equatable {
        var offsets: Int64
        /// As the condition says that watches these ends.
        var ends: Ends

        enum Ends: Equatable {
            /// Some could not be read, so the total may lack something.
            case notAllRead
            case still
            case moved
        }

        fileprivate init(_ offsets: Int64?, _ quiet: ConditionState?) {
            self.offsets = offsets ?? 0
            ends =
                switch quiet {
                case nil, .unknown: .notAllRead
                case .holds: .still
                case .fails: .moved
                }
        }
    }

    /// - Parameter isUnderNewPlan: Another plan was in force than when the survey before was weighed.
    init(_ survey: SurveyInShort, at: WallTime, isUnderNewPlan: Bool = false) {
        self.at = at
        self.isUnderNewPlan = isUnderNewPlan
        source = Total(
            survey.appended[TopicRole.source.rawValue],
            survey.conditions[Condition.sourceQuiet.rawValue].flatMap(ConditionState.init))
        mirror = Total(
            survey.appended[TopicRole.mirror.rawValue],
            survey.conditions[Condition.mirrorQuiet.rawValue].flatMap(ConditionState.init))
        for gate in Gate.allCases {
            guard let state = survey.gates[gate.rawValue].flatMap(GateStateName.init) else { continue }
            states[.gate(gate)] = StripState(state)
        }
        for condition in Condition.allCases {
            guard let state = survey.conditions[condition.rawValue].flatMap(ConditionState.init) else {
                continue
            }
            states[.condition(condition)] = StripState(state)
        }
    }

    /// A survey as an earlier process kept it; throws where that cannot be read.
    public init(_ kept: KeptSurvey, at: WallTime, isUnderNewPlan: Bool) throws {
        self.init(
            try JSON.read(SurveyInShort.self, from: Array(kept.body.utf8)), at: at,
            isUnderNewPlan: isUnderNewPlan)
    }

    /// No gate had a verdict that counted.
    func withoutVerdict() -> HistoryPoint {
        var copy = self
        for gate in Gate.allCases { copy.states[.gate(gate)] = .unknown }
        return copy
    }
}
