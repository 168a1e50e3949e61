internal import Glibc

/// A port of the loopback address that nobody is given while this lives, though nobody listens on it.
///
/// A broker that is stopped leaves its port, which is one of those that the system gives to whoever connects next:
/// even to a client that tries to reach that very broker. And the mock ends the process where it cannot listen again.
/// Like its own sockets this one allows another beside it, so that a broker that starts need not wait for its end.
final class HeldPort: Sendable {
    private let descriptor: Int32

    /// Nil where somebody has the port.
    init?(_ port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var isShared: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isShared, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
