import Quiescence
import Testing

@Suite("mirror_faithful: the oldest record, the newest and some between equal their mirrors")
struct MirrorFaithfulTests {
    @Test("Truth table", arguments: lossyRows + healthyRows + blindRows + removalRows)
    func table(row: Row) throws { try row.check(.mirrorFaithful) }

    static let lossyRows: [Row] = [
        Row(
            "a topic recreated on OLD, longer than MirrorMaker's position: every skew is flat", .fails,
            says: "orders-0: the oldest record of OLD, at 0, does not stand at 0 in OLD.orders-0",
            MirrorGaplessTests.log([(0, 0), (9, 9), (24, 24)], lost: Set(0...9))),
        Row(
            "the same, and retention has taken the oldest records of both", .fails,
            says: "the record of OLD, at 8, does not stand at 8",
            MirrorGaplessTests.log([(0, 0), (9, 9), (24, 24)], start: 3, mirrorStart: 3, lost: [8, 9])),
        Row(
            "OLD.t recreated by MirrorMaker, and later records follow", .fails,
            says: "the oldest record of OLD, at 0, does not stand among offsets 0 of OLD.orders-0",
            MirrorGaplessTests.log([(0, 0), (6, 6), (7, 0), (12, 5)], lost: Set(0...6))),
        Row(
            "OLD.t recreated by MirrorMaker, and empty", .fails,
            says: "the record at 99 is not in OLD.orders-0, which ends at 0 and not behind 99"
        ) { $0.new["OLD.orders"].end = 0 },
        Row(
            "auto.offset.reset=latest", .fails, says: "the oldest record of OLD, at 0",
            MirrorGaplessTests.log([(10, 0), (14, 4)], lost: Set(0...9))),
        Row(
            "a mirror of something else", .fails, says: "the newest record of OLD, at 99",
            { $0.old["orders"].lostAt = Set(0..<100) }),
        Row(
            "a difference stays when its record expires", .fails,
            says: "the oldest record of OLD, at 0, does not stand at 0",
            [
                MirrorGaplessTests.log([(0, 0), (9, 9), (24, 24)], lost: Set(0...9)),
                MirrorGaplessTests.log([(0, 0), (9, 9), (24, 24)], start: 24),
            ]),
        Row(
            "a topic recreated shorter, under our eyes", .unknown,
            says: "1 partition (orders-0): compared once",
            [
                MirrorGaplessTests.log([(0, 0), (9, 9)]),
                MirrorGaplessTests.log([(0, 0), (9, 9), (0, 10), (2, 12)]), World.nothing,
            ]),
    ]

    static let healthyRows: [Row] = [
        Row("plain records", .holds),
        Row("an empty source", .holds) {
            MirrorGaplessTests.log([], end: 0)(&$0)
            $0.positions = .known([World.connector: [:]])
        },
        Row("deleted before MirrorMaker saw them, and nothing left", .holds) {
            MirrorGaplessTests.log([], start: 10, end: 10)(&$0)
            $0.positions = .known([World.connector: [:]])
        },
        Row(
            "only an aborted transaction, which MirrorMaker never read", .holds,
            plan: World.plan { $0.mirror.isolation = .readCommitted },
            [
                {
                    MirrorGaplessTests.log([], end: 4, nothing: [3])(&$0)
                    $0.old["orders"].abortedAt = [0, 1, 2]
                    $0.positions = .known([World.connector: [:]])
                }, World.nothing,
            ]),
        Row(
            "committed transactions: markers are stepped over", .holds,
            [
                MirrorGaplessTests.log([(0, 0), (5, 4), (11, 9)], end: 13, nothing: [4, 10, 12]),
                World.nothing,
            ]),
        Row(
            "a compacted topic", .holds,
            MirrorGaplessTests.log([(196, 0), (201, 4), (202, 5)], nothing: Set(0...195).union([200]))),
        Row(
            "kill -9: a part is mirrored twice", .holds,
            MirrorGaplessTests.log([(0, 0), (99, 99), (50, 100), (120, 170)])),
        Row("a foreign write: pairs alone are believed behind it", .holds) {
            MirrorGaplessTests.log([(0, 0), (10, 10), (12, 14), (30, 32)])(&$0)
            $0.old["orders"].lostAt = [20, 21, 22]
        },
        Row("exactly-once: places are those of the pairs", .holds) {
            MirrorGaplessTests.log([(0, 0), (1, 2), (2, 4), (3, 6)])(&$0)
            $0.description = .known(
                MirrorDescription(connectors: [World.connector: World.source([.exactlyOnce: "enabled"])]))
        },
        Row(
            "a mirror that has expired where the oldest record stood", .holds,
            says: "of 1 partition the oldest record is not comparable",
            MirrorGaplessTests.log([(0, 0), (99, 99)], mirrorStart: 50)),
        Row(
            "a mirror that has compacted the oldest record away", .holds,
            says: "of 1 partition the oldest record is not comparable"
        ) { $0.old["orders"].supersededAt = [0] },
    ]

    static let blindRows: [Row] = [
        Row(
            "records, and not one that can be compared", .unknown,
            says: "orders-0: none of its records can be compared",
            [
                { $0.old["orders"].supersededAt = Set(0..<100) }, World.nothing,
            ]),
        Row("no pairs", .unknown, says: "run decommission-gate compare") { $0.syncs = .absent },
        Row("pairs that stop short of the position", .unknown, says: "compared once both logs are quiet") {
            $0.syncs = .known([TopicPartition("orders", 0): [sync(0, 0), sync(50, 50)]])
        },
        Row(
            "a log that moves", .unknown, says: "compared once both logs are quiet",
            [World.nothing, { $0.old["orders"].end = 101 }]),
        Row("no READ on OLD", .unknown, says: "reading orders-0") {
            $0.old["orders"].tailUnreadable = Cause(.notAuthorized, "reading orders-0")
        },
        Row("no mirror", .unknown, says: "OLD.orders does not exist") {
            $0.new.topics["OLD.orders"] = nil
        },
        Row(
            "no mirror any more of what was compared", .unknown, says: "OLD.orders is gone",
            [World.nothing, World.nothing, { $0.new.topics["OLD.orders"] = nil }]),
        Row(
            "topics of NEW that cannot be read, of which the mirror was compared", .unknown,
            says: "no answer in time",
            [World.nothing, World.nothing, { $0.new.frame.topics = .unreadable(World.cause) }]),
        Row("nothing in scope", .unknown, says: "an empty scope") { $0.old.topics["orders"] = nil },
        Row(
            "a mirror that was gone for a moment is compared anew", .fails, says: "does not stand",
            [
                World.nothing, { $0.new.topics["OLD.orders"] = nil },
                {
                    $0.new.topics["OLD.orders"] = TopicWorld([PartitionWorld(end: 100)])
                    $0.old["orders"].lostAt = [0]
                },
            ]),
    ]

    static let removalRows: [Row] = [
        Row(
            "pairs that cannot be read take nothing from what was compared", .holds,
            [World.nothing, { $0.syncs = .unreadable(World.cause) }])
    ]
}

@Suite("mirror_faithful: what is read, and when")
struct ComparingTests {
    private func samples(_ play: inout Play) -> [String] {
        play.ledgerQuestions().filter(\.isFirstOnly).map { "\($0.range)" }
    }

    @Test("The oldest, the newest and three between are read once, and again when a log has moved")
    func onlyOnce() throws {
        var play = try Play()
        #expect(samples(&play) == ["0–99", "24–99", "48–99", "72–99", "99"])
        #expect(play.look().verdict[.mirrorFaithful]?.finding.summary == "1 partition compared")
        #expect(samples(&play) == [])
        play.world.old["orders"].end = 110
        play.world.new["OLD.orders"].end = 110
        play.world.mirrored("orders", 0, to: 109)
        play.world.syncs = .known([TopicPartition("orders", 0): [sync(0, 0), sync(109, 109)]])
        #expect(play.next().state(.mirrorFaithful) == .unknown)
        #expect(samples(&play).last == "109")
        #expect(play.next().state(.mirrorFaithful) == .holds)
        #expect(samples(&play) == [])
    }

    @Test("Retention on either side asks for nothing new: what was compared stands")
    func retention() throws {
        var play = try Play()
        _ = play.look()
        play.world.old["orders"].start = 50
        play.world.new["OLD.orders"].start = 60
        #expect(samples(&play) == [])
        #expect(play.next().state(.mirrorFaithful) == .holds)
    }

    @Test("Of very many partitions 250 are read in a survey, and the next survey goes on behind them")
    func inTurn() throws {
        var play = try Play()
        let count = 560
        play.world.old.topics["orders"] = TopicWorld(Array(repeating: PartitionWorld(end: 1), count: count))
        play.world.new.topics["OLD.orders"] = TopicWorld(
            Array(repeating: PartitionWorld(end: 1), count: count))
        var syncs: PartitionMap<[OffsetSync]> = [:]
        for number in 0..<Int32(count) {
            play.world.mirrored("orders", number, to: 0)
            syncs[TopicPartition("orders", number)] = [sync(0, 0)]
        }
        play.world.syncs = .known(syncs)
        #expect(play.ledgerQuestions().filter(\.isFirstOnly).count == 250)
        let doubts = play.look().doubts(.mirrorFaithful)
        #expect(
            doubts == [
                "OLD: 250 of 560 partitions compared; to be read: 310 partitions, orders-250 first"
            ])
        #expect(play.ledgerQuestions().first?.source == TopicPartition("orders", 250))
        play.leavesLedgerUnread = true
        #expect(play.next().state(.mirrorFaithful) == .unknown)
        play.leavesLedgerUnread = false
        #expect(play.ledgerQuestions().first?.source == TopicPartition("orders", 500))
        _ = play.next()
        #expect(play.next().state(.mirrorFaithful) == .holds)
    }

    @Test("MirrorMaker and its mirrors may go once their gates are safe: what was compared stands")
    func removal() throws {
        var play = try Play()
        #expect(play.run(for: .seconds(700)).gate(.mirrorTopics) == .safe)
        (play.world.positions, play.world.syncs) = (.absent, .absent)
        #expect(play.next().state(.mirrorFaithful) == .holds)
        play.world.new.topics["OLD.orders"] = nil
        play.world.new.groups = [:]
        #expect(play.next().state(.mirrorFaithful) == .holds)
        play.world.old["orders"].end = 101
        #expect(play.next().state(.mirrorFaithful) == .unknown)
    }

    @Test("What differs at another isolation level is not held to differ")
    func isolation() throws {
        var world = World()
        world.old["orders"].lostAt = [0]
        var evaluator = try Evaluator(plan: World.plan)
        func look(_ evaluator: inout Evaluator) -> Assessment {
            var survey = world.survey()
            for question in evaluator.questions(for: survey).ledger {
                survey.ledger[question] = world.answer(question)
            }
            world.pass(.seconds(29))
            return evaluator.weigh(survey)
        }
        #expect(look(&evaluator).state(.mirrorFaithful) == .fails)
        world.old["orders"].lostAt = []
        let other = try evaluator.succeeded(by: World.plan { $0.timing.window = .seconds(5) }).evaluator
        evaluator = other
        #expect(look(&evaluator).state(.mirrorFaithful) == .fails)
        evaluator = try evaluator.succeeded(by: World.plan { $0.mirror.isolation = .readCommitted }).evaluator
        #expect(look(&evaluator).state(.mirrorFaithful) == .holds)
    }
}
