import DecommissionGate
import HTTPServer
import Quiescence
import Synchronization
import TestHTTP
import Testing

@Suite struct CheckTests {
    @Test(
        "The exit code is the verdict: what is known not to be safe wins over what is unknown",
        arguments: [
            ([.safe, .safe, .safe], 0), ([.safe, .blocked, .safe], 1), ([.unknown, .blocked, .safe], 1),
            ([.safe, .safe, .unknown], 2), ([.observing(remaining: .seconds(60)), .safe, .safe], 1),
        ] as [([GateState], Int32)])
    func verdict(states: [GateState], code: Int32) async throws {
        try await serving { _ in
            HTTPResponse.verdict(states)
        } ask: { url in
            let check = try await Program.run(["check", url])
            #expect(check.code == code, "\(check)")
            let status = try await Program.run(["status", url])
            #expect(status.code == code, "\(status)")
        }
    }

    @Test("One gate is asked about alone")
    func oneGate() async throws {
        try await serving { _ in
            HTTPResponse.verdict([.safe, .blocked, .unknown])
        } ask: { url in
            try await expect(0, ["check", url, "--gate", "mirror_maker"])
            try await expect(1, ["check", url, "--gate", "mirror_topics"])
            try await expect(2, ["check", url, "--gate", "old_brokers"])
        }
    }

    @Test("What was waived was lost all the same: `lost` never exits 0 beside a waiver")
    func waivedAndLost() async throws {
        for (waived, code) in [(true, 1), (false, 0)] as [(Bool, Int32)] {
            try await serving { request in
                request.path.hasSuffix("/lost")
                    ? HTTPResponse(
                        status: 200, body: Array(#"{"demo":false,"items":[],"stale":false,"total":0}"#.utf8))
                    : HTTPResponse.verdict([.safe, .safe, .safe]).withGapless(waived: waived)
            } ask: { url in
                let outcome = try await Program.run(["lost", url])
                #expect(outcome.code == code, "\(outcome)")
                #expect(outcome.errors.contains("by data platform: sampled") == waived)
            }
        }
    }

    @Test("A safe verdict that is stale is unknown")
    func stale() async throws {
        try await serving { _ in
            HTTPResponse.verdict([.safe, .safe, .safe], age: .seconds(3600))
        } ask: { url in
            try await expect(2, ["check", url])
        }
    }

    @Test(
        "A 200 of some other server never passes for safe",
        arguments: [#"{"status":"ok","safe":true}"#, "<html>Welcome</html>", "", "[]", "{}"])
    func foreignAnswer(body: String) async throws {
        try await serving { _ in
            HTTPResponse(status: 200, body: Array(body.utf8))
        } ask: { url in
            let outcome = try await Program.run(["check", url])
            #expect(outcome.code == 69)
            #expect(outcome.errors.contains("is the URL that of one?"))
        }
    }

    @Test(
        "The safe of a demo, met where a service was, lets no script go on unless it asks for a demo",
        arguments: [
            ([], 64), (["--gate", "old_brokers"], 64), (["--wait"], 64), (["--demo"], 0),
            (["--wait", "--demo"], 0),
        ] as [([String], Int32)])
    func demo(flags: [String], code: Int32) async throws {
        try await serving { _ in
            HTTPResponse.verdict([.safe, .safe, .safe]).ofDemo
        } ask: { url in
            let check = try await Program.run(["check", url] + flags)
            #expect(check.code == code, "\(check)")
            #expect(check.output.contains("demo: ") == (code == 0))
            #expect(check.errors.contains("is a demo") == (code != 0))
            try await expect(2, ["status", url])
        }
    }

    @Test("--wait asks on through a restart of the service, and prints a line per change only")
    func waits() async throws {
        let answers = Mutex([
            HTTPResponse.verdict([.blocked, .blocked, .blocked]), HTTPResponse(status: 502),
            HTTPResponse.verdict([.safe, .blocked, .blocked]),
        ])
        let next: @Sendable () -> HTTPResponse = {
            answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        }
        try await serving { _ in
            next()
        } ask: { url in
            let outcome = try await Program.run(["check", url, "--gate", "mirror_maker", "--wait"])
            #expect(outcome.code == 0)
            #expect(outcome.output.hasPrefix("mirror_maker: safe"))
            let lines = outcome.errors.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines.first?.contains("blocked") == true)
            #expect(lines.last?.contains("502") == true)
        }
    }

    @Test("--wait gives up when its time is over, with the code of the last answer")
    func givesUp() async throws {
        try await serving { _ in
            HTTPResponse.verdict([.blocked, .blocked, .blocked])
        } ask: { url in
            let outcome = try await Program.run(["check", url, "--wait", "--timeout", "1s"])
            #expect(outcome.code == 1)
        }
    }

    @Test("status --output json gives the document on as it is served")
    func json() async throws {
        try await serving { _ in
            HTTPResponse.verdict([.safe, .safe, .safe])
        } ask: { url in
            let outcome = try await Program.run(["status", url, "--output", "json"])
            #expect(Array(outcome.output.utf8) == HTTPResponse.verdict([.safe, .safe, .safe]).body)
        }
    }

    @Test("status --suggest adds lines of configuration after the verdict, and changes no exit code")
    func suggests() async throws {
        try await serving { _ in
            HTTPResponse.verdict([.blocked, .blocked, .blocked])
        } ask: { url in
            let plain = try await Program.run(["status", url])
            let outcome = try await Program.run(["status", url, "--suggest"])
            #expect(outcome.code == 1 && outcome.errors.isEmpty)
            #expect(outcome.output.hasPrefix(plain.output + "\n# "))
        }
    }

    private func expect(_ code: Int32, _ arguments: [String]) async throws {
        let outcome = try await Program.run(arguments)
        #expect(outcome.code == code, "\(outcome)")
    }

    private func serving(
        _ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse, ask: (String) async throws -> Void
    ) async throws {
        try await withServer(answering: answer) { server in
            try await ask("http://127.0.0.1:\(server.address.port)")
        }
    }
}

extension HTTPResponse {
    /// The same with `mirror_gapless`, which holds.
    fileprivate func withGapless(waived: Bool) -> HTTPResponse {
        let waiver =
            #"{"findings":["a-0: 2 records"],"findings_total":1,"owner":"data platform","reason":"sampled","#
            + #""subject":"a-0","until":"2026-12-01T00:00:00Z"}"#
        let condition =
            #"{"cause":null,"condition":"mirror_gapless","doubts":[],"doubts_total":0,"last_violation":null,"#
            + #""notes":[],"notes_total":0,"observed_seconds":1,"offenders":[],"offenders_total":0,"#
            + #""since":null,"state":"holds","summary":"1 partition","waivers":[\#(waived ? waiver : "")]}"#
        let text = String(decoding: body, as: UTF8.self)
        return HTTPResponse(
            status: status,
            body: Array(text.replacing(#""conditions":[]"#, with: #""conditions":[\#(condition)]"#).utf8))
    }

    /// The same from a demo.
    fileprivate var ofDemo: HTTPResponse {
        let text = String(decoding: body, as: UTF8.self)
        return HTTPResponse(
            status: status, body: Array(text.replacing(#""demo":false"#, with: #""demo":true"#).utf8))
    }

    /// What a service serves whose gates are in these states, in the order of ``Gate/allCases``.
    fileprivate static func verdict(_ states: [GateState], age: Duration = .seconds(1)) -> HTTPResponse {
        let moment = Moment(
            monotonic: .zero, boottime: .zero, wall: WallTime(millisecondsSince1970: 1_700_000_000_000),
            boot: "boot")
        let servers = [ServerAddress(host: "a", port: 1)]
        let plan = Plan(
            old: ClusterPlan(alias: "OLD", bootstrapServers: servers),
            new: ClusterPlan(alias: "NEW", bootstrapServers: servers))
        let gates = zip(Gate.allCases, states).map { gate, state in
            GateVerdict(
                gate: gate, state: state, window: .seconds(86_400), observed: .zero, safeSince: nil,
                failing: state == .blocked ? [.sourceQuiet] : [],
                unknown: state == .unknown ? [.visibility] : [])
        }
        let cause = Cause(.notAsked, "a test asks nobody")
        let survey = Survey(
            began: moment, ended: moment, old: ClusterSurvey(alias: "OLD", nothingReadable: cause),
            new: ClusterSurvey(alias: "NEW", nothingReadable: cause),
            mirror: MirrorSurvey(nothingReadable: cause))
        let assessment = Assessment(
            verdict: Verdict(surveyed: moment, conditions: [], gates: gates), events: [], topics: [],
            groups: [],
            producers: [])
        let document = GatesDocument(assessment, of: survey, under: plan, age: age)
        do {
            return HTTPResponse(status: 200, body: try JSON.bytes(document))
        } catch {
            return HTTPResponse(status: 500)
        }
    }
}
