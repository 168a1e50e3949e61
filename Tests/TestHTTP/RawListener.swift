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
    public func answer(_ text: String) throws(RawConnectionError) {
        let client = accept(listener.descriptor, nil, nil)
        guard client >= 0 else { throw RawConnectionError(call: "accept", code: errno) }
        defer { close(client) }
        var request = [UInt8](repeating: 0, count: 4096)
        guard recv(client, &request, request.count, 0) > 0 else {
            throw RawConnectionError(call: "recv", code: errno)
        }
        guard send(client, text, text.utf8.count, Int32(MSG_NOSIGNAL)) == text.utf8.count else {
            throw RawConnectionError(call: "send", code: errno)
        }
    }

    private final class Listener: Sendable {
        let descriptor: Int32
        init(descriptor: Int32) { self.descriptor = descriptor }
        deinit { close(descriptor) }
    }
}
