import DecommissionGate
import Dispatch
import OwnThread
import Synchronization

/// Threads for calls that block, so that none of them runs on Swift's cooperative pool.
///
/// Threads start on demand up to a limit and wait for more work until ``close()``. A call that is
/// late keeps its thread until it returns; its caller was answered at the deadline, and what the
/// call brings then is freed by whoever made it and seen by nobody.
final class Lanes: Sendable {
    private let name: String
    private let limit: Int
    private let line = Mutex(Line())
    private let work = DispatchSemaphore(value: 0)
    private let alarms = Alarms()

    private struct Line {
        var jobs: [@Sendable () -> Void] = []
        var threads = 0
        var idle = 0
        var closed = false
    }

    init(name: String, limit: Int) {
        self.name = name
        self.limit = limit
    }

    /// Runs `body` on a thread of these lanes and comes back with what it returns, or at `deadline`.
    ///
    /// A body whose turn comes after the deadline does not run at all.
    func run<Value: Sendable>(
        until deadline: Deadline, _ body: @escaping @Sendable () -> Value
    ) async -> Outcome<Value> {
        await withCheckedContinuation { continuation in
            let answer = Answer(continuation, until: deadline, alarms)
            enqueue {
                guard answer.isAwaited else { return }
                answer.give(.done(body()))
            } orElse: {
                answer.give(.late)
            }
        }
    }

    /// Lets the threads end once their present work is done; what still waits is not begun.
    func close() {
        let threads = line.withLock { line in
            line.closed = true
            line.jobs.removeAll()
            return line.threads
        }
        for _ in 0..<threads { work.signal() }
    }

    private func enqueue(_ job: @escaping @Sendable () -> Void, orElse refuse: () -> Void) {
        let (accepted, needsThread) = line.withLock { line -> (Bool, Bool) in
            guard !line.closed else { return (false, false) }
            line.jobs.append(job)
            let needsThread = line.idle < line.jobs.count && line.threads < limit
            if needsThread { line.threads += 1 }
            return (true, needsThread)
        }
        guard accepted else { return refuse() }
        if needsThread, !OwnThread.start(name, { self.serve() }) {
            line.withLock { line in line.threads -= 1 }
        }
        work.signal()
    }

    private func serve() {
        while true {
            line.withLock { line in line.idle += 1 }
            work.wait()
            let (job, closed) = line.withLock { line in
                line.idle -= 1
                return (line.jobs.isEmpty ? nil : line.jobs.removeFirst(), line.closed)
            }
            if closed { return }
            job?()
        }
    }
}

/// What became of a call that was handed to a lane.
enum Outcome<Value: Sendable>: Sendable {
    case done(Value)
    /// Nothing came before the deadline.
    case late
}

/// Resumes a waiting caller exactly once: with the answer, or when its time is up.
private final class Answer<Value: Sendable>: Sendable {
    private let caller: Mutex<CheckedContinuation<Outcome<Value>, Never>?>
    private let alarms: Alarms
    private let ticket = Mutex<Alarms.Ticket?>(nil)

    init(
        _ continuation: CheckedContinuation<Outcome<Value>, Never>, until deadline: Deadline,
        _ alarms: Alarms
    ) {
        caller = Mutex(continuation)
        self.alarms = alarms
        let ticket = alarms.set(at: deadline) { self.give(.late) }
        self.ticket.withLock { $0 = ticket }
    }

    var isAwaited: Bool { caller.withLock { $0 != nil } }

    func give(_ outcome: Outcome<Value>) {
        let waiting = caller.withLock { caller in
            defer { caller = nil }
            return caller
        }
        waiting?.resume(returning: outcome)
        if let ticket = ticket.withLock({ $0 }) { alarms.cancel(ticket) }
    }
}
