import Quiescence
import Synchronization
import Testing

@testable import DecommissionGate

@Suite struct RunnerTests {
    @Test("A slow survey delays the next one and never overlaps it")
    func neverOverlaps() async throws {
        let recorder = Recorder()
        let collector = Collector.scripted(old: ScriptedReader(.old, recorder))
        let runner = try Runner(plan: .scripted(), collector: collector, log: .silent) { _, _, _, _ in
            recorder.note("published")
        }
        await runner.run(surveys: 3)
        #expect(
            recorder.all.filter { !$0.contains("offsets") }
                == Array(repeating: ["old groups begin", "old groups end", "published"], count: 3).flatMap(
                    \.self))
    }

    @Test("Memory is given back before the pages are made and after them, in every survey")
    func restsTwice() async throws {
        let recorder = Recorder()
        let runner = try Runner(
            plan: .scripted(), collector: .scripted(), log: .silent, rest: { recorder.note("rest") }
        ) { _, _, _, _ in recorder.note("published") }
        await runner.run(surveys: 2)
        #expect(recorder.all == ["rest", "published", "rest", "rest", "published", "rest"])
    }

    @Test("Stopped in the middle of a survey: ends at once and publishes nothing of it")
    func stoppedInMidSurvey() async throws {
        let recorder = Recorder()
        let hanging = ScriptedReader(.old, recorder, groups: Barrier())
        let collector = Collector.scripted(old: hanging, timeout: .seconds(3600))
        let runner = try Runner(plan: .scripted(), collector: collector, log: .silent) { _, _, _, _ in
            recorder.note("published")
        }
        let run = Task { await runner.run() }
        #expect(await eventually { recorder.index(of: "old groups begin") != nil })
        run.cancel()
        await run.value
        #expect(recorder.index(of: "published") == nil)
    }

    @Test("Stopped while it sleeps: ends at once")
    func stoppedAsleep() async throws {
        let recorder = Recorder()
        let runner = try Runner(
            plan: .scripted(interval: .seconds(3600)), collector: .scripted(), log: .silent
        ) { _, _, _, _ in recorder.note("published") }
        let run = Task { await runner.run() }
        #expect(await eventually { recorder.index(of: "published") != nil })
        run.cancel()
        await run.value
    }

    @Test("A plan that does not compile is refused, and the one before stays in force")
    func refusesABadPlan() async throws {
        let recorder = Recorder()
        let runner = try Runner(
            plan: .scripted(), collector: .scripted(old: ScriptedReader(.old, recorder)), log: .silent
        ) { _, _, _, _ in }
        let other = ScriptedReader(.old)
        var bad = Plan.scripted()
        bad.topics.exclude = [NameRule(names: .pattern("("), reason: "does not compile")]
        await #expect(throws: (any Error).self) { try await runner.adopt(bad, .scripted(old: other)) }
        await runner.run(surveys: 1)
        #expect(recorder.index(of: "old groups begin") != nil)
        #expect(other.recorder.all.isEmpty)
    }

    @Test("Another scope begins every window anew and says so; the same plan again does not")
    func planChanged() async throws {
        let lines = Mutex<[String]>([])
        let log = Log(clocks: CountingClocks()) { line in lines.withLock { $0.append(line) } }
        let restarts: @Sendable () -> Int = {
            lines.withLock { $0.count { $0.contains("cause=plan_changed") } }
        }
        let runner = try Runner(plan: .scripted(), collector: .scripted(), log: log) { _, _, _, _ in }
        await runner.run(surveys: 1)
        try await runner.adopt(.scripted(), .scripted())
        await runner.run(surveys: 1)
        #expect(restarts() == 0)
        var other = Plan.scripted()
        other.topics.exclude = [NameRule(names: .name("audit"), reason: "scratch")]
        try await runner.adopt(other, .scripted())
        await runner.run(surveys: 1)
        #expect(restarts() == Condition.allCases.count)
    }

    @Test("What was judged by a plan that is in force no more is withdrawn at once, the survey in hand too")
    func withdraws() async throws {
        let recorder = Recorder()
        let barrier = Barrier()
        let old = ScriptedReader(.old, recorder, groups: barrier)
        let runner = try Runner(
            plan: .scripted(), collector: .scripted(old: old, timeout: .seconds(3600)), log: .silent,
            withdraw: { recorder.note("withdrawn") }
        ) { _, _, plan, _ in recorder.note("published \(plan.timing.window)") }
        let run = Task { await runner.run(surveys: 2) }
        #expect(await eventually { recorder.index(of: "old groups begin") != nil })
        try await runner.adopt(.scripted(), .scripted())
        #expect(recorder.index(of: "withdrawn") == nil)
        var other = Plan.scripted()
        other.timing.window = .seconds(60)
        try await runner.adopt(other, .scripted())
        #expect(recorder.index(of: "withdrawn") != nil)
        barrier.open()
        await run.value
        #expect(recorder.all.filter { $0.hasPrefix("published") } == ["published \(Duration.seconds(60))"])
    }

    @Test("A new plan is surveyed by its own readers, and the readers before are closed")
    func adopts() async throws {
        let before = ScriptedReader(.old)
        let after = ScriptedReader(.old)
        let runner = try Runner(plan: .scripted(), collector: .scripted(old: before), log: .silent) {
            _, _, _, _ in
        }
        await runner.run(surveys: 1)
        try await runner.adopt(.scripted(), .scripted(old: after))
        await runner.run(surveys: 1)
        #expect(after.recorder.index(of: "old groups begin") != nil)
        #expect(before.recorder.all.count { $0 == "old groups begin" } == 1)
        #expect(await eventually { before.recorder.index(of: "old closed") != nil })
    }
}

extension Log {
    static let silent = Log(clocks: CountingClocks()) { _ in }
}
