import DecommissionGate
import Glibc
import OwnThread
import Synchronization
import TestHTTP
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(2))) struct StartAndStopTests {
    private static func page(_ request: HTTPRequest) -> HTTPResponse {
        HTTPResponse(
            status: 200, headers: [HTTPHeader("Content-Type", "text/plain")], body: Array("ok\n".utf8))
    }

    private static let request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    private func start(on host: ListenAddress.Host, port: UInt16) throws(HTTPServerError) -> HTTPServer {
        try HTTPServer(on: ListenAddress(host: host, port: port), handler: ClosureHandler(Self.page))
    }

    @Test func `a port alone serves IPv4 and IPv6`() async throws {
        try await withServer(answering: Self.page) { server in
            let port = server.address.port
            #expect(server.address == ListenAddress(host: .everywhere, port: port))
            for ipv6 in [false, true] {
                let response = try await RawClient.exchange(Self.request, port: port, ipv6: ipv6)
                #expect(response.text == "ok\n")
            }
        }
    }

    @Test func `every written form of an address is listened on`() async throws {
        let port = try await withServer(answering: Self.page) { $0.address.port }
        for (text, ipv6) in [
            ("0.0.0.0:\(port)", false), ("[::]:\(port)", true), ("[::]:\(port)", false),
            ("[::1]:\(port)", true),
            ("127.0.0.1:\(port)", false), ("localhost:\(port)", false),
        ] {
            let address = try ListenAddress(parsing: text)
            let server = try HTTPServer(on: address, handler: ClosureHandler(Self.page))
            let response = try await RawClient.exchange(Self.request, port: port, ipv6: ipv6)
            #expect(response.text == "ok\n", "\(text)")
            await server.stop(within: .seconds(1))
        }
    }

    @Test func `a kernel without IPv6 serves IPv4 for a port alone, and refuses an IPv6 address`() throws {
        let withoutIPv6: (Int32) -> Int32 = { family in
            guard family != AF_INET6 else {
                errno = EAFNOSUPPORT
                return -1
            }
            return socket(family, Int32(SOCK_STREAM.rawValue), 0)
        }
        let everywhere = ListenAddress(host: .everywhere, port: 0)
        let address = try Listener(on: everywhere, openSocket: withoutIPv6).address
        #expect(address.host == .ipv4("0.0.0.0"))
        #expect(address.port > 0)
        let loopback = ListenAddress(host: .ipv6("::1"), port: 19308)
        let error = #expect(throws: HTTPServerError.self) {
            _ = try Listener(on: loopback, openSocket: withoutIPv6).address
        }
        #expect(
            error?.description
                == "cannot listen on [::1]:19308: this kernel has no IPv6; write :19308 or 0.0.0.0:19308")
    }

    @Test func `a port in use is named with what to do about it`() async throws {
        try await withServer(answering: Self.page) { server in
            let port = server.address.port
            let error = #expect(throws: HTTPServerError.self) { _ = try start(on: .everywhere, port: port) }
            #expect(error?.reason == .portInUse)
            #expect(error?.description.contains("port \(port) is in use") == true)
            #expect(error?.description.contains("choose another port") == true)
        }
    }

    @Test func `an address of another machine and a name that nobody knows are named`() throws {
        let foreign = #expect(throws: HTTPServerError.self) {
            _ = try start(on: .ipv4("192.0.2.1"), port: 19_309)
        }
        #expect(foreign?.reason == .notOurs)
        let unknown = #expect(throws: HTTPServerError.self) {
            _ = try start(on: .name("no-such-host.invalid"), port: 19_309)
        }
        guard case .unknownHost = unknown?.reason else {
            Issue.record("\(String(describing: unknown))")
            return
        }
    }

    @Test func `stopping lets a running request end and refuses new connections`() async throws {
        let gate = Mutex(false)
        let entered = Mutex(false)
        let slow: @Sendable (HTTPRequest) -> HTTPResponse = { request in
            entered.withLock { $0 = true }
            while !gate.withLock({ $0 }) { usleep(1000) }
            return Self.page(request)
        }
        try await withServer(answering: slow) { server in
            let port = server.address.port
            async let running = RawClient.exchange(Self.request, port: port)
            while !entered.withLock({ $0 }) { await Task.yield() }
            async let stopped: Void = server.stop(within: .seconds(60))
            var isRefused = false
            while !isRefused {
                do throws(RawConnectionError) {
                    _ = try RawConnection(port: port)
                } catch {
                    isRefused = error.code == ECONNREFUSED
                }
            }
            gate.withLock { $0 = true }
            let response = try await running
            #expect(response.text == "ok\n")
            await stopped
        }
    }

    @Test func `stopping amid malformed requests does not end the process`() async throws {
        for _ in 0..<100 {
            let noisy = Noise()
            try await withServer(answering: Self.page) { server in
                let port = server.address.port
                async let noise: Void = RawClient.run { noisy.make(at: port) }
                while noisy.sent.withLock({ $0 < 5 }) { await Task.yield() }
                await server.stop(within: .zero)
                try await noise
            }
        }
    }

    @Test func `stopping does not wait for idle, unfinished or unread connections longer than asked`()
        async throws
    {
        let large: @Sendable (HTTPRequest) -> HTTPResponse = { _ in
            HTTPResponse(
                status: 200, headers: [HTTPHeader("Content-Type", "text/plain")],
                body: [UInt8](repeating: 0x78, count: 32 << 20))
        }
        try await withServer(answering: large) { server in
            let port = server.address.port
            try await RawClient.run {
                let idle = try RawConnection(port: port)
                let unfinished = try RawConnection(port: port)
                unfinished.send("GET / HT")
                let unread = try RawConnection(port: port)
                unread.send(Self.request)
                _ = try unread.read(atMost: 100)
                let stopping = Mutex(false)
                Task {
                    await server.stop(within: .milliseconds(50))
                    stopping.withLock { $0 = true }
                }
                while !stopping.withLock({ $0 }) { usleep(1000) }
                // A connection that was cut off reads to its end.
                _ = try idle.readToEnd()
            }
        }
    }

    @Test func `a second stop does nothing and the port is free again`() async throws {
        let port = try await withServer(answering: Self.page) { server in
            await server.stop(within: .seconds(1))
            await server.stop(within: .seconds(1))
            return server.address.port
        }
        let again = try start(on: .everywhere, port: port)
        await again.stop(within: .seconds(1))
    }

    @Test func `a server that is let go without a stop ends with its last reference`() async throws {
        let port = try await withServer(answering: Self.page) { $0.address.port }
        do { _ = try start(on: .everywhere, port: port) }
        let again = try start(on: .everywhere, port: port)
        await again.stop(within: .seconds(1))
    }
}

/// A client that sends what nobody can read until it is refused.
private final class Noise: Sendable {
    let sent = Mutex(0)

    func make(at port: UInt16) {
        do throws(RawConnectionError) {
            while true {
                let connection = try RawConnection(port: port)
                connection.send("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n")
                sent.withLock { $0 += 1 }
            }
        } catch {
            // The server has stopped.
        }
    }
}
