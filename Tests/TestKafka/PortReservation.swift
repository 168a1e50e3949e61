import FoundationEssentials
import Glibc

/// A TCP port on loopback that no other test process takes while this value lives.
///
/// Below 32768: a client that retries a dead broker's port in the ephemeral range can connect to
/// *itself* and then hold the port against the broker's return. The reservation is a socket in Linux's
/// abstract namespace, which the kernel gives back whatever end the process comes to.
public final class PortReservation: Sendable {
    public let port: UInt16
    private let claim: Int32

    /// Finds a port that nobody listens on and nobody has reserved.
    public init() throws {
        let candidates = Self.candidates
        let first = Int.random(in: candidates)
        for step in 0..<candidates.count {
            let number = candidates.lowerBound + (first - candidates.lowerBound + step) % candidates.count
            let port = UInt16(number)
            guard let claim = Self.claim(port) else { continue }
            if Self.isFree(port) {
                self.port = port
                self.claim = claim
                return
            }
            close(claim)
        }
        throw TestKafkaError("no free port in \(candidates)")
    }

    deinit { close(claim) }

    /// `TEST_PORTS=23000-23999` keeps tests to those ports.
    private static let candidates: Range<Int> = {
        let wanted = ProcessInfo.processInfo.environment["TEST_PORTS"] ?? ""
        let bounds = wanted.split(separator: "-").compactMap { Int($0) }
        return bounds.count == 2 && bounds[0] < bounds[1] ? bounds[0]..<bounds[1] + 1 : 12_000..<32_000
    }()

    private static func claim(_ port: UInt16) -> Int32? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // A leading zero byte makes the name abstract: there is no file.
        let name = [UInt8](0...0) + Array("decommission-gate-test-port-\(port)".utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = MemoryLayout<sa_family_t>.size + name.count
        return bound(AF_UNIX, &address, length: length)
    }

    private static func isFree(_ port: UInt16) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        guard let trial = bound(AF_INET, &address, length: MemoryLayout<sockaddr_in>.size) else {
            return false
        }
        close(trial)
        return true
    }

    private static func bound<Address>(_ family: Int32, _ address: inout Address, length: Int) -> Int32? {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let result = withUnsafeBytes(of: &address) {
            bind(descriptor, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(length))
        }
        guard result == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}
