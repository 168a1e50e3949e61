import Quiescence
import Testing

/// After a burst MirrorMaker may leave the last pairs of a partition unwritten until its next record, and a quiet
/// topic has none.
@Suite("Records behind MirrorMaker's newest pair")
struct UnpairedTests {
    /// The last ten of a hundred records.
    private static func short(_ change: @escaping Row.Act = { _ in }) -> Row.Act {
        { world in
            world.syncs = .known([TopicPartition("orders", 0): [sync(0, 0), sync(89, 89)]])
            change(&world)
        }
    }

    static let rows = [
        Row("they are read, and stand in the mirror", .holds, short()),
        Row(
            "one of them does not", .unknown, says: "stands at 99, and its pairs are proven up to 89",
            short { $0.old["orders"].lostAt = [95] }),
        Row(
            "later ones of their keys may stand in their places", .unknown, says: "proven up to 89",
            short { $0.old["orders"].supersededAt = [95] }),
        Row(
            "one of them has expired on OLD", .unknown, says: "proven up to 89",
            short { $0.old["orders"].start = 91 }),
        Row(
            "all of them have expired on OLD since, one unread by us", .unknown, says: "proven up to 89",
            [
                short { $0.old["orders"].lostAt = [95] },
                short {
                    $0.old["orders"].lostAt = [95]
                    $0.old["orders"].start = 100
                }, World.nothing,
            ]),
        Row(
            "all of them had expired on OLD before we looked", .holds,
            [short { $0.old["orders"].start = 100 }, World.nothing]),
        Row(
            "they were read, and have expired since", .holds,
            [short(), World.nothing, short { $0.old["orders"].start = 100 }, World.nothing]),
        Row(
            "the mirror has lost some to its retention", .unknown, says: "proven up to 89",
            short { $0.new["OLD.orders"].start = 91 }),
        Row(
            "the mirror holds none of them", .unknown, says: "proven up to 89",
            short { $0.new["OLD.orders"].end = 90 }),
        Row(
            "they cannot be read", .unknown, says: "not allowed",
            short { $0.old["orders"].tailUnreadable = Cause(.notAuthorized, "not allowed") }),
        Row(
            "there are more than a question may hold", .unknown, says: "proven up to 89",
            short { world in
                world.old["orders"].end = 30_000
                world.new["OLD.orders"].end = 30_000
                world.mirrored("orders", 0, to: 29_999)
            }),
        Row(
            "the pair that comes later names a record that was lost before it", .fails,
            says: "never reached NEW",
            [
                short(),
                { world in
                    world.old["orders"].end = 103
                    world.old["orders"].lostAt = [101]
                    world.new["OLD.orders"].end = 102
                    world.mirrored("orders", 0, to: 102)
                    world.syncs = .known([
                        TopicPartition("orders", 0): [sync(0, 0), sync(89, 89), sync(102, 101)]
                    ])
                }, { _ in },
            ]),
        Row(
            "the mirror loses them after they were read", .unknown, says: "lost records, while we watched",
            [short(), World.nothing, loseTheTail, World.nothing]),
        Row(
            "the same, and MirrorMaker goes on", .fails, says: "10 records of OLD never reached NEW",
            [
                short(), World.nothing, loseTheTail,
                {
                    loseTheTail(&$0)
                    goOn(to: 100, 90)(&$0)
                }, World.nothing,
            ]),
        Row(
            "the mirror loses them and grows beyond its end between two surveys", .fails,
            says: "10 records of OLD never reached NEW",
            [
                short(), World.nothing,
                {
                    loseTheTail(&$0)
                    goOn(to: 110, 100)(&$0)
                }, World.nothing,
            ]),
        Row(
            "the same, and no pair comes", .unknown, says: "proven up to 99",
            [short(), World.nothing, regrow(to: 110), World.nothing]),
        Row(
            "the same, and its end is what it was", .unknown, says: "proven up to 99",
            [short(), World.nothing, regrow(to: 109), World.nothing]),
    ]

    /// The end of the mirror is lost, and later records take its place without a pair.
    private static func regrow(to upstream: Int64) -> Row.Act {
        { world in
            let pairs = world.syncs
            loseTheTail(&world)
            goOn(to: upstream, upstream - 10)(&world)
            world.syncs = pairs
        }
    }

    /// As a broker does that becomes leader without having all of the log.
    private static let loseTheTail: Row.Act = {
        $0.new["OLD.orders"].end = 90
        $0.old["orders"].lostAt = Set(90..<100)
    }

    /// MirrorMaker copies what comes later, and writes a pair of its last record.
    private static func goOn(to upstream: Int64, _ downstream: Int64) -> Row.Act {
        { world in
            world.old["orders"].end = upstream + 1
            world.new["OLD.orders"].end = downstream + 1
            world.mirrored("orders", 0, to: upstream)
            world.syncs = .known([
                TopicPartition("orders", 0): [sync(0, 0), sync(89, 89), sync(upstream, downstream)]
            ])
        }
    }

    @Test("Truth table", arguments: rows)
    func truthTable(row: Row) throws { try row.check(.mirrorGapless) }

    @Test("They are read once, and the oldest, the newest pair's and those between are compared all the same")
    func onceAndFaithful() throws {
        var play = try Play()
        Self.short()(&play.world)
        #expect(play.look().state(.mirrorGapless) == .holds)
        let last = play.next()
        #expect(last.state(.mirrorGapless) == .holds && last.state(.mirrorFaithful) == .holds)
        let questions = play.ledgerQuestions()
        let isWhole = questions.contains { !$0.isFirstOnly }
        #expect(!isWhole)
    }
}
