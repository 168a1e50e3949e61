import Compression
import DecommissionGate
import HTTPServer
import Quiescence
import TestHTTP

/// What an example may meet where it asks whether `mirror_topics` is safe.
enum Scene: CaseIterable, Sendable {
    case safe
    case blocked, observing, unknown
    /// The surveys hang; the last one was safe.
    case stale
    case beforeTheFirstSurvey
    /// Of the three gates every other one.
    case othersSafe
    case demo
    /// The service of another migration, which is over.
    case anotherMigration
    case gone
    case badGateway
    case cachedSafe
    /// A status of 200, of somebody else.
    case errorPage, login, emptyPage, foreignJSON, noObject
    /// A proxy that mixes two answers up.
    case anotherGatesAnswer

    static let oldClusterID = "OLD-CLUSTER-ID"

    /// Whether it can be told from "safe" by a status that is neither 2xx nor a redirect, or by no answer at all.
    var showsInStatus: Bool {
        switch self {
        case .blocked, .observing, .unknown, .stale, .beforeTheFirstSurvey, .othersSafe, .demo, .gone,
            .badGateway, .anotherMigration:
            true
        case .safe, .cachedSafe, .errorPage, .login, .emptyPage, .foreignJSON, .noObject, .anotherGatesAnswer:
            false
        }
    }

    /// The service's address as long as `ask` runs.
    func play<Result>(_ ask: (String) async throws -> Result) async throws -> Result {
        if self == .gone {
            let nobody = try RawListener(listening: false)
            return try await ask("http://127.0.0.1:\(nobody.port)")
        }
        return try await withServer(answering: answer) { server in
            try await ask("http://127.0.0.1:\(server.address.port)")
        }
    }

    private func answer(_ request: HTTPRequest) -> HTTPResponse {
        let html = [HTTPHeader("Content-Type", "text/html")]
        switch self {
        case .safe, .gone: return Self.served([.safe, .safe, .safe], request)
        case .blocked: return Self.served([.blocked, .blocked, .blocked], request)
        case .observing:
            return Self.served(Gate.allCases.map { _ in .observing(remaining: .seconds(60)) }, request)
        case .unknown: return Self.served([.unknown, .unknown, .unknown], request)
        case .othersSafe: return Self.served([.safe, .observing(remaining: .seconds(60)), .safe], request)
        case .stale: return Self.served([.safe, .safe, .safe], request, age: 3600)
        case .beforeTheFirstSurvey: return Self.served(nil, request)
        case .anotherMigration: return Self.served([.safe, .safe, .safe], request, old: "another")
        case .demo: return Self.served([.safe, .safe, .safe], request, isDemo: true)
        case .cachedSafe: return Self.served([.safe, .safe, .safe], request, made: -7200)
        case .badGateway: return HTTPResponse(status: 502, headers: html, body: Array("<html>".utf8))
        case .errorPage:
            return HTTPResponse(status: 200, headers: html, body: Array("<html>safe</html>".utf8))
        case .login:
            guard request.path != "/login" else {
                return HTTPResponse(status: 200, headers: html, body: Array("<html>log in</html>".utf8))
            }
            return HTTPResponse(status: 302, headers: [HTTPHeader("Location", "/login")])
        case .emptyPage: return HTTPResponse(status: 200)
        case .foreignJSON:
            return HTTPResponse(status: 200, body: Array(#"{"status":"ok","safe":true,"state":"safe"}"#.utf8))
        case .noObject: return HTTPResponse(status: 200, body: Array("true".utf8))
        case .anotherGatesAnswer:
            var other = request
            other.path = request.path.replacing("mirror_topics", with: "mirror_maker")
            return Self.served([.safe, .blocked, .blocked], other)
        }
    }

    /// What the service itself answers.
    ///
    /// - Parameters:
    ///   - states: nil before the first survey.
    ///   - age: Of the survey, in seconds.
    ///   - made: When it answered, in seconds from now.
    ///   - old: The id of the cluster that it watches.
    static func served(
        _ states: [GateState]?, _ request: HTTPRequest, age: Int64 = 1, isDemo: Bool = false, made: Int64 = 0,
        old: String = oldClusterID
    ) -> HTTPResponse {
        let now = WallTime.now.advanced(by: .seconds(made))
        let surveyed = Moment(at: now.advanced(by: .seconds(-age)))
        var press = Press(
            Press.Settings(
                build: BuildInfo(
                    version: "1", revision: "1", swiftVersion: "1", librdkafkaVersion: "1",
                    libmicrohttpdVersion: "1"),
                isDemo: isDemo, compressor: Gzip(), digest: { _ in "" }),
            plan: .small, reload: Press.Reload(successful: true, lastSuccess: now))
        let edition =
            states.map {
                press.edition(
                    of: .nothingRead(at: surveyed, but: old), .with($0, at: surveyed),
                    requests: RequestCounts(),
                    process: ProcessFigures())
            } ?? press.firstEdition(process: ProcessFigures())
        let clock = Moment(monotonic: .seconds(age), boottime: .seconds(age), wall: now, boot: "boot")
        return Router(published: Published(edition), clocks: StoppedClock(now: clock)).respond(to: request)
    }
}

private struct StoppedClock: Clocks {
    let moment: Moment
    init(now: Moment) { moment = now }
    func now() -> Moment { moment }
}
