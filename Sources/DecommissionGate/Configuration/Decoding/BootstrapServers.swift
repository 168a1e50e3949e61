public import Quiescence

/// A list of brokers as people write it. The client library would make a broker of anything.
enum BootstrapServers {
    /// A part of the list that is no address.
    struct Problem: Error, Equatable {
        /// The bad part; empty where it could hold a password.
        var part: String
        var what: String
        var mend: String
        /// The mend for a value that must not be shown.
        var blind = "write host:port, several separated by commas"
    }

    /// The addresses and the problems of `text`. Only the scheme of `securityProtocol` may stand before one.
    static func parse(_ text: String, securityProtocol: String) -> (
        addresses: [ServerAddress], problems: [Problem]
    ) {
        let trimmed = text.trimmingBlanks
        if let problem = problemOfWhole(trimmed) { return ([], [problem]) }
        var parts = trimmed.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingBlanks)
        // A trailing comma is harmless: a template's loop leaves one behind.
        if parts.count > 1, parts.last == "" { parts.removeLast() }
        var addresses: [ServerAddress] = []
        var problems: [Problem] = []
        for part in parts {
            do {
                let address = try BrokerAddress.parse(part, securityProtocol: securityProtocol)
                if !addresses.contains(address) { addresses.append(address) }
            } catch {
                problems.append(error)
            }
        }
        return (addresses, problems)
    }

    /// A mistake in how the list is written.
    private static func problemOfWhole(_ text: String) -> Problem? {
        if text.allSatisfy({ $0 == "," || $0.isWhitespace }) {
            return Problem(part: "", what: "is empty", mend: "write host:port, several separated by commas")
        }
        if text.contains("@") {
            return Problem(
                part: "", what: "holds a user or a password before an @",
                mend: "write host:port, and sasl.username and sasl.password under librdkafka")
        }
        if text.contains("{") {
            return Problem(part: text, what: "is a template that was not filled in", mend: "write host:port")
        }
        let bare = text.filter { !"[]'\"".contains($0) }
        if text.contains(where: { "'\"".contains($0) }) {
            return Problem(part: text, what: "has quotes within the value", mend: "write \(bare)")
        }
        if text.hasPrefix("["), text.hasSuffix("]"), !BrokerAddress.isIPv6(bare) {
            return Problem(part: text, what: "has brackets around it", mend: "write \(bare)")
        }
        let words = text.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" })
        let pieces = text.split(separator: ",").map(\.trimmingBlanks)
        if text.contains(";") || pieces.contains(where: { $0.contains(where: \.isWhitespace) }) {
            let separator = text.contains(";") ? "semicolons" : "spaces"
            return Problem(
                part: text, what: "separates addresses with \(separator)",
                mend: "write \(words.joined(separator: ","))")
        }
        return nil
    }
}

extension ServerAddress {
    /// The addresses of a list as Kafka's Java clients take it, whatever scheme stands before them; nil where a
    /// part of it is no address.
    public static func list(_ text: String) -> [ServerAddress]? {
        let bare = text.split(separator: ",").map { part -> String in
            part.firstRange(of: "://").map { String(part[$0.upperBound...]) } ?? String(part)
        }
        let (addresses, problems) = BootstrapServers.parse(
            bare.joined(separator: ","), securityProtocol: "plaintext")
        return problems.isEmpty ? addresses : nil
    }
}

/// One `host:port`.
enum BrokerAddress {
    private typealias Problem = BootstrapServers.Problem

    /// The names that Java clients write before an address.
    private static let protocols = ["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"]

    static func parse(_ part: String, securityProtocol: String) throws(BootstrapServers.Problem)
        -> ServerAddress
    {
        guard !part.isEmpty else {
            throw Problem(part: "", what: "has nothing between two commas", mend: "remove one comma")
        }
        let address = try withoutScheme(part, securityProtocol: securityProtocol)
        if let slash = address.firstIndex(of: "/") {
            let bare = String(address[..<slash])
            throw Problem(
                part: part, what: "has a path, as ZooKeeper's addresses have",
                mend: "write the brokers, host:port" + (bare.contains(":2181") ? "" : ", as in \(bare)"))
        }
        if address.hasPrefix("[") { return try bracketed(address, part: part) }
        let fields = address.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count > 1, let last = fields.last, !last.isEmpty else {
            let host = address.hasSuffix(":") ? String(address.dropLast()) : address
            throw Problem(part: part, what: "has no port", mend: "write \(host):9092")
        }
        guard fields.count == 2 else { throw manyColons(address, part: part) }
        return ServerAddress(
            host: try host(String(fields[0]), part: part), port: try port(last, part: part))
    }

    private static func withoutScheme(
        _ part: String, securityProtocol: String
    ) throws(BootstrapServers.Problem) -> String {
        guard let range = part.firstRange(of: "://") else { return part }
        let scheme = part[..<range.lowerBound].lowercased()
        let address = String(part[range.upperBound...])
        guard protocols.contains(scheme) else {
            let bare = address.prefix { $0 != "/" }
            throw Problem(part: part, what: "has a scheme that no broker has", mend: "write \(bare)")
        }
        guard scheme == securityProtocol.lowercased() else {
            throw Problem(
                part: part, what: "does not fit security.protocol \(securityProtocol.lowercased())",
                mend: "write \(address), and security.protocol: \(scheme) under librdkafka if that is meant",
                blind: "write host:port, and the right security.protocol under librdkafka")
        }
        return address
    }

    /// `[::1]:9092`
    private static func bracketed(_ address: String, part: String) throws(BootstrapServers.Problem)
        -> ServerAddress
    {
        guard let end = address.firstIndex(of: "]") else {
            throw Problem(part: part, what: "has a [ without its ]", mend: "write [::1]:9092")
        }
        let host = String(address[..<end].dropFirst())
        let rest = address[end...].dropFirst()
        guard isIPv6(host) else {
            throw Problem(
                part: part, what: "has brackets, but is no IPv6 address", mend: "write \(host)\(rest)")
        }
        guard rest.hasPrefix(":"), rest.count > 1 else {
            throw Problem(part: part, what: "has no port", mend: "write [\(host)]:9092")
        }
        return ServerAddress(host: host, port: try port(rest.dropFirst(), part: part))
    }

    /// More than one colon and no brackets: an IPv6 address in most cases.
    private static func manyColons(_ address: String, part: String) -> BootstrapServers.Problem {
        guard isIPv6(address), let colon = address.lastIndex(of: ":") else {
            return Problem(part: part, what: "has more than one colon", mend: "write host:port")
        }
        return Problem(
            part: part, what: "is an IPv6 address without brackets",
            mend: "write [\(address[..<colon])]\(address[colon...])")
    }

    /// Whether a text has the look of one; the resolver decides.
    static func isIPv6(_ text: String) -> Bool {
        let address = text.prefix { $0 != "%" }
        return address.count { $0 == ":" } >= 2
            && address.allSatisfy { ($0.isASCII && $0.isHexDigit) || $0 == ":" || $0 == "." }
    }

    private static func host(_ host: String, part: String) throws(BootstrapServers.Problem) -> String {
        guard !host.isEmpty else {
            throw Problem(part: part, what: "has no host", mend: "write a host before the colon")
        }
        guard host.utf8.count <= 255,
            host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) })
        else {
            throw Problem(part: part, what: "has a character that no host name has", mend: "write host:port")
        }
        return host
    }

    private static func port(_ text: Substring, part: String) throws(BootstrapServers.Problem) -> UInt16 {
        guard text.allSatisfy({ $0.isASCII && $0.isNumber }), let port = UInt16(text), port > 0 else {
            throw Problem(part: part, what: "has no port from 1 to 65535", mend: "write host:9092")
        }
        return port
    }
}

extension StringProtocol {
    /// Without white space around it.
    public var trimmingBlanks: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
