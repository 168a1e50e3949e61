import DecommissionGate

/// Asks a running service for its verdict.
struct GatesClient: Sendable {
    private let base: String

    /// `url` is the service's address, as in a browser.
    init(_ url: String) throws(Failure) {
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw Failure(.usage, "\"\(url)\" is no URL; write http://HOST:19308")
        }
        base = url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    /// The whole verdict. What does not read as one of ours is no answer: a 200 of some other server must
    /// not pass for "safe".
    func fetch() async throws(Failure) -> GatesDocument {
        throw Failure(.unreachable, base)
    }

    /// The same as a value, for one who asks on after a failure.
    func outcome() async -> Result<GatesDocument, Failure> {
        do {
            return .success(try await fetch())
        } catch {
            return .failure(error)
        }
    }
}
