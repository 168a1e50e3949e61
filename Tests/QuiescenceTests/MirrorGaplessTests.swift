import Quiescence
import Testing

@Suite("mirror_gapless: every source offset that was stepped over is accounted for")
struct MirrorGaplessTests {
    @Test(
        "Truth table",
        arguments: fieldRows + recreatedRows + healthyRows + historyRows + watchedRows + blindRows)
    func table(row: Row) throws { try row.check(.mirrorGapless) }

    static let orders = TopicPartition("orders", 0)

    /// The log of OLD, and what MirrorMaker wrote of it, ends and position included.
    static func log(
        _ pairs: [(Int64, Int64)], start: Int64 = 0, end: Int64? = nil, mirrorStart: Int64 = 0,
        nothing: Set<Int64> = [], lost: Set<Int64> = []
    ) -> Row.Act {
        { world in
            world.syncs = .known([orders: pairs.map { sync($0.0, $0.1) }])
            let last = pairs.last ?? (-1, -1)
            world.old["orders"] = PartitionWorld(start: start, end: end ?? last.0 + 1, nothingAt: nothing)
            world.old["orders"].lostAt = lost
            world.new["OLD.orders"] = PartitionWorld(
                start: mirrorStart, end: (pairs.map(\.1).max() ?? -1) + 1)
            world.mirrored("orders", 0, to: last.0)
        }
    }

    /// What was seen on real clusters, pairs as they stood there.
    static let fieldRows: [Row] = [
        Row(
            "errors.tolerance=all: a record that was too large", .fails,
            says: "orders-0: 1 record of OLD never reached NEW: offset 5",
            log([(4, 4), (6, 5), (8, 7)], lost: [5])),
        Row(
            "auto.offset.reset=latest on a topic with records", .fails,
            says: "10 records of OLD never reached NEW: offset 0, 1, 2, 3, 4 and 5 more",
            log([(10, 0), (14, 4)], lost: Set(0...9))),
        Row(
            "retention that ran ahead of a stopped mirror, while we watched", .fails,
            says: "offsets 10–14 expired before",
            [
                log([(0, 0), (9, 9)]), log([(0, 0), (9, 9), (15, 10), (29, 24)], start: 15),
            ]),
        Row(
            "retention that ran ahead and left nothing", .fails, says: "offsets 10–29 expired before",
            [
                log([(0, 0), (9, 9)]), log([(0, 0), (9, 9), (30, 10)], start: 30),
            ]),
        Row(
            "OLD.t deleted, and recreated by a running MirrorMaker", .fails,
            says: "7 records of OLD never reached NEW: offset 0, 1",
            [
                log([(0, 0), (6, 6)]), log([(0, 0), (6, 6), (7, 0), (12, 5)], lost: Set(0...6)),
            ]),
        Row(
            "the same before our first look", .fails, says: "7 records of OLD never reached NEW",
            log([(0, 0), (6, 6), (7, 0), (12, 5)], lost: Set(0...6))),
        Row(
            "a filter that drops records", .fails, says: "2 records of OLD never reached NEW: offset 1, 3",
            log([(0, 0), (2, 1), (4, 2)], lost: [1, 3])),
        Row(
            "a loss that records from elsewhere cancel", .fails,
            says: "1 record of OLD never reached NEW: offset 11",
            log([(0, 0), (10, 10), (12, 14), (13, 15)], lost: [11])),
        Row(
            "exactly-once: a marker cancels the loss, the skew stays", .fails,
            says: "1 record of OLD never reached NEW: offset 3"
        ) {
            log([(0, 0), (2, 2), (4, 4), (6, 6)], lost: [3])(&$0)
            $0.description = .known(
                MirrorDescription(connectors: [
                    World.connector: World.source([.exactlyOnce: "enabled"])
                ]))
        },
        Row(
            "exactly-once on a Connect cluster, where only the fencing of its tasks shows it", .fails,
            says: "1 record of OLD never reached NEW: offset 3"
        ) {
            log([(0, 0), (2, 2), (4, 4), (6, 6)], lost: [3])(&$0)
            var fenced = World.source()
            fenced.isFenced = true
            $0.description = .known(MirrorDescription(connectors: [World.connector: fenced]))
        },
        Row(
            "after a foreign write equal skew proves nothing", .fails,
            says: "1 record of OLD never reached NEW: offset 20",
            [
                log([(0, 0), (10, 10), (12, 14)]),
                log([(0, 0), (10, 10), (12, 14), (30, 32)], lost: [20]),
            ]),
        Row(
            "a recreated topic, shorter than the position", .unknown, says: "went back",
            [
                log([(0, 0), (9, 9)]), log([(0, 0), (9, 9), (0, 10), (2, 12)]),
            ]),
    ]

    static let recreatedRows: [Row] = [
        Row(
            "pairs that go back, and nothing else has moved", .unknown, says: "pairs went back to 5",
            [
                log([(0, 0), (9, 9)]),
                {
                    log([(0, 0), (9, 9)])(&$0)
                    $0.syncs = .known([orders: [sync(0, 0), sync(9, 9), sync(5, 10)]])
                },
            ]),
        Row(
            "a topic recreated longer, between two looks", .unknown, says: "pairs went back to 0",
            [
                log([(0, 0), (9, 9)]), log([(0, 0), (9, 9), (0, 10), (24, 34)]), World.nothing,
            ]),
    ]

    static let healthyRows: [Row] = [
        Row("plain records", .holds, log([(0, 0), (41, 41)])),
        Row(
            "committed transactions", .holds, log([(0, 0), (5, 4), (11, 9)], end: 12, nothing: [4, 10, 11])),
        Row(
            "a compacted topic", .holds,
            log([(196, 0), (201, 4), (202, 5)], nothing: Set(0...195).union([200]))),
        Row("a foreign write, and nothing lost", .holds, log([(0, 0), (10, 10), (11, 13), (12, 14)])),
        Row(
            "kill -9: a part is mirrored twice", .holds,
            log([(0, 0), (99, 99), (50, 100), (120, 170)])),
        Row(
            "a replay while we watched", .holds,
            [
                {
                    log([(0, 0), (99, 99)])(&$0)
                    $0.mirrored("orders", 0, to: 49)
                }, log([(0, 0), (99, 99), (50, 100), (120, 170)]),
            ]),
        Row("exactly-once, every record with a marker", .holds) {
            log([(0, 0), (1, 2), (2, 4), (3, 6)])(&$0)
            $0.description = .known(
                MirrorDescription(connectors: [
                    World.connector: World.source([.exactlyOnce: "enabled"])
                ]))
        },
        Row("a partition that never held a record", .holds) {
            log([], end: 0)(&$0)
            $0.positions = .known([World.connector: [:]])
        },
    ]

    static let historyRows: [Row] = [
        Row(
            "MirrorMaker began where the log began then", .holds, log([(196, 0), (300, 104)], start: 196)),
        Row(
            "the first pairs are compacted away, and nothing was stepped over", .holds,
            log([(5000, 5000), (5100, 5100)])),
        Row(
            "older than its retention: the oldest record stands at the first pair's skew", .holds,
            log([(900_000, 899_000)], start: 100_000, mirrorStart: 5000)),
        Row(
            "older than its retention: the oldest record does not stand there", .unknown,
            says: "the oldest record of OLD, at 100000, does not stand at 99000",
            log([(900_000, 899_000)], start: 100_000, mirrorStart: 5000, lost: [100_000])),
        Row(
            "a step before our first look that has expired, where every other offset is a record", .fails,
            says: "stepped over some of offsets 10–14, which expired before we looked",
            log([(0, 0), (9, 9), (15, 10), (29, 24)], start: 20)),
        Row(
            "the same where other offsets hold nothing either", .holds,
            says: "orders-0: MirrorMaker stepped over some of offsets 10–14",
            log([(0, 0), (9, 9), (15, 10), (29, 24), (31, 25)], start: 20, nothing: [30])),
        Row(
            "a step too wide to be read, with nothing expired", .unknown, says: "too many to read",
            log([(0, 0), (900_000, 899_000)])),
        Row(
            "a mirror that has expired where the step was", .unknown, says: "they may have been there",
            log([(0, 0), (20, 15)], mirrorStart: 10, lost: [3])),
    ]

    static let watchedRows: [Row] = [
        Row(
            "a loss stays when the records expire", .fails,
            says: "1 record of OLD never reached NEW: offset 5",
            [
                log([(4, 4), (6, 5), (8, 7)], lost: [5]), log([(4, 4), (6, 5), (8, 7)], start: 8),
            ]),
        Row(
            "the pairs stop short of the position", .unknown,
            says: "stands at 41, and its pairs are proven up to 30",
            [
                {
                    log([(0, 0), (30, 30)], end: 42)(&$0)
                    $0.mirrored("orders", 0, to: 41)
                }, World.nothing,
            ]),
        Row("a pair of another mirror", .unknown, says: "another mirror's pair") {
            log([(0, 0), (30, 30)])(&$0)
            $0.new["OLD.orders"].end = 20
        },
    ]

    static let blindRows: [Row] = [
        Row("no READ on the topic of pairs", .unknown, says: "run decommission-gate compare") {
            $0.syncs = .unreadable(Cause(.notAuthorized, "reading mm2-offset-syncs.NEW.internal-0"))
        },
        Row("no topic of pairs", .unknown, says: "does not exist") { $0.syncs = .absent },
        Row("emit.offset-syncs.enabled=false", .unknown, says: "writes no pairs of offsets") {
            $0.description = .known(
                MirrorDescription(connectors: [World.connector: World.source([.emitsSyncs: "false"])]))
        },
        Row("a second mirror that shares the topic", .unknown, says: "both write their pairs into one topic")
        {
            var second = World.source()
            second.settings[.sourceAlias] = .known("EAST")
            $0.description = .known(
                MirrorDescription(connectors: [World.connector: World.source(), "east": second]))
        },
        Row("no pair of a partition that was mirrored whole", .holds) { $0.syncs = .known([:]) },
        Row("no pair of one that was not", .unknown, says: "has written no pair of offsets") {
            $0.syncs = .known([:])
            $0.old["orders"].lostAt = [50]
        },
        Row("READ on OLD is missing", .unknown, says: "offsets 5 are unproven") {
            log([(4, 4), (6, 5)])(&$0)
            $0.old["orders"].tailUnreadable = Cause(.notAuthorized, "reading orders-0")
        },
    ]
}

@Suite("mirror_gapless: what another plan leaves of it")
struct LedgerSuccessionTests {
    private func succeeded(_ change: (inout Plan) -> Void) throws -> Assessment {
        var world = World()
        MirrorGaplessTests.log([(4, 4), (6, 5), (8, 7)], lost: [5])(&world)
        var evaluator = try Evaluator(plan: World.plan)
        func look(_ evaluator: inout Evaluator) -> Assessment {
            var survey = world.survey()
            for question in evaluator.questions(for: survey).ledger {
                survey.ledger[question] = world.answer(question)
            }
            world.pass(.seconds(29))
            return evaluator.weigh(survey)
        }
        #expect(look(&evaluator).state(.mirrorGapless) == .fails)
        world.old["orders"].start = 8
        evaluator = try evaluator.succeeded(by: World.plan(change)).evaluator
        return look(&evaluator)
    }

    @Test("A loss stays known under another plan, although its record has expired since")
    func lossesStay() throws {
        let look = try succeeded {
            $0.mirror.accepted = [MirrorRisk(setting: .tolerance, value: "all"): "as they say"]
        }
        #expect(
            look.offenders(.mirrorGapless).contains("orders-0: 1 record of OLD never reached NEW: offset 5"))
    }

    @Test("What was missed at another isolation level is not held to be lost")
    func isolation() throws {
        let look = try succeeded { $0.mirror.isolation = .readCommitted }
        #expect(!look.offenders(.mirrorGapless).contains { $0.contains("never reached NEW") })
    }
}

@Suite("mirror_gapless: what is asked")
struct LedgerQuestionTests {
    @Test("At rest nothing is asked, and a step is read once")
    func onlyOnce() throws {
        var play = try Play()
        MirrorGaplessTests.log([(0, 0), (5, 4)], end: 6, nothing: [4])(&play.world)
        #expect(
            try play.ledgerQuestions().filter { !$0.isFirstOnly }.map(\.range) == [
                #require(OffsetRange(1, 5))
            ])
        #expect(play.look().state(.mirrorGapless) == .holds)
        #expect(play.ledgerQuestions() == [])
        #expect(play.next().state(.mirrorGapless) == .holds)
    }

    @Test("Where no mirror record stands between two pairs only OLD is read, piece by piece")
    func pieces() throws {
        var play = try Play()
        MirrorGaplessTests.log([(50_000, 0)], lost: [])(&play.world)
        for _ in 0..<3 { _ = play.next() }
        #expect(
            play.next().offenders(.mirrorGapless)
                == ["orders-0: 50,000 records of OLD never reached NEW: offset 0, 1, 2, 3, 4 and 49,995 more"]
        )
        #expect(play.ledgerQuestions() == [])
    }

    @Test("What a bound left unread stays unknown, and is asked again")
    func unread() throws {
        var play = try Play()
        MirrorGaplessTests.log([(0, 0), (5, 4)], end: 6, nothing: [4])(&play.world)
        play.leavesLedgerUnread = true
        for _ in 0..<3 { #expect(play.next().state(.mirrorGapless) == .unknown) }
        play.leavesLedgerUnread = false
        #expect(play.next().state(.mirrorGapless) == .holds)
    }
}
