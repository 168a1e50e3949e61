public import DecommissionGate
public import Quiescence

extension Demo {
    /// How the story came out.
    public enum Outcome: Sendable, Equatable {
        case asTold
        /// A sentence on where it went another way.
        case otherwise(String)
        /// The surveys ended before the story did.
        case brokenOff
    }

    /// Lets the first records and a heartbeat come through the mirror: a gate that is set up in the world has
    /// that behind it.
    public func warmUp() async {
        for _ in 0..<3 { await world.step(pace.time(of: .seconds(1))) }
    }

    /// Lets the world go on until cancelled.
    public func live() async { await world.run() }

    /// Tells the story by what the gate says, survey by survey, and does what people do in it; returns at its
    /// end. `start` is when the demo began.
    public func tell(
        _ assessments: AsyncStream<Assessment>, since start: Deadline, line: @Sendable (String) -> Void
    ) async -> Outcome {
        var narrator = Narrator(window: configuration.plan.timing.window)
        var director = Director(pace: pace)
        for await assessment in assessments {
            let scene = Scene(assessment: assessment, time: start.duration(to: .now))
            if let text = narrator.line(for: scene) { line(text) }
            switch director.cue(after: scene) {
            case .wait: break
            case .act(let act): await world.perform(act)
            case .end(.otherwise(let sentence)):
                let trouble = await world.trouble.map { " (\($0))" } ?? ""
                return .otherwise(sentence + trouble)
            case .end(let outcome): return outcome
            }
        }
        return .brokenOff
    }
}
