import DecommissionGate
import MockKafka
import Quiescence
import Testing

@testable import Demo

/// The demo must not fake its way to "safe": what is broken in its world shuts its gate.
@Suite(.serialized) struct BrokenWorldTests {
    @Test("Nothing broken: blocked, observing, safe and revoked, in this order and by the evaluator's word")
    func asTold() async throws {
        let scenes = try await Rig().watch { $0.state == .revoked }
        let states = scenes.map(\.state).reduce(into: [Scene.State]()) { states, state in
            if states.last != state, state != .unknown { states.append(state) }
        }
        #expect(states.suffix(4) == [.blocked, .observing, .safe, .revoked])
        #expect(Set(states.dropLast(4)).isSubset(of: [.blocked, .observing]), "nothing opens before")
        #expect(scenes.last?.fails(.sourceQuiet) == true)
    }

    @Test(
        "One thing broken, and everything else holds for a whole window: the gate stays shut, for that reason",
        arguments: [
            (
                World.Fault.shippingStands, [Condition.mirrorConsumed, .sourceConsumed],
                Condition.mirrorConsumed
            ),
            (
                .mirrorStands, [.mirrorDrained, .mirrorFaithful, .mirrorConsumed, .sourceConsumed],
                .mirrorDrained
            ),
        ] as [(World.Fault, [Condition], Condition)])
    func broken(fault: World.Fault, conditions: [Condition], culprit: Condition) async throws {
        let rig = try Rig(faults: [fault])
        let timing = rig.demo.configuration.plan.timing
        let scenes = try await rig.watch { $0.isShutOnly(by: Set(conditions), timing) }
        #expect(scenes.allSatisfy { $0.state != .safe })
        #expect(scenes.last?.holds(culprit) == false)
    }

    @Test("Producers that were not started anew: their file says NEW, and what they write says OLD")
    func producersStay() async throws {
        let rig = try Rig(faults: [.producersStay])
        var surveys = 0
        let scenes = try await rig.watch { scene in
            if scene.holds(.producersRetargeted) { surveys += 1 }
            return surveys > 8
        }
        #expect(scenes.allSatisfy { $0.state != .safe && $0.state != .observing })
        #expect(scenes.last?.fails(.sourceQuiet) == true)
    }

    @Test("A broker that goes down under an open gate shuts it, and under a shut one keeps it so")
    func brokerDown() async throws {
        let rig = try Rig()
        var surveys = 0
        let scenes = try await rig.watch { scene in
            if scene.state == .observing, surveys == 0 { rig.demo.world.old.mock.stop(broker: 2) }
            if scene.state == .observing || surveys > 0 { surveys += 1 }
            return surveys > 2
        }
        #expect(scenes.allSatisfy { $0.state != .safe })
        #expect(scenes.last?.finding(.visibility)?.state == .unknown)
    }
}
