internal import CRDKafka
import DecommissionGate
import OwnThread
import Synchronization

/// The one place where clients are destroyed, each on a thread of its own.
///
/// `rd_kafka_destroy` was seen to wait for ever after a coordinator could not be reached. So nobody
/// waits for it but ``rest(until:)``, and that no longer than its deadline.
final class Undertaker: Sendable {
    private let buried = Mutex(0)

    /// Destroys a client that nobody uses any more.
    func bury(_ client: OpaquePointer, _ events: EventPump) {
        let remains = Remains(client: client)
        buried.withLock { $0 += 1 }
        let started = OwnThread.start("kafka-destroy") {
            events.stop()
            rd_kafka_destroy_flags(remains.client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
            self.buried.withLock { $0 -= 1 }
        }
        // Without a thread the client stays behind: better a leak than a wait without an end.
        if !started { buried.withLock { $0 -= 1 } }
    }

    /// Waits until every destruction has ended, or until `deadline`.
    func rest(until deadline: Deadline) async {
        while buried.withLock({ $0 > 0 }), .now < deadline {
            do { try await Task.sleep(for: .milliseconds(2)) } catch { return }
        }
    }

    private struct Remains: @unchecked Sendable { let client: OpaquePointer }
}
