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
        var times: [Duration] = []
        // Before it is at rest, every partition's records are compared once.
        let before = load.surveysUntilCompared
        for number in -before...rounds {
            progress.show(
                "evaluator: round \(max(0, number)) of \(rounds), \(counted(groupsBehind, "group")) behind")
            var survey = synthetic.survey(at: .seconds(30 * (number + before)))
            // Processor time: it does nothing but compute, whatever else the machine does.
            let began = ProcessUse.preciseCPU
            for question in evaluator.questions(for: survey).ledger {
                survey.ledger[question] = .known(LedgerAnswer(records: 1))
            }
            _ = evaluator.weigh(survey)
            let time = ProcessUse.preciseCPU - began
            // The first survey has nothing to be compared with.
            if number > 0 { times.append(time) }
        }
        return times.median
    }
}
