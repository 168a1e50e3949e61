import DecommissionGate
import Quiescence
import Synchronization
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
                    : waived
                        ? HTTPResponse.verdict([.safe, .safe, .safe]).withWaivedGap
                        : HTTPResponse.verdict([.safe, .safe, .safe])
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

    @Test("status --output json gives the document on as it is served")
    func json() async throws {
        let served = Mutex<[UInt8]>([])
        try await serving { _ in
            let answer = HTTPResponse.verdict([.safe, .safe, .safe])
            served.withLock { $0 = answer.body }
            return answer
        } ask: { url in
            let outcome = try await Program.run(["status", url, "--output", "json"])
            #expect(Array(outcome.output.utf8) == served.withLock { $0 })
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
            let parts = outcome.output.split(separator: "\n\n# ", maxSplits: 1)
            // The same lines, some seconds later.
            #expect(
                parts.count == 2 && parts[0].count { $0 == "\n" } == plain.output.count { $0 == "\n" } - 1)
        }
    }

    @Test(
        "A safe that a cache repeats is stale, whatever age it gives itself; and so is one from the future",
        arguments: [-7200, -120, 120, 7200])
    func repeated(seconds: Int64) async throws {
        // Made anew for each that asks: on a busy machine the future would be over by then.
        try await serving { _ in
            .verdict([.safe, .safe, .safe], made: .now.advanced(by: .seconds(seconds)))
        } ask: { url in
            let check = try await Program.run(["check", url])
            #expect(check.code == 2, "\(check)")
            #expect(check.output.contains("ask the service itself, past every cache and proxy"))
            let status = try await Program.run(["status", url])
            #expect(status.code == 2)
            #expect(status.output.contains("STALE: by this machine's clock the answer"))
        }
    }

    @Test("A safe beside the word that the survey is stale is none")
    func contradictsItself() async throws {
        try await serving { _ in
            .verdict([.safe, .safe, .safe]).saying(#""stale":true"#, insteadOf: #""stale":false"#)
        } ask: { url in
            try await expect(2, ["check", url])
            try await expect(2, ["status", url])
        }
    }

    @Test(
        "Seconds by which two clocks differ, or an answer was under way, change no verdict",
        arguments: [-30, 30])
    func clocksApart(seconds: Int64) async throws {
        try await serving { _ in
            .verdict([.safe, .safe, .safe], made: .now.advanced(by: .seconds(seconds)))
        } ask: { url in
            try await expect(0, ["check", url])
        }
    }

    @Test("No cache is asked for an answer of its own")
    func pastCaches() async throws {
        try await serving { request in
            let asksThrough = request.headers["cache-control"] == "no-cache"
            return asksThrough ? .verdict([.safe, .safe, .safe]) : HTTPResponse(status: 500)
        } ask: { url in
            try await expect(0, ["check", url])
        }
    }

    @Test(
        "A safe on another cluster than the one that is meant is refused, and one on a cluster that was not read"
    )
    func anotherCluster() async throws {
        try await serving { _ in
            .verdict([.safe, .safe, .safe], old: "this")
        } ask: { url in
            try await expect(0, ["check", url, "--old-cluster-id", "this"])
            try await expect(64, ["check", url, "--old-cluster-id", "that"])
            try await expect(64, ["check", url, "--old-cluster-id", "that", "--wait"])
            try await expect(64, ["check", url, "--old-cluster-id="])
        }
        try await serving { _ in
            .verdict([.safe, .safe, .safe])
        } ask: { url in
            try await expect(64, ["check", url, "--old-cluster-id", "this"])
        }
        try await serving { _ in
            .verdict([.unknown, .unknown, .unknown])
        } ask: { url in
            try await expect(2, ["check", url, "--old-cluster-id", "this"])
        }
    }

    private func expect(_ code: Int32, _ arguments: [String]) async throws {
        let outcome = try await Program.run(arguments)
        #expect(outcome.code == code, "\(outcome)")
    }
}

extension HTTPResponse {
    /// The same with something of `mirror_gapless` waived.
    fileprivate var withWaivedGap: HTTPResponse {
        let waiver =
            #"{"findings":["a-0: 2 records"],"findings_total":1,"owner":"data platform","reason":"sampled","#
            + #""subject":"a-0","until":"2026-12-01T00:00:00Z"}"#
        let text = String(decoding: body, as: UTF8.self)
        let waived = text.replacing(/("condition":"mirror_gapless".*?"waivers":\[)\]/, maxReplacements: 1) {
            "\($0.1)\(waiver)]"
        }
        return HTTPResponse(status: status, body: Array(waived.utf8))
    }
}
