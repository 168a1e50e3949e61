/// Where the service listens, as a flag says it: `:19308`, `127.0.0.1:19308`, `[::1]:19308`.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    public let host: Host
    /// 0 lets the system choose; only ``init(host:port:)`` can say so.
    public let port: UInt16

    /// The part before the port.
    public enum Host: Hashable, Sendable {
        /// Nothing before the colon: every address of both families, or of IPv4 where the kernel has no IPv6.
        case everywhere
        /// A literal such as `0.0.0.0`.
        case ipv4(String)
        /// A literal such as `::1`, without its brackets. `::` takes IPv4 too.
        case ipv6(String)
        /// A name to look up when the service starts.
        case name(String)
    }

    public init(host: Host, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads what was typed; the error names what is wrong with it and the form that works.
    public init(parsing text: String) throws(ListenAddressError) {
        guard !text.contains("://") else {
            throw ListenAddressError(text, "it is an address to listen on, not a URL", mend: ":19308")
        }
        guard let colon = text.lastIndex(of: ":") else {
            throw ListenAddressError(text, "it has no colon", mend: Self.mend(ofWord: text))
        }
        let before = text[..<colon]
        let host = try Self.host(before, of: text)
        port = try Self.port(text[text.index(after: colon)...], of: text, host: before)
        self.host = host
    }

    public var description: String {
        switch host {
        case .everywhere: ":\(port)"
        case .ipv4(let literal), .name(let literal): "\(literal):\(port)"
        case .ipv6(let literal): "[\(literal)]:\(port)"
        }
    }
}

/// An address that cannot be listened on, and one that can.
public struct ListenAddressError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was typed.
    public let text: String
    public let problem: String
    /// The form that works.
    public let mend: String

    init(_ text: some StringProtocol, _ problem: String, mend: String) {
        self.text = String(text)
        self.problem = problem
        self.mend = mend
    }

    public var description: String { "listen address \"\(text)\": \(problem); write \(mend)" }
}

extension ListenAddress {
    private static func host(_ host: Substring, of text: String) throws(ListenAddressError) -> Host {
        if host.isEmpty { return .everywhere }
        if host.hasPrefix("[") || host.hasSuffix("]") {
            guard host.hasPrefix("["), host.hasSuffix("]"), isIPv6(host.dropFirst().dropLast()) else {
                let problem =
                    text.hasSuffix("]") ? "it has no port" : "\(host) is no IPv6 address in brackets"
                throw ListenAddressError(text, problem, mend: "[::1]:19308")
            }
            return .ipv6(String(host.dropFirst().dropLast()))
        }
        guard !host.contains(":") else {
            let port = text[text.index(after: host.endIndex)...]
            let mend = isIPv6(host) && isPort(port) ? "[\(host)]:\(port)" : "[::1]:19308"
            throw ListenAddressError(text, "an IPv6 address needs brackets", mend: mend)
        }
        if host.allSatisfy({ $0.isNumber || $0 == "." }) {
            guard isIPv4(host) else {
                throw ListenAddressError(text, "\(host) is no IPv4 address", mend: "0.0.0.0:19308")
            }
            return .ipv4(String(host))
        }
        guard host.utf8.allSatisfy(isNameByte), !host.hasPrefix("-") else {
            throw ListenAddressError(text, "\"\(host)\" is no host name", mend: "localhost:19308")
        }
        return .name(String(host))
    }

    private static func port(
        _ digits: Substring, of text: String, host: Substring
    ) throws(ListenAddressError) -> UInt16 {
        guard !digits.isEmpty else {
            throw ListenAddressError(text, "it has no port", mend: "\(host):19308")
        }
        guard isPort(digits), let port = UInt16(digits) else {
            let problem = "\"\(digits)\" is no port, which is a number from 1 to 65535"
            throw ListenAddressError(text, problem, mend: "\(host):19308")
        }
        return port
    }

    /// A word without a colon is a port, or a host that lacks one.
    private static func mend(ofWord word: String) -> String {
        if isPort(word[...]) { return ":\(word)" }
        let isHost = !word.isEmpty && word.utf8.allSatisfy(isNameByte) && !word.allSatisfy(\.isNumber)
        return isHost ? "\(word):19308" : ":19308"
    }

    private static func isPort(_ digits: Substring) -> Bool {
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits) else {
            return false
        }
        return port > 0
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
                    && UInt8(part) != nil
            }
    }

    /// Up to eight groups of hexadecimal digits, one run of them left out as `::`; a zone may follow.
    private static func isIPv6(_ text: Substring) -> Bool {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first, parts.count == 1 || parts.last?.isEmpty == false else {
            return false
        }
        var groups = address.split(separator: ":", omittingEmptySubsequences: false)
        guard groups.count >= 3 else { return false }
        var length = 8
        if let last = groups.last, last.contains(".") {
            guard isIPv4(last) else { return false }
            groups.removeLast()
            length = 6
        }
        let isShortened = address.contains("::")
        let filled = groups.filter { !$0.isEmpty }
        let doubles = address.indices.filter { address[$0...].hasPrefix("::") }.count
        let edges =
            (address.hasPrefix("::") || !address.hasPrefix(":"))
            && (address.hasSuffix("::") || !address.hasSuffix(":"))
        return doubles <= 1 && edges && (isShortened ? filled.count < length : filled.count == length)
            && filled.allSatisfy { (1...4).contains($0.utf8.count) && $0.allSatisfy(\.isHexDigit) }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
