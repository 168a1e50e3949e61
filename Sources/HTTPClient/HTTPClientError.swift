/// Why there is no response.
public struct HTTPClientError: Error, Equatable, CustomStringConvertible {
    /// What was asked, without credentials and query.
    public let url: String
    public let reason: Reason

    /// What stood in the way; the words are libcurl's.
    public enum Reason: Error, Equatable {
        case malformedURL(String)
        case unsupportedScheme(String)
        /// A header with a line break, or without a name.
        case badHeader(String)
        case unknownHost
        case notReached(String)
        case timedOut
        case tls(String)
        case bodyTooLarge(limit: Int)
        /// Something answered, but not in HTTP or not to the end.
        case broken(String)
        case cancelled
        /// It could not even be tried.
        case unable(String)
    }

    public var description: String { "\(url): \(problem); \(mend)" }

    /// What is wrong.
    public var problem: String {
        switch reason {
        case .malformedURL(let words): "this is no URL: \(words)"
        case .unsupportedScheme(let scheme): "\(scheme): is not HTTP"
        case .badHeader(let name): "the header \"\(name)\" cannot be sent"
        case .unknownHost: "the host is not known"
        case .notReached(let words): "no connection: \(words)"
        case .timedOut: "no answer in time"
        case .tls(let words): "no secure connection: \(words)"
        case .bodyTooLarge(let limit): "the answer has more than \(limit) bytes"
        case .broken(let words): "no whole answer: \(words)"
        case .cancelled: "cancelled"
        case .unable(let words): "the request could not be made: \(words)"
        }
    }

    /// What to do about it.
    public var mend: String {
        switch reason {
        case .malformedURL, .unsupportedScheme: "write it like http://localhost:19308"
        case .badHeader: "remove line breaks from it"
        case .unknownHost: "check the host name and this machine's resolver"
        case .notReached: "check address and port, and that the service is running there"
        case .timedOut: "see whether the service is overloaded or a firewall drops packets, or wait longer"
        case .tls: "check that its certificate names this host and that its authority is trusted here"
        case .bodyTooLarge: "check that this is the right service"
        case .broken: "check that this port speaks HTTP, and whether it wants https"
        case .cancelled: "ask again"
        case .unable: "see the limits of this process (ulimit -a)"
        }
    }
}
