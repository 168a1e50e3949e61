internal import DecommissionGate
internal import Glibc

/// An address as the kernel takes it.
struct SocketAddress {
    let family: Int32
    private let bytes: [UInt8]

    /// The address of `host`, a literal or a name, at the port of `address`.
    ///
    /// IPv4 first where a name has both: whoever connects to `localhost` tries both.
    static func lookUp(_ host: String, of address: ListenAddress) throws(HTTPServerError) -> SocketAddress {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(address.port), &hints, &list)
        guard code == 0 else {
            throw HTTPServerError(address, .unknownHost(String(cString: gai_strerror(code))))
        }
        defer { freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var next = list
        while let entry = next?.pointee {
            found.append(SocketAddress(entry))
            next = entry.ai_next
        }
        guard let address = found.first(where: { $0.family == AF_INET }) ?? found.first else {
            throw HTTPServerError(address, .unknownHost("no address"))
        }
        return address
    }

    private init(_ entry: addrinfo) {
        family = entry.ai_family
        bytes = Array(UnsafeRawBufferPointer(start: entry.ai_addr, count: Int(entry.ai_addrlen)))
    }

    /// Binds a socket to it; `errno` says why not.
    func bind(_ descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            Glibc.bind(
                descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
                == 0
        }
    }
}
