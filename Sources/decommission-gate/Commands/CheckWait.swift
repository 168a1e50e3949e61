import DecommissionGate
import Quiescence

/// `check --wait`: asks again until the gates are safe, the time is over, or somebody ends it. Nothing but an answer
/// that says so makes it "safe".
struct CheckWait: Sendable {
    private static let betweenQuestions = Duration.seconds(5)

    /// For how long; nil for ever.
    let limit: Duration?
    let ask: @Sendable () async -> CheckAnswer

    private let began = ContinuousClock.now
    private let clocks = SystemClocks()

    init(limit: Duration?, ask: @escaping @Sendable () async -> CheckAnswer) {
        self.limit = limit
        self.ask = ask
    }

    /// How it came to its end.
    private enum End {
        /// With an answer that waiting does not change.
        case answered(CheckAnswer)
        case late(CheckAnswer)
        /// By a signal; with what was answered last.
        case stopped(CheckAnswer?)
    }

    func run() async throws(Failure) -> ExitCode {
        let signals = try Signals.events(patience: .seconds(20), endingWith: .unknown)
        let waiting = Task { await wait() }
        // Whichever it is: a terminal that was closed has nobody left to wait either.
        let stopping = Task { for await _ in signals { waiting.cancel() } }
        defer { stopping.cancel() }
        switch await waiting.value {
        case .answered(let answer): return try answer.finish()
        case .late(let answer):
            StandardError.complain("the time is over: \(patience)")
            return try answer.finish()
        case .stopped(let answer):
            StandardError.complain("stopped before it was safe: \(patience)")
            guard let answer else { return .unknown }
            return try answer.finish()
        }
    }

    private func wait() async -> End {
        var progress = Progress()
        defer { progress.clear() }
        var last: CheckAnswer?
        var answeredLast = began
        while true {
            let answer = await ask()
            // What a signal cut off is no answer.
            if Task.isCancelled { return .stopped(last) }
            guard answer.isWorthWaiting else { return .answered(answer) }
            last = answer
            if answer.isVerdict { answeredLast = .now }
            let came = ContinuousClock.now
            let next = came + Self.betweenQuestions
            let end = limit.map { min(began + $0, next) } ?? next
            guard end > came else { return .late(answer) }
            while ContinuousClock.now < end {
                show(answer, later: .now - came, silence: .now - answeredLast, with: &progress)
                // Every second, for what is left grows less.
                let pause = min(.seconds(1), end - .now)
                do { try await Task.sleep(for: pause, clock: .continuous) } catch { return .stopped(answer) }
            }
        }
    }

    private func show(
        _ answer: CheckAnswer, later: Duration, silence: Duration, with progress: inout Progress
    ) {
        guard progress.rewrites else {
            let clock = Timestamp(clocks.now().wall).clock
            progress.show("\(clock)  \(answer.lines.joined(separator: " | "))", change: answer.change)
            return
        }
        progress.show(answer.progress(later: later, silentFor: silence), end: "  \(patience)")
    }

    private var patience: String { WaitText.patience(.now - began, of: limit) }
}
