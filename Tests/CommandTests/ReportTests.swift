import Compression
import DecommissionGate
import HTTPServer
import Quiescence
import TestHTTP
import Testing

@testable import decommission_gate

/// `report` and `verify`, as they are typed.
@Suite struct ReportTests {
    @Test("A report is the bytes that the service gives, in a file or on standard output, and it verifies")
    func written() async throws {
        try await withServer(answering: ReportedWorld.router(.safe)) { server in
            let url = "http://127.0.0.1:\(server.address.port)/"
            let printed = try await Program.run(["report", url])
            #expect(printed.code == 0 && printed.errors.isEmpty)
            let saved = try await Program.shell(
                "\"$1\" report \(url) --output {}/a.json && cat {}/a.json && \"$1\" verify {}/a.json >&2")
            #expect(saved.code == 0 && saved.output == printed.output)
            #expect(saved.errors.contains("holds: old_brokers is SAFE since"), "\(saved.errors)")
            let piped = try await Program.shell("\"$1\" report \(url) --gate mirror_maker | \"$1\" verify -")
            #expect(piped.code == 0 && piped.output.contains("mirror_maker is SAFE"))
        }
    }

    @Test("The forms for people are made from a kept file, and name the digest of that file")
    func forms() async throws {
        let file = try ReportedWorld.report(.safe, on: .mirrorTopics)
        let digest = try #require(file.split(separator: "\"").last { $0.count == 64 })
        for (format, start) in [("markdown", "# Kafka"), ("html", "<!DOCTYPE html>"), ("json", "{\"")] {
            let outcome = try await Program.run(
                ["report", "{}/a.json", "--format", format], files: ["a.json": file])
            #expect(outcome.code == 0 && outcome.output.hasPrefix(start), "\(outcome)")
            #expect(outcome.output.contains(digest))
        }
        let other = try await Program.run(
            ["report", "{}/a.json", "--gate", "old_brokers"], files: ["a.json": file])
        #expect(other.code == 64 && other.errors.contains("is the report on mirror_topics"))
    }

    @Test(
        "verify tells apart: safe, not safe, unknown, a demo, changed, no report, no file",
        arguments: [
            (.safe, "", 0, "holds: old_brokers is SAFE"),
            (.blocked, "", 1, "holds: old_brokers is NOT SAFE, BLOCKED by source_quiet"),
            (.unknown, "", 2, "holds: old_brokers is NOT SAFE, UNKNOWN"),
            (.safe, "s/\"demo\":false/\"demo\":true/", 1, "does not hold: digest: "),
            (.safe, "s/,/, /", 1, "does not hold: byte "),
            (
                .safe, "s/\"kind\":\"dec/\"sort\":\"dec/", 1,
                "does not hold: kind: is missing; `decommission-gate report URL`"
            ),
        ] as [(ReportedWorld.State, String, Int32, String)])
    func verify(state: ReportedWorld.State, change: String, code: Int32, words: String) async throws {
        let outcome = try await Program.shell(
            "sed '\(change)' {}/a.json | \"$1\" verify -",
            files: ["a.json": try ReportedWorld.report(state, on: .oldBrokers)])
        #expect(outcome.code == code, "\(outcome)")
        #expect(outcome.output.hasPrefix(words), "\(outcome)")
    }

    @Test("The safe of a demo holds, and is no safe")
    func demo() async throws {
        let file = try ReportedWorld.report(.safe, on: .oldBrokers, isDemo: true)
        let outcome = try await Program.run(["verify", "{}/a.json"], files: ["a.json": file])
        #expect(outcome.code == 2 && outcome.output.contains("DEMO"), "\(outcome)")
    }

    @Test("A 200 of some other server is no report", arguments: ["{}", "<html>", ""])
    func foreign(body: String) async throws {
        try await withServer(answering: { _ in HTTPResponse(status: 200, body: Array(body.utf8)) }) {
            server in
            let outcome = try await Program.run(["report", "http://127.0.0.1:\(server.address.port)"])
            #expect(outcome.code == 69 && outcome.output.isEmpty)
        }
    }
}

/// `plan`, as it is typed.
@Suite struct PlanTests {
    @Test(
        "A plan is printed of what is safe; else nothing is, and the exit code says why",
        arguments: [
            (.safe, false, [], 0, "#!/usr/bin/env bash"), (.blocked, false, [], 1, "mirror_maker is blocked"),
            (.unknown, false, [], 2, "mirror_maker is unknown"), (.safe, true, [], 2, "a demo's clusters"),
            (.blocked, false, ["--draft"], 0, "#!/usr/bin/env bash"),
            (.safe, true, ["--draft", "--format", "strimzi"], 0, "#!/usr/bin/env bash"),
        ] as [(ReportedWorld.State, Bool, [String], Int32, String)])
    func plan(state: ReportedWorld.State, isDemo: Bool, flags: [String], code: Int32, words: String)
        async throws
    {
        let file = try ReportedWorld.report(state, on: .oldBrokers, isDemo: isDemo)
        let outcome = try await Program.run(["plan", "{}/a.json"] + flags, files: ["a.json": file])
        #expect(outcome.code == code, "\(outcome)")
        #expect((outcome.output + outcome.errors).contains(words), "\(outcome)")
        #expect(outcome.output.isEmpty == (code != 0))
    }

    @Test("A report that was changed makes no plan, also where its digest was reckoned anew by common tools")
    func forged() async throws {
        let forge = """
            text=$(sed 's/"state":"blocked"/"state":"safe"/g' {}/a.json)
            body=${text%,\\"digest*}}
            sum=$(printf '%s\\n' "$body" | sha256sum)
            printf '%s,"digest":"%s"}\\n' "${body%\\}}" "${sum%% *}" > {}/b.json
            """
        let files = ["a.json": try ReportedWorld.report(.blocked, on: .oldBrokers)]
        let changed = try await Program.shell(
            "sed 's/blocked/safe/' {}/a.json > {}/b.json; \"$1\" plan --draft {}/b.json", files: files)
        #expect(changed.code == 78 && changed.output.isEmpty, "\(changed)")
        let sealed = try await Program.shell("\(forge)\n\"$1\" verify {}/b.json", files: files)
        #expect(
            sealed.output == "does not hold: mirror_maker: its state is safe, and safe says false\n",
            "\(sealed)")
        let planned = try await Program.shell("\(forge)\n\"$1\" plan --draft {}/b.json", files: files)
        #expect(planned.code == 1 && planned.output.isEmpty, "\(planned)")
    }

    @Test("The script of a service asks that service, and a password in its URL is not printed")
    func service() async throws {
        try await withServer(answering: ReportedWorld.router(.safe)) { server in
            let address = "127.0.0.1:\(server.address.port)"
            let plain = try await Program.run(["plan", "http://\(address)", "--gate", "mirror_maker"])
            #expect(plain.output.contains("GATE=${GATE:-'http://\(address)'}"))
            #expect(!plain.output.contains("step_mirror_topics"))
            let secret = try await Program.run(["plan", "http://me:secret@\(address)"])
            #expect(secret.code == 0 && !secret.output.contains("secret"), "\(secret)")
        }
    }
}

/// A service with one survey behind it, and its reports.
enum ReportedWorld {
    enum State: Sendable {
        case safe, blocked, unknown
    }

    static let moment = Moment(
        monotonic: .zero, boottime: .zero, wall: WallTime(millisecondsSince1970: 1_795_600_800_000),
        boot: "boot")

    /// Answers as the service does, with all gates in one state.
    static func router(_ state: State, isDemo: Bool = false) -> @Sendable (HTTPRequest) -> HTTPResponse {
        var press = Press(
            Press.Settings(
                build: .this, isDemo: isDemo, compressor: Gzip(), digest: ComparisonState.digest),
            plan: plan, reload: Press.Reload(successful: true, lastSuccess: moment.wall))
        let edition = press.edition(
            of: survey, assessment(state), requests: RequestCounts(), process: .now)
        let router = Router(published: Published(edition), clocks: StoppedClock())
        return { router.respond(to: $0) }
    }

    static func report(_ state: State, on gate: Gate, isDemo: Bool = false) throws -> String {
        let request = HTTPRequest(method: "GET", path: "/api/v1/gates/\(gate.rawValue)/report")
        return String(decoding: router(state, isDemo: isDemo)(request).body, as: UTF8.self)
    }

    private struct StoppedClock: Clocks {
        func now() -> Moment { ReportedWorld.moment }
    }

    static let plan = Plan(
        old: ClusterPlan(alias: "OLD", bootstrapServers: [ServerAddress(host: "old", port: 9092)]),
        new: ClusterPlan(alias: "NEW", bootstrapServers: [ServerAddress(host: "new", port: 9092)]))

    static var survey: Survey {
        Survey(
            began: moment, ended: moment, old: cluster("OLD", topics: [("orders", 2)], brokers: [1, 2]),
            new: cluster("NEW", topics: [("OLD.orders", 2), ("orders", 2)], brokers: [7]),
            mirror: MirrorSurvey(
                positions: .absent, syncs: .absent, checkpoints: .absent, heartbeat: .absent))
    }

    private static func cluster(_ alias: ClusterAlias, topics: [(TopicName, Int)], brokers: [Int32])
        -> ClusterSurvey
    {
        var cluster = ClusterSurvey(alias: alias, nothingReadable: Cause(.notAsked, "a test asks nobody"))
        cluster.identity = .known(ClusterID(rawValue: "id-of-\(alias)"))
        cluster.brokers = .known(
            brokers.map {
                Broker(
                    id: BrokerID(rawValue: $0),
                    address: ServerAddress(host: "\(alias)-\($0)", port: 9092))
            })
        let end = EndOffset(5).map { Reading.known($0) } ?? .absent
        let partition = PartitionSurvey(
            leader: .absent, replication: .complete(1), start: .absent, end: end, stable: .absent)
        cluster.topics = .known(
            Dictionary(
                uniqueKeysWithValues: topics.map { name, count in
                    (
                        name,
                        Reading.known(TopicSurvey(partitions: Array(repeating: partition, count: count)))
                    )
                }))
        return cluster
    }

    private static func assessment(_ state: State) -> Assessment {
        let conditions = Condition.allCases.map { name in
            var finding = Finding(summary: "2 topics")
            if name == .sourceQuiet, state == .blocked { finding.offenders = [Offender("orders", "moved")] }
            if name == .visibility, state == .unknown {
                finding.doubts = [Doubt("OLD", Cause(.timedOut, "late"))]
            }
            return ConditionVerdict(
                condition: name, finding: finding, since: moment.wall, observed: .seconds(90_000),
                lastViolation: nil, restarts: [:])
        }
        let gates = Gate.allCases.map { gate in
            GateVerdict(
                gate: gate, state: state.ofGate, window: .seconds(86_400), observed: .seconds(86_400),
                safeSince: state == .safe ? moment.wall : nil,
                failing: state == .blocked ? [.sourceQuiet] : [],
                unknown: state == .unknown ? [.visibility] : [])
        }
        return Assessment(
            verdict: Verdict(surveyed: moment, conditions: conditions, gates: gates), events: [],
            topics: [
                topic(.old, "orders", .source), topic(.new, "OLD.orders", .mirror),
                topic(.new, "orders", .native), topic(.new, "mm2-offsets.OLD.internal", .mirrorMaker),
                topic(.old, "mm2-offset-syncs.NEW.internal", .mirrorMaker),
            ],
            groups: [
                GroupAccount(
                    side: .new, name: "it's", phase: .onNew, members: .known(0),
                    topics: [
                        GroupTopicAccount(
                            topic: "OLD.orders", lag: .known(0), expiredUnread: .known(0), lastCommit: .absent
                        )
                    ])
            ], producers: [])
    }

    private static func topic(_ side: Side, _ name: TopicName, _ role: TopicRole) -> TopicAccount {
        TopicAccount(
            side: side, name: name, role: role, end: .known(10), appended: 0, lastAppend: .absent,
            mirrorLag: .absent, observedTarget: .absent)
    }
}

extension ReportedWorld.State {
    fileprivate var ofGate: GateState {
        switch self {
        case .safe: .safe
        case .blocked: .blocked
        case .unknown: .unknown
        }
    }
}
