import DecommissionGate
import HTTPServer
import TestHTTP
import Testing

@Suite struct RefusalTests {
    private static func page(_ request: HTTPRequest) -> HTTPResponse {
        HTTPResponse(
            status: 200, headers: [HTTPHeader("Content-Type", "text/plain")], body: Array("reached\n".utf8))
    }

    private static let host = "Host: h\r\n"

    /// Sends each request on a connection of its own; all are refused with `status` and closed.
    private func expect(_ status: Int, _ requests: [String]) async throws {
        try await withServer(answering: Self.page) { server in
            let port = server.address.port
            for request in requests {
                let response = try await RawClient.run {
                    let connection = try RawConnection(port: port)
                    connection.send(request)
                    return try connection.readResponseToEnd()
                }
                let words = "\(request.prefix(60).debugDescription): \(response)"
                #expect(response.status == status, "\(words)")
                // libmicrohttpd 1 refuses some of these before we see them, and gives no type.
                let isOurs = response.header("content-type") == "text/plain; charset=utf-8"
                #expect(isOurs || HTTPServer.libraryVersion.hasPrefix("1."), "\(words)")
                #expect(response.header("content-length") == "\(response.body.count)", "\(words)")
            }
        }
    }

    @Test func `a body on GET or HEAD is refused, whichever way it is announced`() async throws {
        try await expect(
            400,
            [
                "GET / HTTP/1.1\r\n\(Self.host)Content-Length: 5\r\n\r\nhello",
                "GET / HTTP/1.1\r\n\(Self.host)Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET / HTTP/1.0\r\nContent-Length: 1\r\n\r\nx",
            ])
    }

    @Test func `HEAD with a body is refused without a body of its own`() async throws {
        try await withServer(answering: Self.page) { server in
            let response = try await RawClient.exchange(
                "HEAD / HTTP/1.1\r\n\(Self.host)Content-Length: 5\r\n\r\nhello", port: server.address.port,
                withBody: false)
            #expect(response.status == 400)
            #expect(response.body.isEmpty)
        }
    }

    @Test func `two readers of the same bytes can never disagree on where a request ends`() async throws {
        let post = "POST / HTTP/1.1\r\n\(Self.host)"
        try await expect(
            400,
            [
                post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
                post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                post + "Content-Length : 5\r\n\r\nhello",
                "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            ])
    }

    @Test func `a missing or repeated Host is refused`() async throws {
        try await expect(
            400,
            [
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
            ])
    }

    @Test func `a path or query that cannot be decoded is refused`() async throws {
        let targets = [
            "/%", "/%4", "/%zz", "/a?b=%", "/%00", "/%ff", "/%c3%28", "/a b", "/gr\u{FC}n", "metrics", "*",
            "h:80",
            "http:/x",
        ]
        try await expect(400, targets.map { "GET \($0) HTTP/1.1\r\n\(Self.host)\r\n" })
    }

    @Test func `a control character in a header is refused`() async throws {
        try await expect(400, ["GET / HTTP/1.1\r\n\(Self.host)X-A: a\u{1}b\r\n\r\n"])
    }

    @Test func `a target that is too long gets 414`() async throws {
        let long = String(repeating: "x", count: 9_000)
        try await expect(
            414,
            ["GET /\(long) HTTP/1.1\r\n\(Self.host)\r\n", "GET /?a=\(long) HTTP/1.1\r\n\(Self.host)\r\n"])
    }

    @Test func `headers that are too large get 431, one or many`() async throws {
        let many = (0..<400).map { "X-Header-\($0): \(String(repeating: "y", count: 40))\r\n" }.joined()
        let one = "X-Large: \(String(repeating: "y", count: 17_000))\r\n"
        try await expect(431, [many, one].map { "GET / HTTP/1.1\r\n\(Self.host)\($0)\r\n" })
    }

    @Test func `a body beyond the bound gets 413, announced or not`() async throws {
        let chunk = "10000\r\n\(String(repeating: "x", count: 65_536))\r\n"
        try await expect(413, ["POST / HTTP/1.1\r\n\(Self.host)Content-Length: 1048577\r\n\r\n"])
        try await withServer(answering: Self.page) { server in
            let response = try await RawClient.exchange(
                "POST / HTTP/1.1\r\n\(Self.host)Transfer-Encoding: chunked\r\n\r\n"
                    + String(repeating: chunk, count: 17) + "0\r\n\r\n", port: server.address.port)
            #expect(response.status == 413)
        }
    }

    @Test func `what the library refuses by itself never reaches a handler`() async throws {
        try await withServer(answering: Self.page) { server in
            let port = server.address.port
            for (request, status) in [
                ("GET / HTTP/2.0\r\n\(Self.host)\r\n", 505),
                ("GET / HTTP/1.1\r\nno colon here\r\n\r\n", 400),
                ("POST / HTTP/1.1\r\n\(Self.host)Content-Length: -1\r\n\r\n", 400),
                ("POST / HTTP/1.1\r\n\(Self.host)Content-Length: 5x\r\n\r\nhello", 400),
                ("POST / HTTP/1.1\r\n\(Self.host)Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
                ("GET /\(String(repeating: "x", count: 200_000)) HTTP/1.1\r\n\(Self.host)\r\n", 414),
                ("GET / HTTP/1.1\r\nX: \(String(repeating: "x", count: 200_000))\r\n\r\n", 431),
            ] {
                let response = try await RawClient.exchange(request, port: port)
                #expect(response.status == status, "\(request.prefix(60).debugDescription)")
                #expect(!response.text.contains("reached"))
            }
        }
    }

    @Test func `a method nobody answers is closed after its answer when it has a body`() async throws {
        let handler: @Sendable (HTTPRequest) -> HTTPResponse = { _ in
            HTTPResponse(status: 405, headers: [HTTPHeader("Allow", "GET, HEAD")], body: Array("no\n".utf8))
        }
        try await withServer(answering: handler) { server in
            let port = server.address.port
            let response = try await RawClient.run {
                let connection = try RawConnection(port: port)
                connection.send("PUT / HTTP/1.1\r\n\(Self.host)Content-Length: 5\r\n\r\nhello")
                return try connection.readResponseToEnd()
            }
            #expect(response.status == 405)
            #expect(response.header("allow") == "GET, HEAD")
        }
    }
}
