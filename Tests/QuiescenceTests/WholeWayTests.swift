import Quiescence
import Testing

@Suite("The whole way to safe, and back")
struct WholeWayTests {
    @Test("A world at rest opens every gate after one window and its confirmation, not before")
    func restOpensEveryGate() throws {
        var play = try Play()
        let first = play.look()
        for condition in Condition.allCases {
            #expect(
                first.state(condition) == .holds,
                "\(condition): \(first.offenders(condition)) \(first.doubts(condition))")
        }
        let early = play.run(for: .seconds(590))
        for gate in Gate.allCases {
            guard case .observing = early.gate(gate) else {
                Issue.record("\(gate) is \(String(describing: early.gate(gate)))")
                continue
            }
        }
        let late = play.run(for: .seconds(120))
        for gate in Gate.allCases { #expect(late.gate(gate) == .safe) }
    }

    @Test(
        "One record in the last second of the window starts it anew, wherever it was written",
        arguments: [
            (Side.old, TopicPartition("orders", 0), Condition.sourceQuiet),
            (.old, TopicPartition("orders", 1), .sourceQuiet),
            (.new, TopicPartition("OLD.orders", 0), .mirrorQuiet),
        ])
    func lastSecond(side: Side, partition: TopicPartition, condition: Condition) throws {
        var play = try Play()
        play.world.old.topics["orders"]?.partitions.append(PartitionWorld(end: 0))
        let before = play.run(for: .seconds(599))
        #expect(before.verdict[condition]?.observed == .seconds(599))
        let number = Int(partition.partition)
        let end: Int64
        switch side {
        case .old:
            end = play.world.old[partition.topic, number].end
            play.world.old[partition.topic, number].end += 1
        case .new:
            end = play.world.new[partition.topic, number].end
            play.world.new[partition.topic, number].end += 1
        }
        let after = play.next()
        #expect(after.offenders(condition) == ["\(partition): advanced by 1, from \(end) to \(end + 1)"])
        #expect(after.verdict[condition]?.observed == .zero)
        for gate in Gate.allCases { #expect(after.gate(gate) == .blocked) }
    }

    @Test(
        "One late record restarts the window and revokes, wherever it was written",
        arguments: [(Side.old, "orders"), (.new, "OLD.orders")])
    func lateRecord(side: Side, topic: String) throws {
        var play = try Play()
        _ = play.run(for: .seconds(700))
        let name = TopicName(rawValue: topic)
        switch side {
        case .old: play.world.old.topics[name]?.partitions[0].end += 1
        case .new: play.world.new.topics[name]?.partitions[0].end += 1
        }
        let after = play.next()
        let condition: Condition = side == .old ? .sourceQuiet : .mirrorQuiet
        #expect(after.offenders(condition) == ["\(topic)-0: advanced by 1, from 100 to 101"])
        for gate in Gate.allCases {
            #expect(after.gate(gate) == .blocked)
            #expect(after.events.contains { if case .gateRevoked(gate, _) = $0 { true } else { false } })
        }
    }
}
