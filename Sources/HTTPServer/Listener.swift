internal import DecommissionGate
internal import Glibc

/// A bound and listening socket; closed when its owner ends.
///
/// Opened here, not by libmicrohttpd, which reports no more of a failure than that there was one.
struct Listener: ~Copyable {
    let descriptor: Int32
    /// What it listens on in truth.
    let address: ListenAddress

    /// `openSocket` stands in for `socket(2)` where a test wants a kernel without IPv6.
    init(
        on address: ListenAddress, openSocket: (_ family: Int32) -> Int32 = Self.openSocket
    ) throws(HTTPServerError) {
        var asked = address
        let descriptor: Int32
        switch address.host {
        case .everywhere:
            do throws(HTTPServerError) {
                descriptor = try Self.listen(on: "::", of: asked, openSocket)
            } catch {
                guard error.reason == .noIPv6 || error.reason == .notOurs else { throw error }
                asked = ListenAddress(host: .ipv4("0.0.0.0"), port: address.port)
                descriptor = try Self.listen(on: "0.0.0.0", of: asked, openSocket)
            }
        case .ipv4(let host), .ipv6(let host), .name(let host):
            descriptor = try Self.listen(on: host, of: asked, openSocket)
        }
        self.descriptor = descriptor
        self.address = ListenAddress(host: asked.host, port: Self.port(of: descriptor))
    }

    private static func listen(
        on host: String, of address: ListenAddress, _ openSocket: (Int32) -> Int32
    ) throws(HTTPServerError) -> Int32 {
        let candidate = try SocketAddress.lookUp(host, of: address)
        let descriptor = openSocket(candidate.family)
        guard descriptor >= 0 else {
            let code = errno
            throw HTTPServerError(
                address, code == EAFNOSUPPORT ? .noIPv6 : .system(call: "socket", code: code))
        }
        // A restarted service takes over from connections that the old one left in TIME_WAIT; and the IPv6
        // wildcard serves both families, whatever the machine's default is.
        guard set(SOL_SOCKET, SO_REUSEADDR, to: 1, on: descriptor),
            candidate.family != AF_INET6 || set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, to: 0, on: descriptor),
            candidate.bind(descriptor), Glibc.listen(descriptor, 128) == 0
        else {
            let code = errno
            close(descriptor)
            throw HTTPServerError(address, binding: code)
        }
        return descriptor
    }

    deinit { close(descriptor) }

    /// Refuses whoever comes from now on; the descriptor stays ours.
    func refuse() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private static func openSocket(family: Int32) -> Int32 {
        let stream = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        return socket(family, stream, 0)
    }

    private static func set(
        _ level: Int32, _ option: Int32, to value: Int32, on descriptor: Int32
    ) -> Bool {
        var value = value
        return setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0
    }

    private static func port(of descriptor: Int32) -> UInt16 {
        var bound = sockaddr_in6()
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        // Of a bound socket this cannot fail. The port stands at the same place in both families.
        _ = withUnsafeMutablePointer(to: &bound) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        return UInt16(bigEndian: bound.sin6_port)
    }
}
