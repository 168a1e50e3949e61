import DecommissionGate
import Foundation
import HTTPServer
import Quiescence
import TestHTTP

/// Asks a server that answers every request with `answer`.
func serving(
    _ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse, ask: (String) async throws -> Void
) async throws {
    try await withServer(answering: answer) { server in
        try await ask("http://127.0.0.1:\(server.address.port)")
    }
}

extension HTTPResponse {
    /// The same from a demo.
    var ofDemo: HTTPResponse { saying(#""demo":true"#, insteadOf: #""demo":false"#) }

    func saying(_ words: String, insteadOf others: String) -> HTTPResponse {
        let text = String(decoding: body, as: UTF8.self)
        return HTTPResponse(status: status, body: Array(text.replacing(others, with: words).utf8))
    }

    /// What a service serves whose gates are in these states, in the order of ``Gate/allCases``.
    ///
    /// - Parameters:
    ///   - age: Of the survey, when it was served.
    ///   - made: When it was served.
    ///   - id: OLD's.
    static func verdict(
        _ states: [GateState], age: Duration = .seconds(1), made: WallTime = .now, old id: String? = nil
    ) -> HTTPResponse {
        let moment = Moment(at: made.advanced(by: .zero - age))
        let document = GatesDocument(
            .with(states, at: moment), of: .nothingRead(at: moment, but: id), under: .small, age: age)
        do {
            return HTTPResponse(status: 200, body: try JSON.bytes(document))
        } catch {
            return HTTPResponse(status: 500)
        }
    }
}

extension WallTime {
    static var now: WallTime {
        WallTime(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1000))
    }
}

extension Moment {
    /// The clocks that count from the machine's start stand at zero.
    init(at wall: WallTime) { self.init(monotonic: .zero, boottime: .zero, wall: wall, boot: "boot") }
}

extension Plan {
    static let small = Plan(
        old: ClusterPlan(alias: "OLD", bootstrapServers: [ServerAddress(host: "a", port: 1)]),
        new: ClusterPlan(alias: "NEW", bootstrapServers: [ServerAddress(host: "a", port: 1)]))
}

extension Survey {
    /// - Parameter id: OLD's.
    static func nothingRead(at moment: Moment, but id: String? = nil) -> Survey {
        let cause = Cause(.notAsked, "a test asks nobody")
        var old = ClusterSurvey(alias: "OLD", nothingReadable: cause)
        if let id { old.identity = .known(ClusterID(rawValue: id)) }
        return Survey(
            began: moment, ended: moment, old: old,
            new: ClusterSurvey(alias: "NEW", nothingReadable: cause),
            mirror: MirrorSurvey(nothingReadable: cause))
    }
}

extension Assessment {
    /// - Parameter states: In the order of ``Gate/allCases``.
    static func with(_ states: [GateState], at moment: Moment) -> Assessment {
        let gates = zip(Gate.allCases, states).map { gate, state in
            GateVerdict(
                gate: gate, state: state, window: .seconds(86_400), observed: .zero, safeSince: nil,
                failing: state == .blocked ? [.sourceQuiet] : [],
                unknown: state == .unknown ? [.visibility] : [])
        }
        let conditions = Condition.allCases.map { condition in
            let fails = condition == .sourceQuiet && states.contains(.blocked)
            let isUnknown = condition == .visibility && states.contains(.unknown)
            return ConditionVerdict(
                condition: condition,
                finding: Finding(
                    summary: "2 topics",
                    offenders: fails ? [Offender("orders", "advanced by 412, to 1,800", size: 412)] : [],
                    doubts: isUnknown ? [Doubt("OLD", Cause(.unreachable, "connection refused"))] : []),
                since: moment.wall, observed: .zero, lastViolation: nil, restarts: [:])
        }
        return Assessment(
            verdict: Verdict(surveyed: moment, conditions: conditions, gates: gates), events: [], topics: [],
            groups: [], producers: [])
    }
}
