import Quiescence
import Synchronization

/// One kind of call that may hang: never made twice at once, never waited for past its deadline.
///
/// A call that is late is left to end by itself; until it has, the next one is refused rather than
/// piled on top of it.
final class Outstanding<Value: Sendable>: Sendable {
    private let isBusy = Mutex(false)

    /// Calls `work` and waits for it until `deadline` and a small grace. Without an answer by then the value
    /// is `otherwise`, with the cause; `what` was asked for, in words.
    func ask(
        _ what: String, until deadline: Deadline, otherwise: (Cause) -> Value,
        _ work: @escaping @Sendable () async -> Value
    ) async -> Value {
        guard take() else {
            return otherwise(Cause(.timedOut, "\(what): the survey before still waits for its answer"))
        }
        let call = Task {
            let value = await work()
            give()
            return value
        }
        guard let value = await call.value(by: deadline) else {
            call.cancel()
            return otherwise(.late(what))
        }
        return value
    }

    private func take() -> Bool {
        isBusy.withLock { busy in
            defer { busy = true }
            return !busy
        }
    }

    private func give() { isBusy.withLock { $0 = false } }
}

/// How much later than its deadline an answer is still taken. Whoever is asked looks at the deadline too,
/// and needs a moment to say that it passed.
let grace = Duration.milliseconds(500)

extension Cause {
    /// What a survey did not wait for any longer.
    static func late(_ what: String) -> Cause {
        Cause(.timedOut, "\(what): no answer within the time that a survey has for it")
    }
}

extension Task where Failure == Never {
    /// The task's value if it comes by `deadline` and the grace; nil if not, or if the waiting is cancelled.
    /// The task itself goes on.
    func value(by deadline: Deadline) async -> Success? {
        let (values, arrival) = AsyncStream<Success>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let waiter = Task<Void, Never> {
            arrival.yield(await value)
            arrival.finish()
        }
        let alarm = Task<Void, any Error> {
            try await Task<Never, Never>.sleep(until: deadline + grace, clock: .continuous)
            arrival.finish()
        }
        defer {
            alarm.cancel()
            waiter.cancel()
        }
        var arrivals = values.makeAsyncIterator()
        return await arrivals.next()
    }
}
