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
        for number in 0...rounds {
            progress.show("evaluator: round \(number) of \(rounds), \(counted(groupsBehind, "group")) behind")
            let survey = synthetic.survey(at: .seconds(30 * number))
            // Processor time: it does nothing but compute, whatever else the machine does.
            let began = ProcessUse.preciseCPU
            _ = evaluator.questions(for: survey)
            _ = evaluator.weigh(survey)
            let time = ProcessUse.preciseCPU - began
            // The first survey has nothing to be compared with.
            if number > 0 { times.append(time) }
        }
        return times.median
    }
}
