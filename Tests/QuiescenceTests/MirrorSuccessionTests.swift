import Quiescence
import Testing

@Suite("What was seen of MirrorMaker, under another plan")
struct MirrorSuccessionTests {
    @Test(
        "Who accepts a setting, or an isolation level, takes no contradiction back that was seen of a position",
        arguments: [
            World.plan { $0.mirror.accepted = [MirrorRisk(setting: .tolerance, value: "all"): "compared"] },
            World.plan { $0.mirror.isolation = .readCommitted }, World.plan { $0.mirror.syncsOn = .new },
        ])
    func keepsContradictions(under plan: Plan) throws {
        var play = try Play()
        play.world.description = .absent
        _ = play.next()
        play.world.mirrored("orders", 0, to: 49)
        _ = play.next()
        play.world.mirrored("orders", 0, to: 99)
        try play.adopt(plan)
        let last = play.next()
        #expect(last.doubts(.mirrorDrained).contains { $0.contains("position went back, 99 → 49") })
    }

    @Test("What MirrorMaker's pairs have proven says nothing of the pairs under another alias of NEW")
    func otherPairs() throws {
        var play = try Play()
        _ = play.next()
        play.world.syncs = .known([:])
        play.leavesLedgerUnread = true
        try #require(play.next().state(.mirrorGapless) == .holds)
        try play.adopt(World.plan { $0.new.alias = "WEST" })
        #expect(play.next().state(.mirrorGapless) == .unknown)
    }

    @Test(
        "Positions of another topic, or under another alias, have not gone back",
        arguments: [
            World.plan { $0.mirror.offsetsTopic = "connect-offsets" }, World.plan { $0.old.alias = "EAST" },
        ])
    func otherPositions(under other: Plan) throws {
        var play = try Play()
        play.world.description = .absent
        _ = play.next()
        try play.adopt(other)
        play.world.mirrored("orders", 0, to: 49)
        #expect(play.next().state(.mirrorDrained) == .fails)
        play.world.mirrored("orders", 0, to: 99)
        #expect(play.next().state(.mirrorDrained) == .holds)
    }
}
