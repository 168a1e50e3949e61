import DecommissionGate
import HTTPClient
import Quiescence

/// Asks a running service for its verdict.
struct GatesClient: Sendable {
    private let api: String
    private let clocks = SystemClocks()

    /// `base` is the service's address, as in a browser.
    init(_ base: String) throws(Failure) {
        guard base.hasPrefix("http://") || base.hasPrefix("https://") else {
            throw Failure(.usage, "\"\(base)\" is no URL; write http://HOST:19308")
        }
        api = base + (base.hasSuffix("/") ? "" : "/") + "api/v1/"
    }

    /// The whole verdict. What does not read as one of ours is no answer, and what was made long ago none for
    /// today: neither a 200 of some other server nor a cached one may pass for "safe".
    func fetch() async throws(Failure) -> GatesDocument {
        try await read(GatesDocument.self, from: "gates").received(at: clocks.now().wall)
    }

    /// Every record that is known to be lost, by name.
    func fetchLost() async throws(Failure) -> [LostRow] {
        var rows: [LostRow] = []
        while true {
            let page = try await read(
                LostDocument.self, from: "lost?limit=\(LostDocument.pageLength)&offset=\(rows.count)")
            rows += page.items
            guard rows.count < page.total, !page.items.isEmpty else { return rows }
        }
    }

    /// The report on one gate, as it came and whole.
    func fetchReport(on gate: Gate) async throws(Failure) -> SealedReport {
        let bytes = try await body(of: "gates/\(gate.rawValue)/report", atMost: SealedReport.maximumSize)
        do {
            return try SealedReport(reading: bytes, digest: ComparisonState.digest)
        } catch {
            throw Self.foreign
        }
    }

    private func read<Document: Decodable>(_ type: Document.Type, from path: String) async throws(Failure)
        -> Document
    {
        let bytes = try await body(of: path)
        do {
            return try JSON.read(type, from: bytes)
        } catch {
            throw Self.foreign
        }
    }

    private static let foreign = Failure(
        .unreachable,
        "the answer is no verdict of a decommission gate of this version; is the URL that of one?")

    private func body(of path: String, atMost limit: Int = 16 << 20) async throws(Failure) -> [UInt8] {
        let response: HTTPResponse
        do throws(HTTPClientError) {
            response = try await HTTPClient(bodyLimit: limit).get(
                api + path, timeout: .seconds(10), headers: [HTTPHeader("Cache-Control", "no-cache")])
        } catch {
            throw Failure(error.reason.exitCode, error.description)
        }
        guard response.status == 200 else {
            throw Failure(
                .unreachable,
                "the service answers \(response.status) where its verdict should be; is the URL that of a "
                    + "decommission gate?")
        }
        return response.body
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

extension HTTPClientError.Reason {
    /// A URL that nobody can ask will not get better by asking again.
    fileprivate var exitCode: ExitCode {
        switch self {
        case .malformedURL, .unsupportedScheme, .badHeader: .usage
        case .unknownHost, .notReached, .timedOut, .tls, .bodyTooLarge, .broken, .cancelled, .unable:
            .unreachable
        }
    }
}
