import Dispatch
import Synchronization
import TestKafka
import Testing

@testable import KafkaCluster

@Suite struct LanesTests {
    @Test func aCallThatNeverReturnsIsLateAndHoldsUpNoOther() async {
        let lanes = Lanes(name: "test", limit: 2)
        let released = DispatchSemaphore(value: 0)
        let stuck = await lanes.run(until: .now + .milliseconds(50)) { released.wait() }
        #expect(stuck.isLate)
        let next = await lanes.run(until: soon) { 7 }
        #expect(next.value(orIfLate: 0) == 7)
        released.signal()
        lanes.close()
    }

    @Test func workWhoseTimeIsUpBeforeItsTurnIsNotBegun() async throws {
        let lanes = Lanes(name: "test", limit: 1)
        let released = DispatchSemaphore(value: 0)
        let begun = Counter()
        let ran = Counter()
        async let stuck = lanes.run(until: soon) {
            begun.count()
            released.wait()
        }
        try await eventually("the only thread is taken") { begun.total == 1 }
        #expect(await lanes.run(until: .now + .milliseconds(50)) { ran.count() }.isLate)
        released.signal()
        #expect(await !stuck.isLate)
        _ = await lanes.run(until: soon) { ran.count() }
        #expect(ran.total == 1)
        lanes.close()
    }

    @Test func ofCallsWithOneDeadlineEachThatIsLateIsToldSo() async {
        let lanes = Lanes(name: "test", limit: 3)
        let released = DispatchSemaphore(value: 0)
        let deadline = ContinuousClock.now + .milliseconds(200)
        // One that is done in time takes its own alarm away and nobody else's.
        async let early = lanes.run(until: deadline) {}
        async let one = lanes.run(until: deadline) { released.wait() }
        async let other = lanes.run(until: deadline) { released.wait() }
        _ = await early
        let third = await lanes.run(until: deadline) { released.wait() }
        for outcome in await [one, other, third] { #expect(outcome.isLate) }
        for _ in 0..<3 { released.signal() }
        lanes.close()
    }

    @Test func closedLanesAnswerAtOnce() async {
        let lanes = Lanes(name: "test", limit: 1)
        lanes.close()
        let began = ContinuousClock.now
        #expect(await lanes.run(until: soon) { 7 }.isLate)
        #expect(began.duration(to: .now) < .seconds(30))
    }

    @Test func manyCallsShareTheThreadsThatThereAre() async {
        let lanes = Lanes(name: "test", limit: 3)
        let ran = Counter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask { _ = await lanes.run(until: soon) { ran.count() } }
            }
        }
        #expect(ran.total == 200)
        lanes.close()
    }
}

private final class Counter: Sendable {
    private let number = Atomic(0)
    var total: Int { number.load(ordering: .acquiring) }
    func count() { number.wrappingAdd(1, ordering: .acquiringAndReleasing) }
}

extension Outcome {
    fileprivate var isLate: Bool {
        switch self {
        case .done: false
        case .late: true
        }
    }
}
