internal import Glibc

/// A server that says exactly what it is told, on a port that it holds as long as it lives: one that was only free a
/// moment ago can be another test's by now.
public struct RawListener: Sendable {
    public let port: UInt16
    private let listener: Descriptor

    /// Takes a free port of the IPv4 loopback address; without `listening` whoever connects is refused.
    public init(listening: Bool = true) throws(RawConnectionError) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw RawConnectionError(call: "socket", code: errno) }
        listener = Descriptor(number: descriptor)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
            }
        }
        guard code == 0, !listening || listen(descriptor, 16) == 0 else {
            throw RawConnectionError(call: "bind", code: errno)
        }
        port = UInt16(bigEndian: address.sin_port)
    }

    /// Waits for a client; `nil` once it was stopped. Blocks.
    public func client() throws(RawConnectionError) -> RawPeer? {
        let client = accept(listener.number, nil, nil)
        guard client < 0 else { return RawPeer(Descriptor(number: client)) }
        guard errno == EINVAL else { throw RawConnectionError(call: "accept", code: errno) }
        return nil
    }

    /// Whoever waits for a client, or will, waits no more.
    public func stop() { shutdown(listener.number, Int32(SHUT_RDWR)) }

    /// Waits for a client and for its request, sends `text` and closes the connection. Blocks.
    public func answer(_ text: String) throws(RawConnectionError) {
        guard let client = try client(), try client.request() != nil else {
            throw RawConnectionError(call: "no request", code: 0)
        }
        try client.answer(text)
    }
}

/// A client of a ``RawListener``; its connection is closed with it.
public struct RawPeer: Sendable {
    private let client: Descriptor

    fileprivate init(_ client: Descriptor) {
        self.client = client
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(client.number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    /// The request as it came, with its body where its `Content-Length` tells of one; `nil` where the client left, or
    /// stayed for 20 seconds, without a word. Blocks.
    public func request() throws(RawConnectionError) -> [UInt8]? {
        var request: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while !Self.isWhole(request) {
            let count = recv(client.number, &chunk, chunk.count, 0)
            if count <= 0, request.isEmpty { return nil }
            guard count > 0 else { throw RawConnectionError(call: "recv", code: count == 0 ? 0 : errno) }
            request += chunk[..<count]
        }
        return request
    }

    public func answer(_ text: String) throws(RawConnectionError) {
        guard send(client.number, text, text.utf8.count, Int32(MSG_NOSIGNAL)) == text.utf8.count else {
            throw RawConnectionError(call: "send", code: errno)
        }
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
}

/// A socket, closed with its last owner.
private final class Descriptor: Sendable {
    let number: Int32
    init(number: Int32) { self.number = number }
    deinit { close(number) }
}
