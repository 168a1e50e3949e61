import DecommissionGate
import HTTPServer
import TestHTTP
import Testing

@Suite(.timeLimit(.minutes(2))) struct HostileClientTests {
    private static func page(_ request: HTTPRequest) -> HTTPResponse {
        HTTPResponse(
            status: 200, headers: [HTTPHeader("Content-Type", "text/plain")], body: Array("served\n".utf8))
    }

    private static let request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    /// Limits far too long for a test to wait for: what is served is served in spite of who holds on.
    private var patient: HTTPServerLimits {
        var limits = HTTPServerLimits()
        limits.connections = 16
        limits.firstRequest = .seconds(600)
        limits.request = .seconds(600)
        limits.idle = .seconds(600)
        return limits
    }

    /// Opens many more connections than there is room for, sends `beginning` on each, and then asks.
    private func isServed(besides beginning: String, count: Int = 200) async throws -> Bool {
        try await withServer(limits: patient, answering: Self.page) { server in
            let port = server.address.port
            return try await RawClient.run {
                let first = try RawConnection(port: port)
                first.send(beginning)
                return try Self.hold(count - 1, beginning, port) {
                    let good = try RawConnection(port: port)
                    good.send(Self.request)
                    return try good.readResponse().text == "served\n"
                }
            }
        }
    }

    private static func hold(
        _ count: Int, _ beginning: String, _ port: UInt16, then body: () throws -> Bool
    ) throws -> Bool {
        guard count > 0 else { return try body() }
        let connection = try RawConnection(port: port)
        connection.send(beginning)
        return try hold(count - 1, beginning, port, then: body)
    }

    @Test(arguments: [
        "", "GET / HT", "GET / HTTP/1.1\r\nHost: h\r\nX-Sl",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx",
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
    ])
    func `whoever holds connections without using them keeps nobody out`(beginning: String) async throws {
        #expect(try await isServed(besides: beginning))
    }

    @Test func `clients that never read their answer keep nobody out`() async throws {
        let page = [UInt8](repeating: UInt8(ascii: "x"), count: 32 << 20)
        let large: @Sendable (HTTPRequest) -> HTTPResponse = { request in
            request.path == "/large"
                ? HTTPResponse(status: 200, headers: [HTTPHeader("Content-Type", "text/plain")], body: page)
                : Self.page(request)
        }
        try await withServer(limits: patient, answering: large) { server in
            let port = server.address.port
            let served = try await RawClient.run {
                try Self.hold(200, "GET /large HTTP/1.1\r\nHost: h\r\n\r\n", port) {
                    let good = try RawConnection(port: port)
                    good.send(Self.request)
                    return try good.readResponse().text == "served\n"
                }
            }
            #expect(served)
        }
    }

    /// Sends a byte ten times a second until the server ends the connection; the library's own timeout, which
    /// counts from the last byte, would never end it.
    private func isEnded(after beginning: String, _ change: (inout HTTPServerLimits) -> Void) async throws
        -> Bool
    {
        var limits = patient
        change(&limits)
        return try await withServer(limits: limits, answering: Self.page) { server in
            let port = server.address.port
            return try await RawClient.run {
                let connection = try RawConnection(port: port)
                connection.send(beginning)
                return try connection.trickle("x", every: .milliseconds(100), atMost: 200)
            }
        }
    }

    @Test func `a request line that comes byte by byte has a deadline`() async throws {
        #expect(try await isEnded(after: "GET /") { $0.firstRequest = .milliseconds(500) })
    }

    @Test func `headers that come byte by byte have a deadline`() async throws {
        #expect(
            try await isEnded(after: "GET / HTTP/1.1\r\nX-Slow: ") { $0.request = .milliseconds(500) })
    }

    @Test func `a body that comes byte by byte has a deadline`() async throws {
        let head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n"
        #expect(try await isEnded(after: head) { $0.request = .milliseconds(500) })
    }

    @Test func `a second request that comes byte by byte has a deadline`() async throws {
        #expect(try await isEnded(after: Self.request + "GE") { $0.idle = .milliseconds(500) })
    }

    @Test func `random bytes neither crash it nor leave a connection behind`() async throws {
        try await withServer(answering: Self.page) { server in
            let port = server.address.port
            try await RawClient.run {
                for _ in 0..<300 {
                    let connection = try RawConnection(port: port)
                    connection.send(
                        (0..<Int.random(in: 1...600)).map { _ in UInt8.random(in: .min ... .max) })
                    connection.send("\r\n\r\n")
                }
            }
            let response = try await RawClient.exchange(Self.request, port: port)
            #expect(response.text == "served\n")
        }
    }
}
