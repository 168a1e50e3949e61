import Quiescence
import Testing

@Suite("What was compared stands no longer than the logs of which it was read")
struct ComparedAnewTests {
    @Test("mirror_faithful", arguments: faithfulRows)
    func faithful(row: Row) throws { try row.check(.mirrorFaithful) }

    @Test("mirror_gapless", arguments: gaplessRows)
    func gapless(row: Row) throws { try row.check(.mirrorGapless) }

    private static let foreign: Row.Act = {
        $0.new["OLD.orders"].end = 100
        $0.old["orders"].lostAt = Set(0..<100)
    }

    private static let faithfulRows: [Row] = [
        Row(
            "a mirror made again, filled by somebody else to the very offset at which it ended", .fails,
            says: "the newest record of OLD, at 99, does not stand",
            [World.nothing, { $0.new["OLD.orders"].end = 9 }, foreign, World.nothing]),
        Row(
            "the same of one partition, which was gone for a while", .fails,
            says: "orders-1: the newest record of OLD, at 9,",
            [
                {
                    $0.old.topics["orders"]?.partitions.append(PartitionWorld(end: 10))
                    $0.new.topics["OLD.orders"]?.partitions.append(PartitionWorld(end: 10))
                    $0.mirrored("orders", 1, to: 9)
                    $0.syncs = .known([
                        TopicPartition("orders", 0): [sync(0, 0), sync(99, 99)],
                        TopicPartition("orders", 1): [sync(0, 0), sync(9, 9)],
                    ])
                },
                { $0.new.topics["OLD.orders"]?.partitions.removeLast() },
                {
                    $0.new.topics["OLD.orders"]?.partitions.append(PartitionWorld(end: 10))
                    $0.old["orders", 1].lostAt = Set(0..<10)
                }, World.nothing,
            ]),
        Row(
            "the newest record is not where MirrorMaker's pair puts it, and nothing later can have taken its place",
            .unknown, says: "orders-0: a record of it does not stand where MirrorMaker's pairs put it",
            [{ $0.old["orders"].supersededAt = Set(90..<100) }, World.nothing]),
        Row(
            "a comparison, and a topic that was made again since and filled to its former end", .unknown,
            says: "the comparison a.json found all equal: since then a log became another one",
            plan: ComparisonEvidenceTests.plan(ComparisonEvidenceTests.extent()),
            [{ $0.old["orders"].lostAt = Set(0..<100) }, World.nothing]),
        Row(
            "a comparison of a mirror whose compaction hides the newest record", .holds,
            says: "by the comparison a.json",
            plan: ComparisonEvidenceTests.plan(ComparisonEvidenceTests.extent()),
            [{ $0.old["orders"].supersededAt = Set(0..<100) }, World.nothing]),
        Row(
            "a comparison, and no READ on what was compared", .holds, says: "by the comparison a.json",
            plan: ComparisonEvidenceTests.plan(ComparisonEvidenceTests.extent()),
            [
                { $0.old["orders"].tailUnreadable = Cause(.notAuthorized, "reading orders-0") },
                World.nothing,
            ]),
        Row(
            "a comparison, and pairs that two mirrors wrote", .holds, says: "by the comparison a.json",
            plan: ComparisonEvidenceTests.plan(ComparisonEvidenceTests.extent()),
            [
                {
                    $0.old["orders"].lostAt = [99]
                    $0.new.topics["mm2-configs.EAST.internal"] = TopicWorld([PartitionWorld(end: 5)])
                    $0.new.topics["EAST.orders"] = TopicWorld([PartitionWorld(end: 50)])
                }, World.nothing,
            ]),
        Row(
            "a second mirror's pairs put records elsewhere: that accuses nobody", .unknown,
            says: "they may be a second mirror's",
            [
                {
                    MirrorGaplessTests.log([(0, 0), (99, 99), (50, 0), (99, 49)], lost: [99])(&$0)
                    $0.new.topics["mm2-configs.EAST.internal"] = TopicWorld([PartitionWorld(end: 5)])
                    $0.new.topics["EAST.orders"] = TopicWorld([PartitionWorld(end: 50)])
                }, World.nothing,
            ]),
    ]

    @Test("A topic made again between two surveys, and filled to the end at which it stood, moves no end")
    func madeAgainUnseen() throws {
        var play = try Play(World.plan { $0.timing.window = .seconds(7200) })
        #expect(play.run(for: .seconds(100)).state(.mirrorFaithful) == .holds)
        play.world.old["orders"].lostAt = Set(0..<100)
        let last = play.run(for: .seconds(7150))
        #expect(last.state(.mirrorFaithful) == .fails)
        #expect(last.gate(.mirrorMaker) != .safe)
        #expect(last.offenders(.mirrorFaithful).contains { $0.contains("the newest record of OLD, at 99,") })
    }

    @Test("Of very many partitions each is read again, a few in every survey")
    func turns() throws {
        var play = try Play()
        let count = 450
        let one = TopicWorld(Array(repeating: PartitionWorld(end: 1), count: count))
        (play.world.old.topics["orders"], play.world.new.topics["OLD.orders"]) = (one, one)
        var syncs: PartitionMap<[OffsetSync]> = [:]
        for number in 0..<Int32(count) {
            play.world.mirrored("orders", number, to: 0)
            syncs[TopicPartition("orders", number)] = [sync(0, 0)]
        }
        play.world.syncs = .known(syncs)
        // Compared for the first time in two surveys.
        _ = play.look()
        _ = play.next()
        var read: [Int32] = []
        for _ in 0..<120 {
            let numbers = play.ledgerQuestions().filter(\.isFirstOnly).map(\.source.partition)
            #expect((3...4).contains(numbers.count))
            read += numbers
            _ = play.next()
        }
        #expect(read.sorted() == Array(0..<450))
    }

    @Test("A second mirror whose pairs put the newest record behind the end of this one accuses nobody")
    func secondMirrorAhead() throws {
        let row = Row("", .unknown, says: "they may be a second mirror's") {
            MirrorGaplessTests.log([(0, 0), (99, 99)])(&$0)
            $0.new["OLD.orders"].end = 50
            $0.new.topics["mm2-configs.EAST.internal"] = TopicWorld([PartitionWorld(end: 5)])
            $0.new.topics["EAST.orders"] = TopicWorld([PartitionWorld(end: 100)])
        }
        try row.check(.mirrorFaithful)
    }

    private static let gaplessRows: [Row] = [
        Row(
            "a replay ends at the skew at which a loss before it began", .fails,
            says: "10 records of OLD never reached NEW",
            [
                MirrorGaplessTests.log(
                    [(0, 0), (50, 50), (100, 60), (70, 70), (150, 150)], lost: Set(51...60)),
                World.nothing,
            ]),
        Row(
            "a comparison found records on OLD alone, which expired; the next one is about the rest",
            .unknown,
            says: "found records on OLD alone",
            plan: ComparisonEvidenceTests.plan(
                ComparisonEvidenceTests.extent(at: -60, isEqual: false),
                ComparisonEvidenceTests.extent(50..<100, at: 40)), from: 2,
            [World.nothing, { $0.old["orders"].start = 50 }, World.nothing, World.nothing]),
        Row(
            "of two comparisons of one second one found records on OLD alone", .unknown,
            says: "found records on OLD alone",
            plan: ComparisonEvidenceTests.plan(
                ComparisonEvidenceTests.extent(isEqual: false), ComparisonEvidenceTests.extent())),
        Row(
            "a comparison found records on OLD alone, and one that does not count comes after it", .unknown,
            says: "found records on OLD alone",
            plan: ComparisonEvidenceTests.plan(
                ComparisonEvidenceTests.extent(at: -60, isEqual: false),
                ComparisonEvidenceTests.extent(0..<100, 0..<200, at: -30))),
        Row(
            "OLD.t was made again and mirrored from its start, then compared: the pairs of the log before do not count",
            .holds, says: "",
            plan: ComparisonEvidenceTests.plan(ComparisonEvidenceTests.extent(50..<100, 0..<50)),
            [
                {
                    MirrorGaplessTests.log([(0, 0), (99, 99), (50, 0), (99, 49)], start: 50)(&$0)
                    $0.new["OLD.orders"].end = 50
                }, World.nothing, World.nothing,
            ]),
        Row(
            "a prefix that is not made of the alias: the mirror itself is no second one", .holds,
            plan: World.plan { $0.mirror.topicPrefix = "EAST." },
            [
                {
                    MirrorGaplessTests.log([(0, 0), (99_999, 99_999)])(&$0)
                    $0.new.topics["EAST.orders"] = TopicWorld([PartitionWorld(end: 100_000)])
                    $0.new.topics["OLD.orders"] = nil
                    $0.new.topics["mm2-configs.EAST.internal"] = TopicWorld([PartitionWorld(end: 5)])
                }, World.nothing,
            ]),
    ]
}
