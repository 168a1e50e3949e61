import DecommissionGate
import Glibc
import HTTPClient
import Quiescence
import TestKafka
import Testing

/// The program's demo as a newcomer meets it.
@Suite(.serialized) struct DemoCommandTests {
    @Test("The story is printed and served in one order, marked as a demo, and it goes on until told")
    func wholeStory() async throws {
        let port = try PortReservation()
        let demo = try Program(["demo", "--speed", "20", "--web.listen-address", "127.0.0.1:\(port.port)"])
        let site = Site(port)
        var states: [String] = []
        for awaited in ["blocked", "observing", "safe"] {
            let came = await eventually {
                if let state = await site.state(), states.last != state { states.append(state) }
                return states.last == awaited
            }
            #expect(came, "\(states), and \(awaited) does not come")
        }
        let known = states.filter { $0 != "unknown" }
        #expect(known.suffix(3) == ["blocked", "observing", "safe"])
        #expect(!known.dropLast().contains("safe"), "nothing opens before its time")
        // One record shuts the gate for one survey, which a poll may miss; the counter does not.
        let violations = await site.violations()
        #expect(await eventually { await site.violations() > violations })
        #expect(await site.state() != "safe")
        #expect(await site.text("/metrics").contains("\ndecommission_demo 1\n"))
        #expect(await site.text("/").contains("DEMO"))
        for path in ["gates", "gates/old_brokers", "groups", "topics", "producers"] {
            #expect(await site.text("/api/v1/\(path)").contains("\"demo\":true"), "\(path)")
        }
        #expect(await site.text("/api/v1/gates/old_brokers/check").hasPrefix("demo: "))
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

/// What a demo serves.
private struct Site: Sendable {
    private let base: String

    init(_ port: PortReservation) { base = "http://127.0.0.1:\(port.port)" }

    /// The body of an answer; empty while there is none.
    func text(_ path: String) async -> String {
        do throws(HTTPClientError) {
            return String(
                decoding: try await HTTPClient().get(base + path, timeout: .seconds(5)).body, as: UTF8.self)
        } catch {
            return ""
        }
    }

    /// How often the clock of `source_quiet` was set back.
    func violations() async -> Int {
        let series = "decommission_condition_restarts_total{condition=\"source_quiet\",cause=\"violation\"} "
        let line = await text("/metrics").split(separator: "\n").first { $0.hasPrefix(series) }
        return line.flatMap { Int($0.dropFirst(series.count)) } ?? 0
    }

    /// The state of the last gate, of which API and metrics must say the same; nil while they do not, for a
    /// survey may end between the two.
    func state() async -> String? {
        let document: GatesDocument
        do {
            document = try JSON.read(GatesDocument.self, from: Array(await text("/api/v1/gates").utf8))
        } catch {
            return nil
        }
        guard let state = document[.oldBrokers]?.state.rawValue else { return nil }
        let line = "decommission_gate_state{gate=\"old_brokers\",state=\"\(state)\"} 1"
        return await text("/metrics").contains(line) ? state : nil
    }
}
