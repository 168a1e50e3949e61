import Compression
import Foundation
import HTTPServer
import OwnThread
import Quiescence
import Synchronization

@testable import DecommissionGate

/// What a browser is shown: the real router and server, over surveys that a test makes up.
final class Stage: HTTPHandler {
    enum Manner {
        case answers
        /// As a proxy does whose service has gone.
        case badGateway
        /// As a proxy does that wants to be logged in to: 200, and not our page.
        case logIn
        /// As a proxy does that takes scripts out.
        case stripsScripts
    }

    private struct State {
        var published: Published
        var manner = Manner.answers
        var pages = 0
        var survey: Int64 = 0
        var passed = Duration.zero
        var other: Stage?
    }

    private struct Clock: Clocks {
        let later: Duration
        func now() -> Moment { Stage.moment(later) }
    }

    private let state: Mutex<State>
    private let settings: Press.Settings

    init(isDemo: Bool = false, history: History = History()) {
        var settings = Press.Settings(
            build: BuildInfo(
                version: "1", revision: "0", swiftVersion: "6", librdkafkaVersion: "2",
                libmicrohttpdVersion: "0.9"),
            isDemo: isDemo, compressor: Gzip(), digest: { _ in "" })
        settings.history = history
        self.settings = settings
        let press = Press(
            settings, plan: Scene.plan, reload: Press.Reload(successful: true, lastSuccess: Scene.wall))
        state = Mutex(State(published: Published(press.firstEdition(process: ProcessFigures()))))
    }

    /// Publishes another survey, one second of the wall clock later than the one before.
    func show(_ scene: Scene, under plan: Plan = Scene.plan) {
        state.withLock { state in
            state.survey += 1
            let moment = Self.moment(state.passed, survey: state.survey)
            var press = Press(
                settings, plan: plan, reload: Press.Reload(successful: true, lastSuccess: Scene.wall))
            state.published.publish(
                press.edition(
                    of: scene.survey(at: moment), scene.assessment(at: moment), requests: RequestCounts(),
                    process: ProcessFigures()))
        }
    }

    /// Time passes for the service as well.
    func pass(_ duration: Duration) { state.withLock { $0.passed += duration } }

    /// From now on another one answers in its place.
    func `defer`(to other: Stage) { state.withLock { $0.other = other } }

    func behave(_ manner: Manner) { state.withLock { $0.manner = manner } }

    /// How often the page was asked for.
    var pages: Int { state.withLock(\.pages) }

    /// How old every survey is said to be.
    let age = Mutex(Duration.seconds(1))

    func respond(to request: HTTPRequest) -> HTTPResponse {
        if let other = state.withLock(\.other) { return other.respond(to: request) }
        let (published, manner, passed) = state.withLock { state in
            if request.path == "/" { state.pages += 1 }
            return (state.published, state.manner, state.passed)
        }
        let html = HTTPHeader("Content-Type", "text/html")
        switch manner {
        case .badGateway: return HTTPResponse(status: 502, headers: [html], body: Array("no upstream".utf8))
        case .logIn:
            return HTTPResponse(status: 200, headers: [html], body: Array("<main id=main>log in".utf8))
        case .answers, .stripsScripts: break
        }
        var response = Router(published: published, clocks: Clock(later: passed + age.withLock(\.self)))
            .respond(
                to: request)
        if manner == .stripsScripts {
            let page = String(decoding: response.body, as: UTF8.self)
            response.body = Array(page.replacing(LandingScript.text.description, with: "").utf8)
        }
        return response
    }

    static func moment(_ later: Duration, survey: Int64 = 0) -> Moment {
        Moment(
            monotonic: .seconds(5000) + later, boottime: .seconds(6000) + later,
            wall: Scene.wall.advanced(by: later + .seconds(survey)), boot: "")
    }
}
