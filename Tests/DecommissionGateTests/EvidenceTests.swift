import Quiescence
import Synchronization
import Testing

@testable import DecommissionGate

@Suite struct EvidenceTests {
    @Test("What a survey came to is kept before it is served, the plan with the first one alone")
    func keptBeforeServed() async throws {
        let recorder = Recorder()
        let store = ScriptedStore(recorder)
        let runner = try Runner(
            plan: .scripted(), collector: .scripted(), evidence: store, log: .silent
        ) { _, _, _, evidence in recorder.note("published, \(evidence.obstacle == nil ? "kept" : "not kept")")
        }
        await runner.run(surveys: 2)
        #expect(
            recorder.all.filter { !$0.contains("begin") && !$0.contains("end") }
                == ["kept", "published, kept", "kept", "published, kept"])
        let entries = await store.entries
        #expect(entries[0].events.first?.kind == "plan")
        #expect(entries[0].events.contains { $0.kind == "condition_changed" })
        #expect(entries[1].events.contains { $0.kind == "plan" } == false)
        #expect(entries.allSatisfy { $0.survey != nil })
    }

    @Test("A disk that refuses and takes again: it is said once each, and nothing is handed over twice")
    func refusedAndTaken() async throws {
        let lines = Mutex<[String]>([])
        let log = Log(clocks: CountingClocks()) { line in lines.withLock { $0.append(line) } }
        let store = ScriptedStore(failing: 1...2)
        let runner = try Runner(plan: .scripted(), collector: .scripted(), evidence: store, log: log) {
            _, _, _, _ in
        }
        await runner.run(surveys: 4)
        let said = lines.withLock(\.self).filter { $0.contains("evidence is") }
        #expect(said.count == 2)
        #expect(said.first?.contains("no space left") == true && said.first?.contains("make room") == true)
        #expect(said.last?.contains("kept again") == true)
        #expect(await store.entries.flatMap(\.events).count { $0.kind == "plan" } == 1)
    }

    @Test(
        "While evidence cannot be kept no gate is safe, page, API and metrics say why, and it heals by itself"
    )
    func notKept() throws {
        var press = Fixture.press()
        let full = Cause(.refused, "/journal: database or disk is full", remedy: "make room on its disk")
        press.evidence = .failing(full, nil)
        let failing = press.edition(
            of: Fixture.survey, Fixture.safeAssessment, requests: RequestCounts(), process: Fixture.process)
        let document = failing.fresh.document
        #expect(!document.stale && document.gates.allSatisfy { $0.state == .unknown && !$0.safe })
        #expect(document.conditions.allSatisfy { $0.cause?.detail == full.detail })
        let metrics = try text(failing)
        for gate in Gate.allCases {
            #expect(metrics.contains("decommission_gate_safe{gate=\"\(gate.rawValue)\"} 0"))
        }
        #expect(metrics.contains("\ndecommission_safe 0\n"))

        press.evidence = .kept(
            EvidenceFigures(sequence: 7, bytes: 4096, lastWrite: nil, failures: 2, isIntact: true))
        let healed = press.edition(
            of: Fixture.survey, Fixture.safeAssessment, requests: RequestCounts(), process: Fixture.process)
        #expect(healed.fresh.document.gates.allSatisfy { $0.safe })
        let page = try text(healed)
        #expect(page.contains("\ndecommission_evidence_write_failures_total 2\n"))
        #expect(page.contains("\ndecommission_evidence_sequence 7\n"))
    }

    private func text(_ edition: Edition) throws -> String {
        String(decoding: try edition.fresh.metrics.text.plain, as: UTF8.self)
    }

    @Test(
        "Every event is kept as one line of JSON with sorted keys, whatever is in its words",
        arguments: [
            (
                .conditionChanged(.sourceQuiet, from: nil, to: .fails, why: "\"a\"\nb"),
                "condition_changed",
                #"{"condition":"source_quiet","to":"fails","why":"\"a\"\nb"}"#
            ),
            (
                .windowRestarted(.visibility, .gap, lost: .milliseconds(1500)), "window_restarted",
                #"{"cause":"gap","condition":"visibility","lost_seconds":1.5}"#
            ),
            (
                .gateChanged(.oldBrokers, from: .safe, to: .blocked), "gate_changed",
                #"{"from":"safe","gate":"old_brokers","to":"blocked"}"#
            ),
            (
                .gateRevoked(.mirrorMaker, why: "source_quiet"), "gate_revoked",
                #"{"gate":"mirror_maker","why":"source_quiet"}"#
            ),
            (.clockStepped(.seconds(-6)), "clock_stepped", #"{"seconds":-6}"#),
            (.gap(.known(.seconds(90))), "gap", #"{"seconds":90}"#),
            (.gap(.unreadable(Cause(.contradiction, "who knows"))), "gap", #"{"why":"who knows"}"#),
            (.planChanged([.scope, .timing]), "plan_changed", #"{"parts":["scope","timing"]}"#),
            (
                .lossFound(.mirrorGapless, [Offender("a-0", "offset 4"), Offender("b-1", "offset 5")]),
                "loss_found",
                #"{"condition":"mirror_gapless","losses":[{"detail":"offset 4","subject":"a-0"},"#
                    + #"{"detail":"offset 5","subject":"b-1"}],"subjects":2}"#
            ),
            (
                .removed(Removed(gate: .mirrorTopics, names: ["OLD.a"], gone: 1, of: 7)), "removed",
                #"{"gate":"mirror_topics","gone":1,"names":["OLD.a"],"of":7}"#
            ),
            (
                .returned(Removed(gate: .mirrorTopics, names: ["OLD.a"], gone: 0, of: 7)), "returned",
                #"{"gate":"mirror_topics","gone":0,"names":["OLD.a"],"of":7}"#
            ),
        ] as [(Event, String, String)])
    func events(event: Event, kind: String, body: String) throws {
        let kept = try KeptEvent(event)
        #expect(kept.kind == kind)
        #expect(kept.body == body)
    }
}

/// Keeps everything, or refuses some of its calls as a full disk does.
private actor ScriptedStore: EvidenceStore {
    private(set) var entries: [EvidenceEntry] = []
    private let failing: ClosedRange<Int>?
    private let recorder: Recorder

    init(_ recorder: Recorder = Recorder(), failing: ClosedRange<Int>? = nil) {
        self.recorder = recorder
        self.failing = failing
    }

    func append(_ entry: EvidenceEntry, until deadline: Deadline) async -> EvidenceState {
        entries.append(entry)
        recorder.note("kept")
        if let failing, failing.contains(entries.count) {
            return .failing(Cause(.refused, "no space left", remedy: "make room"), nil)
        }
        return .kept(
            EvidenceFigures(
                sequence: Int64(entries.count), bytes: 1, lastWrite: entry.at, failures: 0, isIntact: true))
    }
}
