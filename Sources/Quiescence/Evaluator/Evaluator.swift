/// Weighs one survey after another. The only state is what the surveys before have shown.
public struct Evaluator {
    private let plan: Plan

    /// Throws where a pattern of the plan does not compile.
    public init(plan: Plan) throws {
        self.plan = plan
    }

    /// Which tails must be read before `survey` can be weighed; its own ``Survey/tails`` is still empty.
    public func tailQuestions(for survey: Survey) -> [TailQuestion] { [] }

    /// Judges every condition, moves every clock, decides every gate.
    public mutating func weigh(_ survey: Survey) -> Assessment {
        Assessment(
            verdict: Verdict(surveyed: survey.ended, conditions: [], gates: []), events: [],
            topics: [], groups: [], producers: [])
    }
}
