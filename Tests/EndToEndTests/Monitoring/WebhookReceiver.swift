import Foundation
import Synchronization
import TestHTTP
import TestKafka
import Testing

/// Where Alertmanager's notifications arrive; it keeps them in their order.
final class WebhookReceiver: Sendable {
    let url: String
    private let listener: RawListener
    private let log: Log
    private let reading: Task<Void, any Error>

    private final class Log: Sendable {
        let received = Mutex<[Notification]>([])
    }

    init() throws {
        let listener = try RawListener()
        let log = Log()
        url = "http://127.0.0.1:\(listener.port)/"
        self.listener = listener
        self.log = log
        reading = Task {
            try await withThrowingDiscardingTaskGroup { clients in
                while let client = try await RawClient.run({ try listener.client() }) {
                    clients.addTask { try await RawClient.run { try Self.hear(client, log) } }
                }
            }
        }
    }

    /// Each client is heard on its own: one that opens a connection and never uses it, as Go's do, keeps none waiting.
    private static func hear(_ client: RawPeer, _ log: Log) throws {
        guard let request = try client.request() else { return }
        let notification = try Notification(of: request)
        log.received.withLock { $0.append(notification) }
        // Kept before it is acknowledged, or the next of its group could overtake it.
        try client.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    }

    /// All notifications so far.
    var received: [Notification] { log.received.withLock(\.self) }

    /// Every alert in them, with the status that it had there.
    var alerts: [Notification.Alert] { received.flatMap(\.alerts) }

    /// Waits until its threads have ended; what went wrong there is an issue of the test.
    func stop() async {
        listener.stop()
        do {
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
