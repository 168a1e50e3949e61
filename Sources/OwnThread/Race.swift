internal import Synchronization

/// Whoever finishes first is heard; the others are dropped.
final class Race<Outcome: Sendable>: Sendable {
    private enum State {
        case idle
        case waiting(CheckedContinuation<Outcome, Never>)
        /// Finished before anybody waited.
        case finished(Outcome)
        case over
    }
    private let state = Mutex(State.idle)

    /// Resumes `continuation` with the first outcome, at once where there is one. To be called once.
    func wait(with continuation: CheckedContinuation<Outcome, Never>) {
        let early: Outcome? = state.withLock { state in
            guard case .finished(let outcome) = state else {
                state = .waiting(continuation)
                return nil
            }
            state = .over
            return outcome
        }
        if let early { continuation.resume(returning: early) }
    }

    func finish(_ outcome: Outcome) {
        let waiting: CheckedContinuation<Outcome, Never>? = state.withLock { state in
            switch state {
            case .idle:
                state = .finished(outcome)
                return nil
            case .waiting(let continuation):
                state = .over
                return continuation
            case .finished, .over: return nil
            }
        }
        waiting?.resume(returning: outcome)
    }
}
