import Quiescence
import Testing

@Suite("A waiver for MirrorMaker or a group as a whole covers what stood there when it began")
struct WholeWaiverTests {
    private static func waiver(_ condition: Condition, _ subject: String) -> Waiver {
        Waiver(
            condition: condition, subject: subject, reason: "compared by hand", owner: "data platform",
            until: WallTime(millisecondsSince1970: 2_000_000_000_000))
    }

    @Test("What is unknown of MirrorMaker as a whole is waived as all logs stand", arguments: [true, false])
    func wholeMirror(isMadeAnew: Bool) throws {
        var play = try Play()
        play.world.syncs = .absent
        let last = play.run(for: .seconds(60))
        let doubts = last.verdict[.mirrorGapless]?.finding.doubts ?? []
        try #require(doubts.contains { $0.subject == "MirrorMaker" })
        _ = try play.adopt(World.plan { $0.waivers = [Self.waiver(.mirrorGapless, "MirrorMaker")] })
        try #require(play.next().state(.mirrorGapless) == .holds)
        if isMadeAnew { play.world.new["OLD.orders"].end = 0 }
        let end: Int64 = isMadeAnew ? 10 : 110
        _ = play.next()
        play.world.old["orders"].end = 110
        play.world.new["OLD.orders"].end = end
        play.world.mirrored("orders", 0, to: 109)
        _ = play.next()
        #expect(play.next().state(.mirrorGapless) == .unknown)
    }

    @Test("What is unknown of MirrorMaker as a whole is not waived of a topic that comes into scope later")
    func widerScope() throws {
        let narrow = NameRule(names: .name("audit"), reason: "not yet")
        var play = try Play(World.plan { $0.topics.exclude = [narrow] })
        play.world.old.topics["audit"] = TopicWorld([PartitionWorld(end: 7)])
        play.world.new.topics["OLD.audit"] = TopicWorld([PartitionWorld(end: 7)])
        play.world.mirrored("audit", 0, to: 6)
        play.world.syncs = .absent
        _ = play.next()
        let waiver = Self.waiver(.mirrorGapless, "MirrorMaker")
        _ = try play.adopt(
            World.plan {
                $0.topics.exclude = [narrow]
                $0.waivers = [waiver]
            })
        try #require(play.next().state(.mirrorGapless) == .holds)
        _ = try play.adopt(World.plan { $0.waivers = [waiver] })
        #expect(play.next().state(.mirrorGapless) == .unknown)
    }

    @Test("Nor is what is unknown of a group as a whole")
    func widerScopeOfAGroup() throws {
        let narrow = NameRule(names: .name("audit"), reason: "not yet")
        var play = try Play(World.plan { $0.topics.exclude = [narrow] })
        play.world.old.topics["audit"] = TopicWorld([PartitionWorld(end: 7)])
        play.world.new.topics["OLD.audit"] = TopicWorld([PartitionWorld(end: 7)])
        play.world.mirrored("audit", 0, to: 6)
        play.world.new.commit("other", "OLD.audit", 0, 7)
        play.world.new.groups["billing"]?.commits = .unreadable(Cause(.unsupported, "none may be told"))
        _ = play.next()
        let waiver = Self.waiver(.mirrorConsumed, "billing")
        _ = try play.adopt(
            World.plan {
                $0.topics.exclude = [narrow]
                $0.waivers = [waiver]
            })
        try #require(play.next().state(.mirrorConsumed) == .holds)
        _ = try play.adopt(World.plan { $0.waivers = [waiver] })
        #expect(play.next().state(.mirrorConsumed) == .unknown)
    }

    @Test("Nor of one that is read for the first time")
    func readLater() throws {
        var play = try Play()
        play.world.syncs = .absent
        play.world.old.topics["audit"] = TopicWorld([PartitionWorld(end: 7)])
        play.world.old["audit"].endUnreadable = World.cause
        _ = play.next()
        _ = try play.adopt(World.plan { $0.waivers = [Self.waiver(.mirrorGapless, "MirrorMaker")] })
        try #require(play.next().verdict[.mirrorGapless]?.finding.waived.isEmpty == false)
        play.world.old["audit"].endUnreadable = nil
        #expect(play.next().doubts(.mirrorGapless).contains { $0.hasPrefix("MirrorMaker: ") })
    }

    @Test("What is unknown of a group as a whole is waived as all mirrors stand")
    func wholeGroup() throws {
        var play = try Play()
        play.world.new.groups["billing"]?.commits = .unreadable(Cause(.unsupported, "none may be told"))
        _ = play.next()
        _ = try play.adopt(World.plan { $0.waivers = [Self.waiver(.mirrorConsumed, "billing")] })
        try #require(play.next().state(.mirrorConsumed) == .holds)
        play.world.old["orders"].end = 110
        play.world.new["OLD.orders"].end = 110
        play.world.mirrored("orders", 0, to: 109)
        _ = play.next()
        #expect(play.next().state(.mirrorConsumed) == .unknown)
    }
}
