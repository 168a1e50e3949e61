import Quiescence

/// A world and the evaluator that weighs it, survey by survey.
struct Play {
    var world = World()
    private var evaluator: Evaluator
    let plan: Plan

    init(_ plan: Plan = World.plan) throws {
        self.plan = plan
        evaluator = try Evaluator(plan: plan)
    }

    /// One survey, its tails read as the world would answer, weighed.
    mutating func look(tails: [TailQuestion: Reading<TailAnswer>] = [:]) -> Assessment {
        var survey = world.survey()
        let answers = evaluator.tailQuestions(for: survey).map { ($0, world.answer($0)) }
        survey.tails = tails.merging(answers) { given, _ in given }
        return evaluator.weigh(survey)
    }

    /// What would be asked of the world as it is, in turn.
    mutating func questions() -> [TailQuestion] {
        var copy = world
        return evaluator.tailQuestions(for: copy.survey())
    }

    /// Surveys at every interval until `duration` has passed; the last assessment.
    mutating func run(for duration: Duration) -> Assessment {
        let end = world.monotonic + duration
        var last = look()
        while world.monotonic < end {
            world.pass(plan.timing.interval - world.surveyTakes)
            last = look()
        }
        return last
    }

    /// Lets the interval pass, then takes one survey.
    mutating func next() -> Assessment {
        world.pass(plan.timing.interval - world.surveyTakes)
        return look()
    }
}

extension Assessment {
    func state(_ condition: Condition) -> ConditionState? { verdict[condition]?.finding.state }
    func gate(_ gate: Gate) -> GateState? { verdict[gate]?.state }
    func offenders(_ condition: Condition) -> [String] {
        verdict[condition]?.finding.offenders.map { "\($0.subject): \($0.detail)" } ?? []
    }
    func doubts(_ condition: Condition) -> [String] {
        verdict[condition]?.finding.doubts.map { "\($0.subject): \($0.cause.detail)" } ?? []
    }
}
