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
        let work = Unmanaged.passRetained(Work(name: String(name.prefix(15)), body: body))
        var thread = pthread_t()
        guard pthread_create(&thread, nil, perform, work.toOpaque()) == 0 else {
            work.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// Runs `work` on a new thread and waits for it without blocking the caller's.
    public static func run<Result: Sendable>(
        _ name: String, _ work: @escaping @Sendable () -> Result
    ) async throws(CannotStart) -> Result {
        let result: Result? = await withCheckedContinuation { continuation in
            guard start(name, { continuation.resume(returning: work()) }) else {
                continuation.resume(returning: nil)
                return
            }
        }
        guard let result else { throw CannotStart() }
        return result
    }

    /// Runs `work` on a new thread and waits for it until `deadline` at most: nil is "too late".
    ///
    /// What is late goes on, and its result is dropped: a read that hangs in the kernel cannot be called
    /// off. A caller that asks again and again must keep count of what still hangs.
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
            if !start(name, { race.finish(.success(work())) }) { race.finish(.failure(CannotStart())) }
        }
        return try outcome.get()
    }
}

private final class Work: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

private func perform(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let pointer else { return nil }
    let work = Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
    pthread_setname_np(pthread_self(), work.name)
    work.body()
    return nil
}
