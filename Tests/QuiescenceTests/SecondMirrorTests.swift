import Quiescence
import Testing

@Suite("mirror_gapless: a second mirror of the same cluster writes its pairs into the same topic")
struct SecondMirrorTests {
    @Test("Truth table", arguments: rows)
    func table(row: Row) throws { try row.check(.mirrorGapless) }

    /// Another alias's mirror of `orders`, and what shows that the alias is MirrorMaker's.
    private static func second(_ sign: TopicName = "mm2-configs.EAST.internal") -> Row.Act {
        {
            $0.new.topics[sign] = TopicWorld([PartitionWorld(end: 5)])
            $0.new.topics["EAST.orders"] = TopicWorld([PartitionWorld(end: 0)])
        }
    }

    /// The mirror of OLD was made again at offset 7; the pairs of the other tell of all from the start.
    private static let hidden = MirrorGaplessTests.log(
        [(0, 0), (6, 6), (7, 0), (12, 5), (0, 0), (12, 12)], lost: Set(0...6))

    private static func both(_ first: @escaping Row.Act, _ second: @escaping Row.Act) -> Row.Act {
        {
            first(&$0)
            second(&$0)
        }
    }

    private static let rows: [Row] = [
        Row(
            "topics of the same names, all of which stand in the mirror: they may be another cluster's",
            .holds,
            says: "EAST.orders stands on NEW", [both(MirrorGaplessTests.log([(0, 0), (12, 12)]), second())]),
        Row(
            "a mirror that was made again, and pairs of a second one that hide it", .unknown,
            says: "run decommission-gate compare", [both(hidden, second())]),
        Row(
            "the same where the second one runs on a Connect cluster", .unknown,
            says: "run decommission-gate compare", [both(hidden, second("EAST.checkpoints.internal"))]),
        Row(
            "a step accuses nobody there, for it may be the other's", .unknown,
            says: "a second mirror may have written the pairs",
            [both(MirrorGaplessTests.log([(4, 4), (6, 5)], lost: [5]), second())]),
        Row(
            "a topic of NEW's own that is called alike is no mirror", .fails, says: "never reached NEW",
            [
                both(MirrorGaplessTests.log([(4, 4), (6, 5)], lost: [5])) {
                    $0.new.topics["EAST.orders"] = TopicWorld([PartitionWorld(end: 0)])
                }
            ]),
    ]

    @Test("Nor is where a group began told by pairs that the other may have written, unless all say the same")
    func beginnings() throws {
        let orders = TopicPartition("orders", 0)
        var play = try Play()
        play.world.new.groups["billing"] = nil
        _ = play.look()
        play.world.old["orders"].end = 200
        play.world.new["OLD.orders"].end = 200
        play.world.mirrored("orders", 0, to: 199)
        play.world.syncs = .known([orders: [sync(0, 0), sync(100, 100), sync(150, 120), sync(199, 199)]])
        play.world.new.commit("billing", "OLD.orders", 0, 100)
        play.world.new.groups["billing"]?.protocolType = .known("consumer")
        var (alone, alike) = (play, play)
        Self.second()(&play.world)
        Self.second()(&alike.world)
        alike.world.syncs = .known([orders: [sync(0, 0), sync(150, 150), sync(199, 199)]])
        for (number, last) in [play.next(), alone.next(), alike.next()].enumerated() {
            #expect(last.state(.sourceConsumed) == (number == 0 ? .unknown : .fails))
        }
        play.world.new.commit("billing", "OLD.orders", 0, 200)
        alone.world.new.commit("billing", "OLD.orders", 0, 200)
        alike.world.new.commit("billing", "OLD.orders", 0, 200)
        #expect(play.next().state(.sourceConsumed) == .unknown)
        #expect(alone.next().state(.sourceConsumed) == .holds)
        // Of one skew they say the same, whoever wrote them.
        #expect(alike.next().state(.sourceConsumed) == .holds)
    }
}
