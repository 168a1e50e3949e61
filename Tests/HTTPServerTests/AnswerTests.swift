import Compression
import DecommissionGate
import HTTPServer
import TestHTTP
import Testing

@Suite struct AnswerTests {
    private static func page(_ request: HTTPRequest) -> HTTPResponse {
        HTTPResponse(
            status: 200, headers: [HTTPHeader("Content-Type", "text/plain; charset=utf-8")],
            body: Array("\(request.method) \(request.path)\n".utf8))
    }

    @Test func `a handler gets the decoded path, the query in its order and joined headers`() async throws {
        let echo: @Sendable (HTTPRequest) -> HTTPResponse = { request in
            let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "|")
            return HTTPResponse(
                status: 200, headers: [HTTPHeader("Content-Type", "text/plain")],
                body: Array("\(request.path) \(query) \(request.headers["x-part"] ?? "none")".utf8))
        }
        try await withServer(answering: echo) { server in
            let response = try await RawClient.exchange(
                "GET /api/v1/gr%C3%BCn%2Fx?match=a+b&match=%26&empty&x= HTTP/1.1\r\nHost: h\r\n"
                    + "X-Part: one\r\nx-part: two\r\n\r\n", port: server.address.port)
            #expect(response.text == "/api/v1/grün/x match=a b|match=&|empty=|x= one, two")
        }
    }

    @Test func `HEAD gets the headers of GET and no body, and the connection goes on`() async throws {
        try await withServer(answering: Self.page) { server in
            let port = server.address.port
            let get = try await RawClient.exchange("GET /a HTTP/1.1\r\nHost: h\r\n\r\n", port: port)
            let pair = try await RawClient.run {
                let connection = try RawConnection(port: port)
                connection.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n")
                let head = try connection.readResponse(withBody: false)
                connection.send("GET /b HTTP/1.1\r\nHost: h\r\n\r\n")
                return (head, try connection.readResponse())
            }
            let withoutDate = { (response: RawResponse) in response.headers.filter { $0.name != "date" } }
            #expect(pair.0.status == 200)
            #expect(withoutDate(pair.0) == withoutDate(get))
            #expect(pair.0.header("content-length") == "7")
            #expect(pair.0.body.isEmpty)
            #expect(pair.1.text == "GET /b\n")
        }
    }

    @Test func `a gzip body arrives whole over HTTP 1.0, with its own length and then the end`() async throws
    {
        let plain = Array(String(repeating: "decommission_safe 0\n", count: 40_000).utf8)
        let zipped = Gzip().gzip([try Gzip().deflated(plain)])
        let handler: @Sendable (HTTPRequest) -> HTTPResponse = { request in
            let takes = ContentNegotiation.acceptsGzip(request.headers["accept-encoding"])
            return HTTPResponse(
                status: 200,
                headers: [HTTPHeader("Content-Type", MetricsFormat.text.contentType)]
                    + (takes ? [HTTPHeader("Content-Encoding", "gzip")] : []),
                body: takes ? zipped : plain)
        }
        try await withServer(answering: handler) { server in
            let port = server.address.port
            // Read to the end: a wrong length would show as bytes missing or left over.
            for (request, expected) in [
                ("GET / HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n", zipped),
                ("GET / HTTP/1.0\r\nAccept-Encoding: gzip;q=0\r\n\r\n", plain),
                ("GET / HTTP/1.0\r\n\r\n", plain),
            ] {
                let response = try await RawClient.run {
                    let connection = try RawConnection(port: port)
                    connection.send(request)
                    return try connection.readResponseToEnd()
                }
                #expect(response.body == expected)
                #expect(response.header("content-length") == "\(expected.count)")
                #expect(response.header("transfer-encoding") == nil)
            }
        }
    }

    @Test func `many requests at once over kept connections all get their own answer`() async throws {
        try await withServer(answering: Self.page) { server in
            let port = server.address.port
            let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
                for client in 0..<16 {
                    group.addTask {
                        try await RawClient.run {
                            let connection = try RawConnection(port: port)
                            return try (0..<50).allSatisfy { round in
                                connection.send("GET /\(client)/\(round) HTTP/1.1\r\nHost: h\r\n\r\n")
                                return try connection.readResponse().text == "GET /\(client)/\(round)\n"
                            }
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers == Array(repeating: true, count: 16))
        }
    }

    @Test func `a POST is answered after its body was thrown away, plain, chunked or empty`() async throws {
        try await withServer(answering: Self.page) { server in
            let port = server.address.port
            let head = "POST /check HTTP/1.1\r\nHost: h\r\n"
            for rest in [
                "Content-Length: 5\r\n\r\nhello", "Content-Length: 0\r\n\r\n", "\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "Content-Length: 1048576\r\n\r\n" + String(repeating: "x", count: 1 << 20),
            ] {
                let response = try await RawClient.exchange(head + rest, port: port)
                #expect(response.text == "POST /check\n")
            }
        }
    }

    @Test func `an error without a type gets one, and a header that cannot be sent becomes an error`()
        async throws
    {
        let handler: @Sendable (HTTPRequest) -> HTTPResponse = { request in
            request.path == "/broken"
                ? HTTPResponse(status: 200, headers: [HTTPHeader("X-Name", "a\r\nSet-Cookie: b")])
                : HTTPResponse(status: 404, body: Array("nothing here\n".utf8))
        }
        try await withServer(answering: handler) { server in
            let port = server.address.port
            let missing = try await RawClient.exchange("GET /x HTTP/1.1\r\nHost: h\r\n\r\n", port: port)
            #expect(missing.status == 404)
            #expect(missing.header("content-type") == "text/plain; charset=utf-8")
            let broken = try await RawClient.exchange("GET /broken HTTP/1.1\r\nHost: h\r\n\r\n", port: port)
            #expect(broken.status == 500)
            #expect(broken.header("set-cookie") == nil)
        }
    }
}
