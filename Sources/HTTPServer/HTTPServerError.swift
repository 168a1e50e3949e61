public import DecommissionGate
internal import Glibc

/// Why a server could not start.
public struct HTTPServerError: Error, Equatable, CustomStringConvertible {
    public let address: ListenAddress
    public let reason: Reason

    /// What stood in the way.
    public enum Reason: Equatable, Sendable {
        case portInUse
        case notAllowed
        /// No interface of this machine has the address.
        case notOurs
        /// The kernel has no IPv6.
        case noIPv6
        /// The name has no address; the resolver's words.
        case unknownHost(String)
        /// Anything else: which call failed, and its `errno`.
        case system(call: String, code: Int32)
    }

    public var description: String { "cannot listen on \(address): \(problem); \(mend)" }

    /// What is wrong.
    public var problem: String {
        switch reason {
        case .portInUse: "port \(address.port) is in use"
        case .notAllowed: "not allowed to take port \(address.port)"
        case .notOurs: "no interface of this machine has this address"
        case .noIPv6: "this kernel has no IPv6"
        case .unknownHost(let words): "the name is not known: \(words)"
        case .system(let call, let code): "\(call): \(String(cString: strerror(code)))"
        }
    }

    /// What to do about it.
    public var mend: String {
        switch reason {
        case .portInUse:
            "stop the other process (ss -ltnp shows it) or choose another port with --web.listen-address"
        case .notAllowed: "choose a port above 1023, or grant CAP_NET_BIND_SERVICE"
        case .notOurs: "write :\(address.port) to listen on every address"
        case .noIPv6: "write :\(address.port) or 0.0.0.0:\(address.port)"
        case .unknownHost: "write an IP address, or :\(address.port) to listen on every address"
        case .system: "see the limits of this process (ulimit -a) and the kernel's log"
        }
    }

    init(_ address: ListenAddress, binding code: Int32) {
        self.address = address
        reason =
            switch code {
            case EADDRINUSE: .portInUse
            case EACCES, EPERM: .notAllowed
            case EADDRNOTAVAIL: .notOurs
            case EAFNOSUPPORT: .noIPv6
            default: .system(call: "bind", code: code)
            }
    }

    init(_ address: ListenAddress, _ reason: Reason) {
        self.address = address
        self.reason = reason
    }
}
