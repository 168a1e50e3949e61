internal import Glibc
internal import OwnThread

/// A client that sends exactly what it is told, malformed or not. Its calls block: see ``RawClient``.
public struct RawConnection: ~Copyable {
    private let socket: Int32

    /// Connects to the loopback address of IPv4 or IPv6; waits 20 seconds at most for each later read.
    public init(port: UInt16, ipv6: Bool = false) throws(RawConnectionError) {
        socket = Glibc.socket(ipv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw RawConnectionError(call: "socket", code: errno) }
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let code = ipv6 ? Self.connect6(socket, port) : Self.connect4(socket, port)
        guard code == 0 else { throw RawConnectionError(call: "connect", code: errno) }
    }

    deinit { close(socket) }

    /// Sends all of it; what the peer does not want any more is no error here.
    public func send(_ text: String) { send(Array(text.utf8)) }

    public func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    /// What is there within 20 seconds; empty at the end or where the peer broke off.
    public func read(atMost count: Int = 64 << 10) throws(RawConnectionError) -> [UInt8] {
        var received = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, size in
            received = recv(socket, buffer.baseAddress, buffer.count, 0)
            size = max(received, 0)
        }
        guard received >= 0 || errno == ECONNRESET else {
            throw RawConnectionError(call: "recv", code: errno)
        }
        return bytes
    }

    /// Everything up to the end.
    public func readToEnd() throws(RawConnectionError) -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let bytes = try read()
            if bytes.isEmpty { return all }
            all += bytes
        }
    }

    /// One response by its `Content-Length`, or to the end where it has none.
    public func readResponse(withBody: Bool = true) throws(RawConnectionError) -> RawResponse {
        try readResponse(toEnd: false, withBody: withBody)
    }

    /// Everything up to the end, whatever `Content-Length` says.
    public func readResponseToEnd() throws(RawConnectionError) -> RawResponse {
        try readResponse(toEnd: true, withBody: true)
    }

    private func readResponse(toEnd: Bool, withBody: Bool) throws(RawConnectionError) -> RawResponse {
        var all: [UInt8] = []
        while true {
            if !toEnd, let response = RawResponse(all, isComplete: false, withBody: withBody) {
                return response
            }
            let bytes = try read()
            guard !bytes.isEmpty else { break }
            all += bytes
        }
        guard let response = RawResponse(all, isComplete: true, withBody: withBody) else {
            throw RawConnectionError(call: "no response in \(all.count) bytes", code: 0)
        }
        return response
    }

    /// Sends `text` again and again, and says whether the peer ended the connection before the last time.
    public func trickle(
        _ text: String, every pause: Duration, atMost count: Int
    ) throws(RawConnectionError) -> Bool {
        for _ in 0..<count {
            send(text)
            var watched = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            let ready = poll(&watched, 1, Int32(pause / .milliseconds(1)))
            guard ready >= 0 else { throw RawConnectionError(call: "poll", code: errno) }
            if ready > 0, try read().isEmpty { return true }
        }
        return false
    }

    private static func connect4(_ socket: Int32, _ port: UInt16) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func connect6(_ socket: Int32, _ port: UInt16) -> Int32 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
    }
}

/// A call of the test's own client failed.
public struct RawConnectionError: Error {
    public let call: String
    public let code: Int32
}

/// Runs a client's blocking calls on a thread of their own.
public enum RawClient {
    public static func run<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await OwnThread.run("client") { Swift.Result { try body() } }.get()
    }

    /// Sends `request` as it stands and reads the response; the connection is then closed.
    public static func exchange(
        _ request: String, port: UInt16, ipv6: Bool = false, withBody: Bool = true
    ) async throws -> RawResponse {
        try await run {
            let connection = try RawConnection(port: port, ipv6: ipv6)
            connection.send(request)
            return try connection.readResponse(withBody: withBody)
        }
    }
}
