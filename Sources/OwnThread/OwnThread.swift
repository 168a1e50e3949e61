internal import Glibc
internal import Synchronization

/// Runs calls that block on threads of their own, so that none freezes Swift's cooperative pool.
public enum OwnThread {
    /// Runs `work` on a new thread and waits for it without blocking the caller's.
    ///
    /// Throws ``CannotStart`` when the system has no thread to give.
    public static func run<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result
    ) async throws(CannotStart) -> Result {
        let outcome: Swift.Result<Result, CannotStart> = await withCheckedContinuation { continuation in
            do throws(CannotStart) {
                try start { continuation.resume(returning: .success(work())) }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        return try outcome.get()
    }

    /// Runs `work` on a new thread and waits for it until `deadline` at most: nil is "too late".
    ///
    /// What is late goes on, and its result is dropped: a read that hangs in the kernel cannot be called
    /// off. A caller that asks again and again must keep count of what still hangs.
    public static func run<Result: Sendable>(
        until deadline: ContinuousClock.Instant, _ work: @escaping @Sendable () -> Result
    ) async throws(CannotStart) -> Result? {
        let race = Race<Result>()
        let timer = Task {
            do { try await Task.sleep(until: deadline, clock: .continuous) } catch { return }
            race.finish(.success(nil))
        }
        defer { timer.cancel() }
        let outcome = await withCheckedContinuation { continuation in
            race.wait(with: continuation)
            do throws(CannotStart) {
                try start { race.finish(.success(work())) }
            } catch {
                race.finish(.failure(error))
            }
        }
        return try outcome.get()
    }

    /// The system refused another thread.
    public struct CannotStart: Error, Equatable, CustomStringConvertible {
        /// `errno` of `pthread_create`.
        public let code: Int32
        public var description: String { "no thread could be started: \(String(cString: strerror(code)))" }
    }

    private static func start(_ work: @escaping @Sendable () -> Void) throws(CannotStart) {
        let box = Unmanaged.passRetained(Work(body: work))
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, runWork, box.toOpaque())
        guard code == 0 else {
            box.release()
            throw CannotStart(code: code)
        }
        pthread_detach(thread)
    }
}

private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runWork(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let box else { return nil }
    Unmanaged<Work>.fromOpaque(box).takeRetainedValue().body()
    return nil
}

/// Whoever finishes first resumes the continuation; the other is dropped.
private final class Race<Result: Sendable>: Sendable {
    typealias Outcome = Swift.Result<Result?, OwnThread.CannotStart>
    private enum State {
        case idle
        case waiting(CheckedContinuation<Outcome, Never>)
        case finished(Outcome)
        case over
    }
    private let state = Mutex(State.idle)

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
