import Quiescence
import Testing

@testable import DecommissionGate

@Suite struct CollectorTests {
    @Test("No end offset is asked for before every commit and position of both clusters is read")
    func positionsBeforeEnds() async throws {
        let recorder = Recorder()
        let mirror = ScriptedMirror(recorder: recorder, barrier: Barrier())
        let collector = Collector.scripted(
            old: ScriptedReader(.old, recorder), new: ScriptedReader(.new, recorder), mirror: mirror)
        async let survey = collector.survey { _ in Questions() }
        #expect(await eventually { recorder.all.count { $0.hasSuffix("groups end") } == 2 })
        // Everybody but the mirror has had every chance to go on.
        for _ in 0..<2000 { await Task.yield() }
        #expect(!recorder.all.contains { $0.hasSuffix("offsets begin") })
        mirror.barrier.open()
        _ = await survey

        let end = try #require(recorder.index(of: "mirror end"))
        #expect(try #require(recorder.index(of: "old offsets begin")) > end)
        #expect(try #require(recorder.index(of: "new offsets begin")) > end)
        #expect(
            try #require(recorder.index(of: "old groups end")) < recorder.index(of: "new offsets begin") ?? 0)
    }

    @Test("Both clusters are asked at the same time")
    func concurrently() async {
        let recorder = Recorder()
        let held = Barrier()
        let collector = Collector.scripted(
            old: ScriptedReader(.old, recorder, groups: held),
            new: ScriptedReader(.new, recorder, groups: held))
        async let survey = collector.survey { _ in Questions() }
        #expect(await eventually { recorder.all.count { $0.hasSuffix("groups begin") } == 2 })
        held.open()
        _ = await survey
    }

    @Test("A cluster that ignores its deadline costs its own readings and none of the other's")
    func hangingCluster() async {
        let survey = await survey(until: { $0.new.requests["ListOffsets"] == RequestCount(sent: 1) }) {
            .scripted(old: ScriptedReader(.old, groups: Barrier()), timeout: $0)
        }
        #expect(survey.old.topics.obstacle?.kind == .timedOut)
        #expect(survey.old.groups.seen.isEmpty)
        #expect(survey.new.topics.isKnown)
        #expect(survey.new.requests["ListOffsets"] == RequestCount(sent: 1))
    }

    @Test("A call that never ends is not piled on by the next survey, and its late answer is dropped")
    func lateAnswer() async {
        let held = Barrier()
        let hanging = ScriptedReader(.old, groups: held)
        let collector = Collector.scripted(old: hanging, timeout: .milliseconds(20))
        _ = await collector.survey { _ in Questions() }
        let second = await collector.survey { _ in Questions() }
        #expect(second.old.topics.obstacle?.detail.contains("still waits") == true)
        #expect(hanging.recorder.all.count { $0 == "old groups begin" } == 1)

        held.open()
        #expect(await eventually { await collector.survey { _ in Questions() }.old.topics.isKnown })
    }

    @Test("End offsets that are late leave the whole cluster unreadable, its counters where they were")
    func lateOffsets() async {
        let survey = await survey(until: { !$0.new.requests.isEmpty }) {
            .scripted(new: ScriptedReader(.new, offsets: Barrier()), timeout: $0)
        }
        #expect(survey.new.topics.obstacle?.kind == .timedOut)
        #expect(survey.new.requests == ["Metadata": RequestCount(sent: 1)])
    }

    /// The survey of a collector that has time enough for what answers at once, on a machine that may be busy
    /// with other tests: as long as it is not `settled`, the next one is given twice the time.
    private func survey(
        until settled: (Survey) -> Bool, by collector: (_ timeout: Duration) -> Collector
    ) async -> Survey {
        var timeout = Duration.milliseconds(200)
        var survey = await collector(timeout).survey { _ in Questions() }
        while !settled(survey), timeout < .seconds(100) {
            timeout *= 2
            survey = await collector(timeout).survey { _ in Questions() }
        }
        return survey
    }

    @Test("A hanging mirror or producer source is unreadable under its own name")
    func hangingSources() async {
        let collector = Collector.scripted(
            mirror: ScriptedMirror(barrier: Barrier()), producers: ScriptedProducers(barrier: Barrier()),
            timeout: .milliseconds(200))
        let survey = await collector.survey { _ in Questions() }
        #expect(survey.mirror.positions.obstacle?.kind == .timedOut)
        #expect(survey.producers["shop"]?.obstacle?.kind == .timedOut)
        // On a busy machine even clusters that answer at once can be late.
        #expect(await eventually { await collector.survey { _ in Questions() }.old.topics.isKnown })
    }

    @Test("Records that came too late are handed over by the next call, for they are given once only")
    func lateRecords() async {
        let held = Barrier()
        let guarded = GuardedReader(ScriptedReader(.new, following: held), alias: "new")
        let first = await guarded.follow("t", isolation: .readCommitted, until: .now)
        #expect(first.records.isEmpty)
        #expect(first.state != .caughtUp)
        held.open()
        let second = await guarded.follow("t", isolation: .readCommitted, until: .now + .seconds(60))
        #expect(second.records.map(\.offset) == [0, 1])
        #expect(second.state == .caughtUp)
    }

    @Test("A cancelled survey ends at once, however long its cluster hangs")
    func cancelled() async {
        let recorder = Recorder()
        let hanging = ScriptedReader(.old, recorder, groups: Barrier())
        let collector = Collector.scripted(old: hanging, timeout: .seconds(3600))
        let survey = Task { await collector.survey { _ in Questions() } }
        #expect(await eventually { recorder.index(of: "old groups begin") != nil })
        survey.cancel()
        #expect(await survey.value.old.topics.obstacle != nil)
    }

    @Test("Tails are asked of the cluster that they lie on, once everything else is read")
    func tails() async {
        let recorder = Recorder()
        let collector = Collector.scripted(
            old: ScriptedReader(.old, recorder), new: ScriptedReader(.new, recorder))
        let questions = [Self.question(.old, 0), Self.question(.new, 1)]
        let survey = await collector.survey { seen in
            recorder.note(
                "questions, \(seen.old.requests["ListOffsets"] == nil ? "before" : "after") the offsets")
            return Questions(tails: questions)
        }
        #expect(recorder.all.suffix(3).first == "questions, after the offsets")
        #expect(Set(recorder.all.suffix(2)) == ["old tail orders-0", "new tail orders-1"])
        #expect(survey.tails.values.allSatisfy { $0 == .known(.empty) })
        #expect(survey.ended.monotonic > survey.began.monotonic)
    }

    @Test("A question that a reader leaves out is unreadable, not forgotten")
    func forgottenTail() async {
        let reader = ScriptedReader(.old, forgetsTails: true)
        let question = Self.question(.old, 0)
        let collector = Collector.scripted(old: reader)
        let survey = await collector.survey { _ in Questions(tails: [question]) }
        #expect(survey.tails[question]?.obstacle?.kind == .incomplete)
    }

    @Test("No part of a survey may take the time of those after it")
    func deadlines() {
        let start = Deadline.now
        let deadlines = SurveyDeadlines(start: start, timeout: .seconds(20))
        #expect(start < deadlines.groups)
        #expect(deadlines.groups - start <= .seconds(10))
        #expect(deadlines.groups < deadlines.offsets)
        #expect(deadlines.offsets < deadlines.tails)
        #expect(deadlines.tails == start + .seconds(20))
        #expect(deadlines.end(ofTailsBefore: [], now: start + .seconds(16)) == deadlines.tails)
    }

    private static func question(_ side: Side, _ partition: Int32) -> TailQuestion {
        guard let end = EndOffset(5) else { preconditionFailure("5 is an offset") }
        return TailQuestion(
            side: side, partition: TopicPartition("orders", partition), from: 4, end: end,
            isolation: .readUncommitted)
    }
}
