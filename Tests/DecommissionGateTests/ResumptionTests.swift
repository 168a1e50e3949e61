import Quiescence
import Synchronization
import Testing

@testable import DecommissionGate

@Suite("A runner goes on from what another one has kept")
struct ResumptionTests {
    /// They go on while one runner ends and another begins.
    private let clocks = CountingClocks()

    /// What a runner has kept after so many surveys, as a store would hand it to the next one.
    private func kept(after surveys: Int, of plan: Plan = .scripted()) async throws -> KeptMemory {
        let store = Keeping()
        let runner = try Runner(
            plan: plan, collector: .scripted(clocks: clocks), evidence: store, log: .silent
        ) {
            _, _, _, _ in
        }
        await runner.run(surveys: surveys)
        return try await store.kept
    }

    @Test("It says nothing twice: conditions change for nobody, and the plan is kept once")
    func goesOn() async throws {
        let store = Keeping()
        let runner = try Runner(
            plan: .scripted(), collector: .scripted(clocks: clocks), evidence: store,
            resuming: try await kept(after: 2), log: .silent
        ) { _, _, _, _ in }
        await runner.run(surveys: 1)
        #expect(await store.events.isEmpty)
    }

    @Test("Another plan than the one that was kept begins anew what it touches, and says which part it is")
    func anotherPlan() async throws {
        var plan = Plan.scripted()
        plan.topics.exclude = [NameRule(names: .name("audit"), reason: "scratch")]
        let before = try await kept(after: 2)
        let store = Keeping()
        let runner = try Runner(
            plan: plan, collector: .scripted(clocks: clocks), evidence: store, resuming: before, log: .silent
        ) { _, _, _, _ in }
        await runner.run(surveys: 1)
        let events = await store.events
        #expect(events.contains { $0.kind == "plan_changed" && $0.body == #"{"parts":["scope"]}"# })
        #expect(events.count { $0.kind == KeptEvent.plan } == 1)
    }

    @Test(
        "The first configuration that counts is the one after MirrorMaker was asked: the one before touches nothing"
    )
    func adoptedBeforeTheFirstSurvey() async throws {
        var written = Plan.scripted()
        written.mirror.offsetsTopic = "elsewhere"
        let store = Keeping()
        let runner = try Runner(
            plan: written, collector: .scripted(clocks: clocks), evidence: store,
            resuming: try await kept(after: 2),
            log: .silent
        ) { _, _, _, _ in }
        try await runner.adopt(.scripted(), .scripted(clocks: clocks))
        await runner.run(surveys: 1)
        #expect(await store.events.isEmpty)
    }

    @Test("There is nothing to go on from without the plan and the rows: that is found where they are read")
    func refuses() async throws {
        let store = Keeping()
        let runner = try Runner(
            plan: .scripted(), collector: .scripted(), evidence: store, log: .silent
        ) { _, _, _, _ in }
        await runner.run(surveys: 1)
        let (plan, rows) = await (store.plan, store.rows)
        #expect(try KeptMemory(plan: plan, rows: rows).plan == .scripted())
        #expect(throws: (any Error).self) { try KeptMemory(plan: "{}", rows: rows) }
        #expect(throws: (any Error).self) { try KeptMemory(plan: plan, rows: []) }
    }
}

/// Keeps everything, as a journal does.
private actor Keeping: EvidenceStore {
    private(set) var events: [KeptEvent] = []
    private var memory: [MemoryKey: [UInt8]] = [:]

    var plan: String { events.last { $0.kind == KeptEvent.plan }?.body ?? "" }
    var rows: [(key: MemoryKey, body: [UInt8])] { memory.map { (key: $0.key, body: $0.value) } }

    var kept: KeptMemory {
        get throws { try KeptMemory(plan: plan, rows: rows) }
    }

    func append(_ entry: EvidenceEntry, until deadline: Deadline) async -> EvidenceState {
        events += entry.events
        for (key, row) in entry.memory.rows {
            switch row {
            case .kept(let bytes): memory[key] = bytes
            case .gone: memory[key] = nil
            }
        }
        return .kept(
            EvidenceFigures(
                sequence: Int64(events.count), bytes: 1, lastWrite: entry.at, failures: 0, isIntact: true))
    }
}
