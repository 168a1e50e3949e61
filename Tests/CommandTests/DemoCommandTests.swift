import DecommissionGate
import Glibc
import Quiescence
import TestHTTP
import TestKafka
import Testing

/// The program's demo as a newcomer meets it.
@Suite(.serialized) struct DemoCommandTests {
    @Test("The story is printed and served in one order, marked as a demo, and it goes on until told")
    func wholeStory() async throws {
        let port = try PortReservation()
        let demo = try Program(["demo", "--speed", "20", "--web.listen-address", "127.0.0.1:\(port.port)"])
        let number = port.port
        let watched = try await RawClient.run { try Watched(port: number) }
        // A survey that a busy machine cuts short is unknown, and the state before it goes on behind it.
        let seen = watched.states.filter { $0 != "unknown" }
        let order = seen.indices.filter { $0 == 0 || seen[$0] != seen[$0 - 1] }.map { seen[$0] }
        #expect(order.prefix(3) == ["blocked", "observing", "safe"], "\(watched.states)")
        #expect(watched.hasShut, "\(watched.states)")
        #expect(watched.pages["/metrics"]?.contains("\ndecommission_demo 1\n") == true)
        #expect(watched.pages["/"]?.contains("DEMO") == true)
        for path in ["gates", "gates/old_brokers", "groups", "topics", "producers"] {
            #expect(watched.pages["/api/v1/\(path)"]?.contains("\"demo\":true") == true, "\(path)")
        }
        #expect(watched.pages["/api/v1/gates/old_brokers/check"]?.hasPrefix("demo: ") == true)
        #expect(await demo.prints("until Ctrl-C"))
        demo.send(SIGINT)
        let outcome = try await demo.outcome()
        #expect(outcome.code == 0)
        #expect(outcome.errors.isEmpty)
        let told = outcome.output.split(separator: "\n").compactMap(verdict)
        #expect(
            told.filter { $0 != "unknown" }.suffix(5) == [
                "blocked", "blocked", "observing", "SAFE", "REVOKED",
            ])
        #expect(
            outcome.output.hasPrefix(
                "Two Kafka clusters are running inside this process. Page: http://127.0.0.1:\(port.port)/"))
        #expect(outcome.output.hasSuffix("until Ctrl-C.\n"))
    }

    @Test("--exit: the story's end is the program's, and 0 says that it went as told")
    func exits() async throws {
        let port = try PortReservation()
        let outcome = try await Program.run(
            ["demo", "--speed", "30", "--exit", "--web.listen-address", "127.0.0.1:\(port.port)"])
        #expect(outcome.code == 0, "\(outcome)")
        #expect(outcome.output.split(separator: "\n").last?.contains("REVOKED") == true)
    }

    @Test("--exit, stopped before the end: that is no story told", arguments: [SIGTERM, SIGINT])
    func brokenOff(signal: Int32) async throws {
        let port = try PortReservation()
        let demo = try Program(["demo", "--exit", "--web.listen-address", "127.0.0.1:\(port.port)"])
        #expect(await demo.prints("blocked"))
        demo.send(signal)
        let outcome = try await demo.outcome()
        #expect(outcome.code == 70)
        #expect(outcome.errors.contains("before the story was told"))
    }

    @Test("Stopped in the middle: 0, at once, and nothing is left in the temporary folder")
    func stops() async throws {
        let port = try PortReservation()
        let demo = try Program.start(
            shell: "TMPDIR={} exec \"$1\" demo --web.listen-address 127.0.0.1:\(port.port)")
        #expect(await demo.prints("blocked"))
        #expect(demo.files.contains { $0.hasPrefix("decommission-gate-demo-") })
        let asked = ContinuousClock.now
        demo.send(SIGTERM)
        #expect(try await demo.outcome().code == 0)
        #expect(ContinuousClock.now - asked < .seconds(10))
        #expect(!demo.files.contains { $0.hasPrefix("decommission-gate-demo-") })
    }

    @Test("A taken port that was asked for is an error; the usual one is given up for a free one")
    func portInUse() async throws {
        let port = try PortReservation()
        let address = ["--web.listen-address", "127.0.0.1:\(port.port)"]
        let first = try Program(["demo"] + address)
        #expect(await first.prints("Page:"))
        let second = try await Program.run(["demo"] + address)
        #expect(second.code == 69)
        #expect(second.errors.contains("port \(port.port) is in use"))
        #expect(second.errors.contains("choose another port"))
        // One of these two, or a stranger, has the usual port.
        let usual = try Program(["demo"])
        #expect(await usual.prints("Page:"))
        let other = try Program(["demo"])
        #expect(await other.prints("Port 19308 is in use by another process, so this is a free one."))
        for demo in [first, usual, other] {
            demo.send(SIGTERM)
            #expect(try await demo.outcome().code == 0)
        }
    }

    @Test("A folder that cannot be written: the program says which, and the mend")
    func noTemporaryFolder() async throws {
        let outcome = try await Program.shell("TMPDIR={}/missing exec \"$1\" demo --exit")
        #expect(outcome.code == 70)
        #expect(outcome.errors.contains("missing") && outcome.errors.contains("TMPDIR"), "\(outcome)")
    }
}

/// The word of a line that tells a verdict.
private func verdict(_ line: Substring) -> String? {
    line.firstMatch(of: #/^\d\d:\d\d  (\w+) /#).map { String($0.output.1) }
}

/// What a demo served from its beginning until its open gate had shut, seen from a thread of its own: the
/// story waits for no test.
private struct Watched: Sendable {
    /// What API and metrics say alike of the last gate, one entry for each change.
    private(set) var states: [String] = []
    /// Whether the gate was open and `source_quiet` failed after that. One record shuts it for one survey,
    /// which a look may miss; the counter does not.
    private(set) var hasShut = false
    private(set) var pages: [String: String] = [:]

    private static let paths =
        ["/", "/metrics"]
        + ["gates", "gates/old_brokers", "gates/old_brokers/check", "groups", "topics", "producers"]
        .map { "/api/v1/\($0)" }

    /// Blocks; gives up after five minutes.
    init(port: UInt16) throws {
        let deadline = ContinuousClock.now + .seconds(300)
        var violationsWhenSafe: Int?
        while !hasShut, ContinuousClock.now < deadline {
            usleep(50_000)
            let metrics = Self.page("/metrics", port)
            let state = Self.state(in: Self.page("/api/v1/gates", port))
            // A survey may end between the two.
            guard let state,
                metrics.contains("decommission_gate_state{gate=\"old_brokers\",state=\"\(state)\"} 1")
            else { continue }
            if states.last != state { states.append(state) }
            let violations = Self.violations(in: metrics)
            if state == "safe", violationsWhenSafe == nil { violationsWhenSafe = violations }
            if let before = violationsWhenSafe { hasShut = violations > before }
        }
        for path in Self.paths { pages[path] = Self.page(path, port) }
    }

    /// The body of an answer; empty while there is none.
    private static func page(_ path: String, _ port: UInt16) -> String {
        do throws(RawConnectionError) {
            let connection = try RawConnection(port: port)
            connection.send("GET \(path) HTTP/1.1\r\nHost: gate\r\n\r\n")
            return try connection.readResponse().text
        } catch {
            return ""
        }
    }

    private static func state(in body: String) -> String? {
        do {
            return try JSON.read(GatesDocument.self, from: Array(body.utf8))[.oldBrokers]?.state.rawValue
        } catch {
            return nil
        }
    }

    /// How often the clock of `source_quiet` was set back.
    private static func violations(in metrics: String) -> Int {
        let series = "decommission_condition_restarts_total{condition=\"source_quiet\",cause=\"violation\"} "
        let line = metrics.split(separator: "\n").first { $0.hasPrefix(series) }
        return line.flatMap { Int($0.dropFirst(series.count)) } ?? 0
    }
}
