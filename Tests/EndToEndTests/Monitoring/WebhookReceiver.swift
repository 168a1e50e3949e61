import Foundation
import Synchronization
import TestHTTP
import TestKafka
import Testing

/// Where Alertmanager's notifications arrive; it keeps them in their order.
final class WebhookReceiver: Sendable {
    let url: String
    private let port: UInt16
    private let state: Shared
    private let reading: Task<Void, any Error>

    private static let thanks = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    private final class Shared: Sendable {
        let received = Mutex<[Notification]>([])
        let isEnding = Atomic(false)
    }

    init() throws {
        let listener = try RawListener()
        let state = Shared()
        port = listener.port
        url = "http://127.0.0.1:\(listener.port)/"
        self.state = state
        reading = Task {
            try await RawClient.run {
                while true {
                    let request = try listener.request(answering: Self.thanks)
                    guard !state.isEnding.load(ordering: .acquiring) else { return }
                    let notification = try Notification(of: request)
                    state.received.withLock { $0.append(notification) }
                }
            }
        }
    }

    /// All notifications so far.
    var received: [Notification] { state.received.withLock(\.self) }

    /// Every alert in them, with the status that it had there.
    var alerts: [Notification.Alert] { received.flatMap(\.alerts) }

    /// Waits until its thread has ended; what went wrong there is an issue of the test.
    func stop() async {
        state.isEnding.store(true, ordering: .releasing)
        do {
            // It waits for somebody to come.
            _ = try await RawClient.exchange("GET / HTTP/1.1\r\n\r\n", port: port)
            try await reading.value
        } catch {
            Issue.record(error, "the receiver of notifications")
        }
    }
}

/// The body of a webhook, as Alertmanager documents it.
struct Notification: Decodable, Sendable {
    var receiver: String
    var alerts: [Alert]

    struct Alert: Decodable, Sendable {
        /// `firing` or `resolved`.
        var status: String
        var labels: [String: String]
        var annotations: [String: String]

        var name: String { labels["alertname"] ?? "" }
    }

    init(of request: [UInt8]) throws {
        let text = String(decoding: request, as: UTF8.self)
        guard let head = text.range(of: "\r\n\r\n") else { throw TestKafkaError("no request: \(text)") }
        self = try JSONDecoder().decode(Notification.self, from: Data(text[head.upperBound...].utf8))
    }
}
