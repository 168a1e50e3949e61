internal import CRDKafka
import DecommissionGate
import Dispatch
import OwnThread
import Synchronization

/// Takes a client's events from its main queue, on a thread of its own, for as long as it lives.
///
/// Calls that fail say "timed out" or "transport failure"; that a password is wrong or a name does
/// not resolve is said by these events alone. Logs are taken too and dropped, or the queue would grow.
final class EventPump: @unchecked Sendable {
    /// Why connections failed.
    struct Reason: Sendable {
        let code: rd_kafka_resp_err_t
        let text: String
        let at: ContinuousClock.Instant
    }

    private let queue: OpaquePointer
    private let stopping = Atomic(false)
    private let ended = DispatchSemaphore(value: 0)
    private let newest = Mutex<Reason?>(nil)

    /// Nil where the system has no thread left; the client must then be given up.
    init?(of client: OpaquePointer) {
        guard let queue = rd_kafka_queue_get_main(client) else { return nil }
        self.queue = queue
        guard OwnThread.start("kafka-events", { [self] in drain() }) else {
            rd_kafka_queue_destroy(queue)
            return nil
        }
    }

    /// The newest reason since `instant`.
    func reason(since instant: ContinuousClock.Instant) -> Reason? {
        newest.withLock { $0.flatMap { $0.at >= instant ? $0 : nil } }
    }

    /// Ends the thread and waits for it; then the queue is let go. To be called once.
    func stop() {
        stopping.store(true, ordering: .releasing)
        rd_kafka_queue_yield(queue)
        ended.wait()
        rd_kafka_queue_destroy(queue)
    }

    private func drain() {
        while !stopping.load(ordering: .acquiring) {
            guard let event = Event(polledFrom: queue, milliseconds: 500) else { continue }
            note(event)
        }
        ended.signal()
    }

    private func note(_ event: borrowing Event) {
        guard event.type == RD_KAFKA_EVENT_ERROR else { return }
        let code = event.error
        // It only repeats that every single broker failed, without the reason.
        guard code != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN else { return }
        let reason = Reason(code: code, text: event.errorText, at: .now)
        newest.withLock { $0 = reason }
    }
}
