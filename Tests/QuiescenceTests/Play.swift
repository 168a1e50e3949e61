import Quiescence

/// A world and the evaluator that weighs it, survey by survey.
struct Play {
    var world = World()
    /// Whether the bounds of a survey leave no room for what the ledger asks.
    var leavesLedgerUnread = false
    private(set) var evaluator: Evaluator
    /// The rows that are to outlive the process, as they stand after the last survey.
    var kept: [MemoryKey: [UInt8]] = [:]
    private(set) var plan: Plan

    init(_ plan: Plan = World.plan) throws {
        self.plan = plan
        evaluator = try Evaluator(plan: plan)
    }

    /// One survey, its tails read as the world would answer, weighed.
    mutating func look(tails: [TailQuestion: Reading<TailAnswer>] = [:]) -> Assessment {
        var survey = world.survey()
        let questions = evaluator.questions(for: survey)
        for question in questions.ledger where !leavesLedgerUnread {
            survey.ledger[question] = world.answer(question)
        }
        let answers = questions.tails.map { ($0, world.answer($0)) }
        survey.tails = tails.merging(answers) { given, _ in given }
        let assessment = evaluator.weigh(survey)
        for (key, row) in evaluator.changes().rows {
            switch row {
            case .kept(let bytes): kept[key] = bytes
            case .gone: kept[key] = nil
            }
        }
        return assessment
    }

    /// Another process takes over from what this one has kept.
    mutating func restart() throws {
        evaluator = try Evaluator.resumed(under: plan, from: kept.map { (key: $0.key, body: $0.value) })
    }

    /// Goes on under another plan.
    @discardableResult
    mutating func adopt(_ plan: Plan) throws -> [Event] {
        guard plan != self.plan else { return [] }
        let (successor, events) = try evaluator.succeeded(by: plan)
        (evaluator, self.plan) = (successor, plan)
        return events
    }

    /// What the ledger would ask of the world as it is, in turn.
    mutating func ledgerQuestions() -> [LedgerQuestion] {
        var copy = world
        return evaluator.questions(for: copy.survey()).ledger
    }

    /// What would be asked of the world as it is, in turn.
    mutating func questions() -> [TailQuestion] {
        var copy = world
        return evaluator.questions(for: copy.survey()).tails
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
    func notes(_ condition: Condition) -> [String] { verdict[condition]?.finding.notes ?? [] }
    func doubts(_ condition: Condition) -> [String] {
        verdict[condition]?.finding.doubts.map { "\($0.subject): \($0.cause.detail)" } ?? []
    }
}
