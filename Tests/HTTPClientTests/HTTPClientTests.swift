import DecommissionGate
import Glibc
import HTTPServer
import Synchronization
import TestHTTP
import Testing

@testable import HTTPClient

@Suite(.timeLimit(.minutes(2))) struct HTTPClientTests {
    private static func echo(_ request: HTTPRequest) -> HTTPResponse {
        switch request.path {
        case "/large":
            HTTPResponse(
                status: 200, headers: [HTTPHeader("Content-Type", "text/plain")],
                body: [UInt8](repeating: 0x78, count: 100_000))
        case "/moved": HTTPResponse(status: 302, headers: [HTTPHeader("Location", "/large")])
        case "/missing": HTTPResponse(status: 404, body: Array("nothing\n".utf8))
        default:
            HTTPResponse(
                status: 200, headers: [HTTPHeader("Content-Type", "text/plain")],
                body: Array(
                    "\(request.path) \(request.headers["authorization"] ?? "-") \(request.headers["x-a"] ?? "-")"
                        .utf8
                ))
        }
    }

    private func get(
        _ path: String, _ server: HTTPServer, timeout: Duration = .seconds(20), headers: [HTTPHeader] = [],
        client: HTTPClient = HTTPClient()
    ) async throws(HTTPClientError) -> HTTPResponse {
        try await client.get(
            "http://127.0.0.1:\(server.address.port)\(path)", timeout: timeout, headers: headers)
    }

    /// The error of asking `url`.
    private func failure(
        _ url: String, timeout: Duration = .seconds(20), headers: [HTTPHeader] = []
    ) async -> HTTPClientError? {
        await #expect(throws: HTTPClientError.self) {
            try await HTTPClient().get(url, timeout: timeout, headers: headers)
        }
    }

    @Test func `status, headers and body come as they were sent`() async throws {
        try await withServer(answering: Self.echo) { server in
            let response = try await get(
                "/gr%C3%BCn?x=1", server,
                headers: [HTTPHeader("X-A", "b"), HTTPHeader("Authorization", "Bearer t")])
            #expect(response.status == 200)
            #expect(String(decoding: response.body, as: UTF8.self) == "/grün Bearer t b")
            #expect(response.headers.contains(HTTPHeader("content-type", "text/plain")))
        }
    }

    @Test func `any status is a response, and a redirect is not followed`() async throws {
        try await withServer(answering: Self.echo) { server in
            let missing = try await get("/missing", server)
            #expect(missing.status == 404)
            let moved = try await get("/moved", server)
            #expect(moved.status == 302)
            #expect(moved.headers.contains(HTTPHeader("location", "/large")))
        }
    }

    @Test func `an answer beyond the bound is an error, not a shorter answer`() async throws {
        try await withServer(answering: Self.echo) { server in
            let small = HTTPClient(bodyLimit: 99_999)
            let error = await #expect(throws: HTTPClientError.self) {
                try await get("/large", server, client: small)
            }
            #expect(error?.reason == .bodyTooLarge(limit: 99_999))
            let whole = try await get("/large", server, client: HTTPClient(bodyLimit: 100_000))
            #expect(whole.body.count == 100_000)
        }
    }

    @Test func `a connection that breaks off in the midst of a body is an error`() async throws {
        let listener = try RawListener()
        async let error = failure("http://127.0.0.1:\(listener.port)/")
        try await RawClient.run {
            try listener.answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
        }
        guard case .broken = await error?.reason else {
            Issue.record("no error for half an answer")
            return
        }
    }

    @Test func `what does not speak HTTP is named as such`() async throws {
        let listener = try RawListener()
        async let error = failure("http://127.0.0.1:\(listener.port)/")
        try await RawClient.run { try listener.answer("SSH-2.0-OpenSSH_9.2\r\n") }
        #expect(await error?.description.contains("check that this port speaks HTTP") == true)
    }

    @Test func `a server that never answers costs the timeout and no more`() async throws {
        let never = Mutex(false)
        let hanging: @Sendable (HTTPRequest) -> HTTPResponse = { request in
            while !never.withLock({ $0 }) { usleep(1000) }
            return Self.echo(request)
        }
        try await withServer(answering: hanging) { server in
            let error = await #expect(throws: HTTPClientError.self) {
                try await get("/", server, timeout: .milliseconds(200))
            }
            #expect(error?.reason == .timedOut)
            never.withLock { $0 = true }
        }
    }

    @Test func `cancelling ends a request that hangs`() async throws {
        let never = Mutex(false)
        let hanging: @Sendable (HTTPRequest) -> HTTPResponse = { request in
            while !never.withLock({ $0 }) { usleep(1000) }
            return Self.echo(request)
        }
        try await withServer(answering: hanging) { server in
            let asking = Task { try await get("/", server, timeout: .seconds(600)) }
            asking.cancel()
            let error = await #expect(throws: HTTPClientError.self) { try await asking.value }
            #expect(error?.reason == .cancelled)
            never.withLock { $0 = true }
        }
    }

    @Test func `nobody listening is named with address and mend`() async throws {
        let nobody = try RawListener(listening: false)
        defer { withExtendedLifetime(nobody) {} }
        let port = nobody.port
        let error = await failure("http://127.0.0.1:\(port)/x")
        guard case .notReached = error?.reason else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.hasPrefix("http://127.0.0.1:\(port)/x: no connection") == true)
        #expect(error?.description.contains("that the service is running there") == true)
    }

    @Test func `no error shows credentials or the query`() async throws {
        let nobody = try RawListener(listening: false)
        defer { withExtendedLifetime(nobody) {} }
        for url in [
            "http://user:hunter2@127.0.0.1:\(nobody.port)/x?token=hunter2#hunter2", "ftp://user:hunter2@h/x",
            "http://user:hunter2@[bad/x", "http://user:hunter2@no-such-host.invalid/",
        ] {
            let error = await failure(url)
            #expect(error?.description.contains("hunter2") == false, "\(url)")
        }
    }

    @Test func `credentials in the URL are sent`() async throws {
        try await withServer(answering: Self.echo) { server in
            let response = try await HTTPClient().get(
                "http://user:pass@127.0.0.1:\(server.address.port)/", timeout: .seconds(20))
            #expect(String(decoding: response.body, as: UTF8.self) == "/ Basic dXNlcjpwYXNz -")
        }
    }

    @Test(arguments: ["localhost:19308", "19308", "", "://x", "http://", "not a url"])
    func `what is no URL is refused with the form that works`(url: String) async {
        let error = await failure(url)
        #expect(error?.description.contains("write it like http://localhost:19308") == true)
    }

    @Test(arguments: ["ftp://h/x", "file:///etc/passwd", "gopher://h/"])
    func `no other scheme is spoken`(url: String) async {
        let error = await failure(url)
        #expect(error?.mend == "write it like http://localhost:19308")
    }

    @Test func `a header cannot smuggle another`() async throws {
        try await withServer(answering: Self.echo) { server in
            let error = await failure(
                "http://127.0.0.1:\(server.address.port)/", headers: [HTTPHeader("X-A", "b\r\nX-B: c")])
            #expect(error?.reason == .badHeader("X-A"))
        }
    }

    @Test func `plain HTTP behind an https address is a matter of TLS`() async throws {
        try await withServer(answering: Self.echo) { server in
            let error = await failure("https://127.0.0.1:\(server.address.port)/")
            guard case .tls = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test(arguments: [
        ("http://localhost:1/", true), ("http://127.0.0.1", true), ("http://127.8.9.1/x", true),
        ("https://[::1]:19308/", true), ("http://gate:19308/", false),
        ("http://localhost.example.org/", false),
        ("http://10.0.0.1/", false),
    ])
    func `only another machine may be asked for through a proxy`(url: String, isLoopback: Bool) throws {
        #expect(try Target(url).isLoopback == isLoopback)
    }
}
