internal import Glibc

/// A server that says exactly what it is told to one client.
public struct RawListener: Sendable {
    private let listener: Listener

    /// Listens on the IPv4 loopback address.
    public init(port: UInt16) throws(RawConnectionError) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw RawConnectionError(call: "socket", code: errno) }
        listener = Listener(descriptor: descriptor)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0, listen(descriptor, 1) == 0 else {
            throw RawConnectionError(call: "bind", code: errno)
        }
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
