import TestHTTP
import TestKafka
import Testing

@Suite("The receiver of notifications")
struct WebhookReceiverTests {
    private static let body = #"{"receiver":"r","alerts":[{"status":"firing","labels":{},"annotations":{}}]}"#
    private static let post = "POST / HTTP/1.1\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"

    @Test("A client that opens connections and says nothing on them ends nothing and keeps no other waiting")
    func silentClients() async throws {
        let receiver = try WebhookReceiver()
        try await ending(receiver.stop) {
            let port = try #require(UInt16(receiver.url.split(separator: /[:\/]+/).last ?? ""))
            try await RawClient.run {
                let gone = try RawConnection(port: port)
                _ = consume gone
                let silent = try RawConnection(port: port)
                for _ in 0..<2 {
                    let connection = try RawConnection(port: port)
                    connection.send(Self.post)
                    #expect(try connection.readResponse().status == 200)
                }
                withExtendedLifetime(silent) {}
            }
            #expect(receiver.alerts.map(\.status) == ["firing", "firing"])
        }
    }
}
