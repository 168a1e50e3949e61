internal import Glibc

/// A server that says exactly what it is told to one client, on a port that it holds as long as it lives: one that
/// was only free a moment ago can be another test's by now.
public struct RawListener: Sendable {
    public let port: UInt16
    private let listener: Listener

    /// Takes a free port of the IPv4 loopback address; without `listening` whoever connects is refused.
    public init(listening: Bool = true) throws(RawConnectionError) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw RawConnectionError(call: "socket", code: errno) }
        listener = Listener(descriptor: descriptor)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
            }
        }
        guard code == 0, !listening || listen(descriptor, 1) == 0 else {
            throw RawConnectionError(call: "bind", code: errno)
        }
        port = UInt16(bigEndian: address.sin_port)
    }

    /// Waits for a client and for its request, sends `text` and closes the connection. Blocks.
    public func answer(_ text: String) throws(RawConnectionError) { _ = try request(answering: text) }

    /// The same; gives the request as it came, with its body where its `Content-Length` tells of one.
    public func request(answering text: String) throws(RawConnectionError) -> [UInt8] {
        let client = accept(listener.descriptor, nil, nil)
        guard client >= 0 else { throw RawConnectionError(call: "accept", code: errno) }
        defer { close(client) }
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var request: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while !Self.isWhole(request) {
            let count = recv(client, &chunk, chunk.count, 0)
            guard count > 0 else { throw RawConnectionError(call: "recv", code: errno) }
            request += chunk[..<count]
        }
        guard send(client, text, text.utf8.count, Int32(MSG_NOSIGNAL)) == text.utf8.count else {
            throw RawConnectionError(call: "send", code: errno)
        }
        return request
    }

    private static func isWhole(_ request: [UInt8]) -> Bool {
        let parts = String(decoding: request, as: UTF8.self)
            .split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return false }
        let lengths = parts[0].lowercased().split(separator: "\r\n").compactMap { line in
            line.hasPrefix("content-length:") ? Int(line.dropFirst(15).drop { $0 == " " }) : nil
        }
        return parts[1].utf8.count >= lengths.first ?? 0
    }

    private final class Listener: Sendable {
        let descriptor: Int32
        init(descriptor: Int32) { self.descriptor = descriptor }
        deinit { close(descriptor) }
    }
}
