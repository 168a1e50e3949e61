internal import CThreadName
internal import Glibc

/// Threads that are no part of Swift's cooperative pool: for calls that block, which would freeze it.
public enum OwnThread {
    /// The system refused another thread.
    public struct CannotStart: Error, Equatable, CustomStringConvertible {
        public var description: String { "the system has no thread left" }
    }

    /// Runs `body` on a new thread; false where the system has none left. Fifteen bytes of `name` are shown.
    public static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
        begin(name) {
            body()
            return {}
        }
    }

    /// - Parameter work: Is let go of, with all that it holds, before the answer that it returns is given.
    private static func begin(_ name: String, _ work: @escaping Work.Body) -> Bool {
        let work = Unmanaged.passRetained(Work(name: String(name.prefix(15)), body: work))
        var thread = pthread_t()
        guard pthread_create(&thread, nil, perform, work.toOpaque()) == 0 else {
            work.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// Runs `work` on a new thread and waits for it without blocking the caller's. The thread holds nothing of it any
    /// more when its result is there.
    public static func run<Result: Sendable>(
        _ name: String, _ work: @escaping @Sendable () -> Result
    ) async throws(CannotStart) -> Result {
        let result: Result? = await withCheckedContinuation { continuation in
            let isStarted = begin(name) {
                let result = work()
                return { continuation.resume(returning: result) }
            }
            if !isStarted { continuation.resume(returning: nil) }
        }
        guard let result else { throw CannotStart() }
        return result
    }

    /// Runs `work` on a new thread and waits for it until `deadline` at most: nil is "too late".
    ///
    /// What is late goes on, and its result is dropped: a read that hangs in the kernel cannot be called
    /// off. A caller that asks again and again must keep count of what still hangs. What is in time is held by the
    /// thread no more when its result is there.
    public static func run<Result: Sendable>(
        _ name: String, until deadline: ContinuousClock.Instant, _ work: @escaping @Sendable () -> Result
    ) async throws(CannotStart) -> Result? {
        let race = Race<Swift.Result<Result?, CannotStart>>()
        let timer = Task {
            do { try await Task.sleep(until: deadline, clock: .continuous) } catch { return }
            race.finish(.success(nil))
        }
        defer { timer.cancel() }
        let outcome = await withCheckedContinuation { continuation in
            race.wait(with: continuation)
            let isStarted = begin(name) {
                let result = work()
                return { race.finish(.success(result)) }
            }
            if !isStarted { race.finish(.failure(CannotStart())) }
        }
        return try outcome.get()
    }
}

private final class Work: Sendable {
    /// Does the work, and returns how to answer whoever waits for it.
    typealias Body = @Sendable () -> @Sendable () -> Void

    private let name: String
    private let body: Body

    init(name: String, body: @escaping Body) {
        self.name = name
        self.body = body
    }

    func perform() -> @Sendable () -> Void {
        pthread_setname_np(pthread_self(), name)
        return body()
    }
}

private func perform(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let pointer else { return nil }
    // Without a name: whoever goes on with the answer may count on it that nothing is held here.
    let answer = Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().perform()
    answer()
    return nil
}
