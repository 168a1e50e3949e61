import DecommissionGate
import KafkaCluster
import MirrorMaker
import MockKafka
import Producers
import Quiescence
import Testing

@testable import Demo

/// The demo's world under the service's own collector, runner and evaluator, without a page.
struct Rig: Sendable {
    let demo: Demo
    private let collector: Collector

    init(faults: Set<World.Fault> = [], speed: Int = 30) throws {
        let clocks = MonotonicClocks()
        demo = try Demo(pace: Pace(speed: speed), clocks: clocks, faults: faults) {
            try KafkaCluster($0, limits: .mock)
        }
        var limits = Limits.mock
        limits.callTimeout = .seconds(2)
        let configuration = demo.configuration
        let plan = configuration.plan
        collector = Collector(
            plan: plan,
            old: demo.completed(try KafkaCluster(configuration.old, limits: limits), on: .old),
            new: demo.completed(try KafkaCluster(configuration.new, limits: limits), on: .new),
            mirror: MirrorMakerReader(
                old: plan.old.alias,
                topics: MirrorTopics(
                    old: plan.old.alias, new: plan.new.alias, prefix: plan.mirror.topicPrefix,
                    positions: plan.mirror.offsetsTopic)),
            producers: DeclaredProducers(configuration.producers), clocks: clocks,
            timeout: configuration.sampling.timeout)
    }

    /// Lives, surveys and tells, until `isEnough` of a survey, and hands over every survey's verdict up to
    /// then. Gives up after five minutes.
    func watch(until isEnough: (Scene) async -> Bool) async throws -> [Scene] {
        let start = ContinuousClock.now
        let (told, tell) = AsyncStream<Assessment>.makeStream()
        let (seen, see) = AsyncStream<Assessment>.makeStream()
        await demo.warmUp()
        let runner = try Runner(
            plan: demo.configuration.plan, collector: collector, log: Log(clocks: MonotonicClocks()) { _ in }
        ) { assessment, _, _, _ in
            tell.yield(assessment)
            see.yield(assessment)
        }
        let tasks = [Task { await demo.live() }, Task { await runner.run() }]
        let story = Task { await demo.tell(told, since: start) { _ in } }
        var scenes: [Scene] = []
        for await assessment in seen {
            let scene = Scene(assessment: assessment, time: start.duration(to: .now))
            scenes.append(scene)
            if await isEnough(scene) { break }
            if scene.time >= .seconds(300) { break }
        }
        tell.finish()
        let outcome = await story.value
        if let last = scenes.last, last.time >= .seconds(300) {
            Issue.record("after five minutes: \(last.state), \(last.reason); the story: \(outcome)")
        }
        // A write to a broker that a test has stopped would go on waiting for it.
        demo.world.old.mock.start()
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
        await collector.close(until: .now + .seconds(5))
        return scenes
    }
}

/// One clock for all three, which a test needs no more of.
struct MonotonicClocks: Clocks {
    private static let start = ContinuousClock.now

    func now() -> Moment {
        let time = Self.start.duration(to: .now)
        return Moment(
            monotonic: time, boottime: time,
            wall: WallTime(millisecondsSince1970: 1_800_000_000_000 + time.milliseconds), boot: "boot")
    }
}

extension Scene {
    /// Whether all conditions but these have held for longer than the whole window: only they shut the gate.
    func isShutOnly(by conditions: Set<Condition>, _ timing: Timing) -> Bool {
        assessment.verdict.conditions.allSatisfy { verdict in
            conditions.contains(verdict.condition)
                || verdict.observed >= timing.window + timing.confirmation + timing.interval
        }
    }
}
