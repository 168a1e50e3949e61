import Testing

@testable import KafkaCluster

@Suite struct CauseTests {
    @Test(
        "What the client library says of itself is cut, what it says of the broker stays",
        arguments: [
            ("b:1/bootstrap: Connect failed: Connection refused", ""),
            ("b:1/bootstrap: Connect failed: Connection refused", " (after 2ms in state CONNECT)"),
            (
                "b:1/bootstrap: Connect failed: Connection refused",
                " (after 0ms in state TRY_CONNECT, 12 identical error(s) suppressed)"
            ),
            ("b:1/1: Disconnected", " (1 identical error(s) suppressed)"),
            ("b:1/1: Failed to verify (is the CA right?)", " (after 7ms in state SSL_HANDSHAKE)"),
        ])
    func postscript(words: String, postscript: String) {
        #expect((words + postscript).withoutPostscript == words)
    }
}
