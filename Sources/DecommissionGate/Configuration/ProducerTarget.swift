public import Quiescence

/// The bootstrap servers that a producer's own configuration names.
public enum ProducerTarget {
    /// The addresses in `text`, comma-separated as Kafka's clients take them.
    ///
    /// The scheme that Java clients may write before an address (`SASL_SSL://`) is the producer's own matter and
    /// is cut. One bad address spoils the list: the rest could make a producer look moved that is not.
    public static func servers(in text: String) throws(Unreadable) -> [ServerAddress] {
        guard !text.contains("${"), !text.contains("{{") else {
            throw Unreadable("is a placeholder", mend: "name the file that holds the value itself")
        }
        let bare = text.split(separator: ",", omittingEmptySubsequences: false).map(withoutScheme)
        let (servers, problems) = BootstrapServers.parse(
            bare.joined(separator: ","), securityProtocol: "plaintext")
        if let problem = problems.first {
            // Bad parts are not repeated: what stands there by mistake may be a password.
            throw Unreadable(problem.what, mend: problem.blind)
        }
        return servers
    }

    /// Why a text is no list of bootstrap servers.
    public struct Unreadable: Error, Hashable, Sendable {
        /// "has no port", to be read after what was looked at.
        public let what: String
        public let mend: String

        init(_ what: String, mend: String) {
            self.what = what
            self.mend = mend
        }
    }

    private static func withoutScheme(_ part: Substring) -> String {
        let trimmed = part.trimmingBlanks
        for scheme in ["PLAINTEXT://", "SSL://", "SASL_PLAINTEXT://", "SASL_SSL://"]
        where trimmed.prefix(scheme.count).uppercased() == scheme {
            return String(trimmed.dropFirst(scheme.count))
        }
        return trimmed
    }
}
