import Quiescence

/// Measures the evaluator alone, on surveys that no cluster has answered.
struct EvaluatorBenchmark {
    let load: Load
    let rounds: Int
    let progress: Progress

    func figures() throws -> [Figure] {
        let part = "evaluator alone, \(counted(load.partitionsInAll, "partition")), CPU"
        // A quarter of all groups behind is a migration in its middle.
        return [
            Figure(part, "at rest", try median(groupsBehind: 0), target: .milliseconds(50)),
            Figure(part, "a quarter of the groups behind", try median(groupsBehind: load.groups / 4)),
        ]
    }

    private func median(groupsBehind: Int) throws -> Duration {
        let synthetic = SyntheticLoad(load: load, groupsBehind: groupsBehind)
        var evaluator = try Evaluator(plan: SyntheticLoad.plan())
        let (partitions, groups) = (
            counted(load.partitionsInAll, "partition"), counted(groupsBehind, "group")
        )
        // Before it is at rest, every partition's records are compared once.
        progress.show("evaluator: \(partitions), \(groups) behind: until all is compared")
        for number in 0...load.surveysUntilCompared {
            _ = weigh(synthetic.survey(at: .seconds(30 * number)), by: &evaluator)
        }
        progress.show("evaluator: \(partitions), \(groups) behind: measuring")
        var times: [Duration] = []
        let began = ContinuousClock.now
        while times.count < rounds || .now - began < Self.shortest {
            let number = load.surveysUntilCompared + 1 + times.count
            times.append(weigh(synthetic.survey(at: .seconds(30 * number)), by: &evaluator))
        }
        return times.median
    }

    /// How long rounds go on at least: a machine shared with others has seconds in which all takes twice the time.
    private static let shortest = Duration.seconds(10)

    /// Processor time of one judgement: it does nothing but compute, whatever else the machine does.
    private func weigh(_ unanswered: Survey, by evaluator: inout Evaluator) -> Duration {
        var survey = unanswered
        let began = ProcessUse.preciseCPU
        for question in evaluator.questions(for: survey).ledger {
            survey.ledger[question] = .known(LedgerAnswer(records: 1))
        }
        _ = evaluator.weigh(survey)
        return ProcessUse.preciseCPU - began
    }
}
