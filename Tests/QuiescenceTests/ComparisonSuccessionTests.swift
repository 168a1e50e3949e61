import Quiescence
import Testing

@Suite("Comparisons: what is said of them, and what another plan leaves of it")
struct ComparisonSuccessionTests {
    typealias Table = ComparisonEvidenceTests

    @Test("The summary names the file and how many partitions rest on it")
    func summary() throws {
        let plan = World.plan { $0.mirror.comparisons = [Table.file(Table.extent(), "a.json of today")] }
        var play = try Play(plan)
        #expect(
            play.look().verdict[.mirrorGapless]?.finding.summary
                == "1 partition of the old cluster: 1 by the comparison a.json of today")
        play.world.old.topics["other"] = TopicWorld([PartitionWorld(end: 0)])
        #expect(
            play.next().verdict[.mirrorGapless]?.finding.summary
                == "2 partitions of the old cluster: 1 by the comparison a.json of today, "
                + "1 by MirrorMaker's pairs of offsets")
        Table.blind(&play.world)
        play.world.old["other"].end = 1
        #expect(
            play.next().verdict[.mirrorGapless]?.finding.summary
                == "2 partitions of the old cluster: 1 by the comparison a.json of today, 1 not compared")
    }

    @Test("A comparison that is taken out of the configuration proves nothing any more")
    func takenOut() throws {
        var world = World()
        MirrorGaplessTests.log(Table.wide)(&world)
        var evaluator = try Evaluator(plan: Table.plan(Table.wideExtent))
        #expect(evaluator.weigh(world.survey()).state(.mirrorGapless) == .holds)
        evaluator = try evaluator.succeeded(by: World.plan).evaluator
        world.pass(.seconds(29))
        #expect(evaluator.weigh(world.survey()).state(.mirrorGapless) == .unknown)
    }

    @Test("A topic recreated under MirrorMaker is drained by content, until the next record comes")
    func drained() throws {
        var play = try Play()
        _ = play.look()
        play.world.old["orders"].end = 20
        _ = play.next()
        play.world.new["OLD.orders"].end = 130
        play.world.mirrored("orders", 0, to: 19)
        #expect(play.next().state(.mirrorDrained) == .unknown)
        _ = play.next()
        try play.adopt(Table.plan(Table.extent(0..<20, 0..<130, at: 80)))
        #expect(play.next().state(.mirrorDrained) == .holds)
        play.world.old["orders"].end = 21
        _ = play.next()
        #expect(play.next().state(.mirrorDrained) == .fails)
    }

    @Test("What was compared stands when MirrorMaker and the mirrors were removed as planned")
    func removed() throws {
        var play = try Play(Table.plan(Table.extent()))
        Table.blind(&play.world)
        #expect(play.run(for: .seconds(1000)).gate(.mirrorTopics) == .safe)
        play.world.positions = .absent
        play.world.description = .absent
        play.world.syncs = .absent
        _ = play.next()
        play.world.new.topics["OLD.orders"] = nil
        for _ in 0..<3 { #expect(play.next().state(.mirrorGapless) == .holds) }
        play.world.old["orders"].end = 101
        _ = play.next()
        #expect(play.next().state(.mirrorGapless) == .unknown)
    }
}
