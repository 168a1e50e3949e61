import Quiescence
import Testing

@Suite("While the removal is carried out")
struct RemovalTests {
    private func atRest() throws -> Play {
        var play = try Play()
        play.world.positions = .known([World.connector: [TopicPartition("orders", 0): .absent]])
        play.world.mirrored("orders", 0, to: 99)
        let last = play.run(for: .seconds(700))
        #expect(last.gate(.oldBrokers) == .safe)
        return play
    }

    @Test("Mirrors deleted while their gate is safe take nothing from any gate")
    func mirrorsDeleted() throws {
        var play = try atRest()
        play.world.new.topics["OLD.orders"] = nil
        play.world.new.groups["billing"] = nil
        for _ in 0..<3 {
            let after = play.next()
            for gate in Gate.allCases {
                #expect(after.gate(gate) == .safe, "\(after.verdict[gate].debugDescription)")
            }
        }
    }

    @Test("What the mirror held is history once it went as planned: no group is asked to read it there")
    func mirrorIsHistory() throws {
        var play = try Play()
        play.world.old["orders"].start = 100
        try #require(play.run(for: .seconds(700)).gate(.mirrorTopics) == .safe)
        play.world.new.topics["OLD.orders"] = nil
        _ = play.next()
        play.world.old.commit("late", "orders", 0, 50)
        #expect(play.next().state(.sourceConsumed) == .holds)
    }

    @Test("MirrorMaker's own topics deleted while its gate is safe leave its last positions standing")
    func mirrorMakersTopicsDeleted() throws {
        var play = try atRest()
        play.world.positions = .absent
        play.world.syncs = .absent
        play.world.checkpoints = .absent
        for _ in 0..<3 {
            let after = play.next()
            for gate in Gate.allCases { #expect(after.gate(gate) == .safe) }
        }
        // A stray record that is written now is on OLD alone.
        play.world.old["orders"].end = 101
        let stray = play.next()
        #expect(stray.state(.sourceQuiet) == .fails)
        #expect(stray.state(.mirrorDrained) == .fails)
        #expect(play.next().state(.mirrorDrained) == .fails)
    }

    @Test("Positions that vanish before the gate is safe are not taken for drained")
    func positionsVanishEarly() throws {
        var play = try Play()
        _ = play.look()
        play.world.positions = .absent
        #expect(play.next().state(.mirrorDrained) == .unknown)
    }

    @Test("A mirror that comes back after its deletion is a violation")
    func mirrorReturns() throws {
        var play = try atRest()
        play.world.new.topics["OLD.orders"] = nil
        _ = play.next()
        play.world.new.topics["OLD.orders"] = TopicWorld([PartitionWorld(end: 100)])
        let back = play.next()
        #expect(back.offenders(.mirrorQuiet).contains { $0.contains("came back") })
        #expect(back.gate(.mirrorTopics) == .blocked)
    }

    @Test("An empty mirror that comes back is one, too")
    func emptyMirrorReturns() throws {
        var play = try Play()
        play.world.old.topics["empty"] = TopicWorld([PartitionWorld(end: 0)])
        play.world.new.topics["OLD.empty"] = TopicWorld([PartitionWorld(end: 0)])
        _ = play.run(for: .seconds(700))
        play.world.new.topics["OLD.empty"] = nil
        #expect(play.next().gate(.mirrorTopics) == .safe)
        play.world.new.topics["OLD.empty"] = TopicWorld([PartitionWorld(end: 0)])
        #expect(
            play.next().offenders(.mirrorQuiet) == [
                "OLD.empty: came back after it had been deleted: MirrorMaker still runs, or a client asks "
                    + "for it by name"
            ])
    }
}
