import Quiescence
import Testing

@Suite("mirror_gapless: a comparison in place of MirrorMaker's pairs")
struct ComparisonEvidenceTests {
    @Test("Truth table", arguments: contentRows + soundRows + otherLogRows + pairRows + foreignRows)
    func table(row: Row) throws { try row.check(.mirrorGapless) }

    @Test(
        "mirror_faithful goes by it as well, as long as it is about all that OLD retains",
        arguments: faithfulRows)
    func faithful(row: Row) throws { try row.check(.mirrorFaithful) }

    static let faithfulRows: [Row] = [
        Row(
            "no pairs, all was compared", .holds, says: "1 partition by the comparison a.json",
            plan: plan(extent()),
            [blind, World.nothing]),
        Row("no pairs and no comparison", .unknown, says: "writes no pairs", [blind, World.nothing]),
        Row(
            "one more record came", .unknown, plan: plan(extent()),
            [blind, { $0.old["orders"].end = 101 }, World.nothing, World.nothing]),
        Row(
            "the comparison found records on OLD alone", .unknown, plan: plan(extent(isEqual: false)),
            [blind, World.nothing]),
        Row(
            "the mirror became another log since", .unknown, plan: plan(extent(0..<100, 0..<200)),
            [blind, World.nothing]),
    ]

    static let blind: Row.Act = {
        $0.description = .known(
            MirrorDescription(connectors: [World.connector: World.source([.emitsSyncs: "false"])]))
    }

    /// Seconds after the first look; before it where negative.
    static func time(_ seconds: Int64) -> WallTime {
        WallTime(millisecondsSince1970: (1_800_000_000 + seconds) * 1000)
    }

    static func extent(
        _ source: Range<Int64> = 0..<100, _ mirror: Range<Int64> = 0..<100, at seconds: Int64 = -3600,
        isEqual: Bool = true, records: Int64? = nil
    ) -> ComparedExtent {
        ComparedExtent(
            isEqual: isEqual, sourceStart: source.lowerBound, sourceEnd: source.upperBound,
            records: records ?? Int64(source.count), mirrorStart: mirror.lowerBound,
            mirrorEnd: mirror.upperBound, time: time(seconds))
    }

    static func file(_ extent: ComparedExtent, _ name: String = "a.json") -> Comparison {
        Comparison(
            title: name, sha256: "ab", old: "old-cluster", new: "new-cluster", topicPrefix: "OLD.",
            isolation: .readUncommitted, latest: extent.time,
            partitions: [TopicPartition("orders", 0): extent])
    }

    static func plan(_ extents: ComparedExtent...) -> Plan {
        World.plan { plan in plan.mirror.comparisons = extents.map { file($0) } }
    }

    static let contentRows: [Row] = [
        Row("emit.offset-syncs.enabled=false, all is compared", .holds, plan: plan(extent()), blind),
        Row("no READ on the topic of pairs, all is compared", .holds, plan: plan(extent())) {
            $0.syncs = .unreadable(Cause(.notAuthorized, "reading mm2-offset-syncs.NEW.internal-0"))
        },
        Row("a second mirror that shares the topic, all is compared", .holds, plan: plan(extent())) {
            var second = World.source()
            second.settings[.sourceAlias] = .known("EAST")
            $0.description = .known(
                MirrorDescription(connectors: [World.connector: World.source(), "east": second]))
        },
        Row(
            "one topic was not compared", .unknown, says: "writes no pairs of offsets", plan: plan(extent())
        ) {
            blind(&$0)
            $0.old.topics["other"] = TopicWorld([PartitionWorld(end: 1)])
            $0.new.topics["OLD.other"] = TopicWorld([PartitionWorld(end: 1)])
        },
        Row("a topic without records need not be compared", .holds, plan: plan(extent())) {
            blind(&$0)
            $0.old.topics["other"] = TopicWorld([PartitionWorld(start: 7, end: 7)])
        },
        Row(
            "one more record came", .unknown, says: "1 offset came after the comparison",
            plan: plan(extent()),
            [blind, { $0.old["orders"].end = 101 }, World.nothing]),
        Row("what came is a marker", .holds, plan: plan(extent())) {
            blind(&$0)
            $0.old["orders"] = PartitionWorld(end: 101, nothingAt: [100])
        },
        Row(
            "two files, one behind the other", .holds,
            plan: plan(extent(), extent(80..<120, 0..<120, at: 40)), from: 2,
            [
                blind,
                {
                    $0.old["orders"] = PartitionWorld(start: 80, end: 120)
                    $0.new["OLD.orders"].end = 120
                }, World.nothing,
            ]),
    ]

    static let soundRows: [Row] = [
        Row(
            "what expired while we watched was in no comparison", .unknown,
            says: "offsets 0–49 expired while we watched", plan: plan(extent(50..<100, at: 40)), from: 2,
            [blind, { $0.old["orders"].start = 50 }, World.nothing]),
        Row("what had expired before is history", .holds, plan: plan(extent(50..<100))) {
            blind(&$0)
            $0.old["orders"].start = 50
        },
        Row(
            "what expired while we watched was proven by pairs", .holds,
            plan: plan(extent(50..<900_001, 0..<899_001, at: 40)), from: 2,
            [
                MirrorGaplessTests.log([(0, 0), (60, 60), (900_000, 899_000)]),
                { $0.old["orders"].start = 50 }, World.nothing,
            ]),
        Row(
            "a newer file found records on OLD alone", .unknown, says: "found records on OLD alone",
            plan: plan(extent(), extent(at: -60, isEqual: false)),
            [World.nothing, World.nothing, World.nothing]),
        Row(
            "an older file found records on OLD alone", .holds,
            plan: plan(extent(at: -60), extent(isEqual: false)), blind),
    ]

    static let otherLogRows: [Row] = [
        Row("OLD's log is shorter", .unknown, says: "was recreated since", plan: plan(extent())) {
            blind(&$0)
            $0.old["orders"].end = 99
        },
        Row(
            "OLD's log starts lower", .unknown, says: "was recreated since", plan: plan(extent(10..<100))
        ) { blind(&$0) },
        Row("the mirror is shorter", .unknown, says: "OLD.orders-0 was recreated", plan: plan(extent())) {
            blind(&$0)
            $0.new["OLD.orders"].end = 99
        },
        Row("the mirror is gone", .unknown, says: "OLD.orders does not exist", plan: plan(extent())) {
            blind(&$0)
            $0.new.topics["OLD.orders"] = nil
        },
        Row(
            "the mirror went back while we watched, and grew again", .unknown, says: "OLD.orders-0 went back",
            plan: plan(extent()),
            [blind, { $0.new["OLD.orders"].end = 9 }, { $0.new["OLD.orders"].end = 100 }, World.nothing]),
        Row(
            "the mirror was gone for a while", .unknown, says: "or was gone", plan: plan(extent()),
            [
                blind, { $0.new.topics["OLD.orders"] = nil },
                { $0.new.topics["OLD.orders"] = TopicWorld([PartitionWorld(end: 100)]) }, World.nothing,
            ]),
        Row(
            "OLD's log went back while we watched, and grew again", .unknown, says: "beyond the end 9",
            plan: plan(extent()),
            [blind, { $0.old["orders"].end = 9 }, { $0.old["orders"].end = 100 }, World.nothing]),
        Row(
            "compared since it went back", .holds, plan: plan(extent(at: 100)), from: 3,
            [
                blind, { $0.old["orders"].end = 9 }, { $0.old["orders"].end = 100 }, World.nothing,
                World.nothing, World.nothing,
            ]),
        Row(
            "MirrorMaker's position went back, for the second time after it was compared", .unknown,
            says: "position went back", plan: plan(extent(at: 100)), from: 3,
            [
                blind, { $0.mirrored("orders", 0, to: 50) }, { $0.mirrored("orders", 0, to: 99) },
                World.nothing, World.nothing, { $0.mirrored("orders", 0, to: 60) }, World.nothing,
            ]),
        Row(
            "MirrorMaker's pairs went back, for the second time after it was compared", .unknown,
            says: "MirrorMaker's position", plan: plan(extent(at: 100)), from: 3,
            [
                World.nothing, { $0.old["orders"].end = 9 }, { $0.old["orders"].end = 100 }, World.nothing,
                World.nothing, MirrorGaplessTests.log([(99, 99), (0, 100), (99, 199)]), World.nothing,
            ]),
        Row(
            "what was proven of the log before does not bridge what expired of this one", .unknown,
            says: "offsets 0–4 expired while we watched", plan: plan(extent(5..<20, 0..<120, at: 100)),
            from: 3,
            [
                World.nothing,
                {
                    $0.old["orders"].end = 4
                    $0.mirrored("orders", 0, to: 3)
                },
                {
                    $0.old["orders"] = PartitionWorld(start: 5, end: 20)
                    $0.new["OLD.orders"].end = 120
                    $0.mirrored("orders", 0, to: 19)
                    blind(&$0)
                }, World.nothing, World.nothing,
            ]),
    ]

    static let wide: [(Int64, Int64)] = [(0, 0), (900_000, 899_000)]
    static let wideExtent = extent(0..<900_001, 0..<899_001)

    static let pairRows: [Row] = [
        Row("a step too wide to be read", .holds, plan: plan(wideExtent), MirrorGaplessTests.log(wide)),
        Row("no pair of a partition that was mirrored", .holds, plan: plan(extent())) {
            $0.syncs = .known([:])
        },
        Row(
            "MirrorMaker went on, and its pairs did not", .unknown, says: "stands at 104",
            plan: plan(extent()),
            [
                { $0.syncs = .known([:]) },
                {
                    $0.old["orders"].end = 105
                    $0.new["OLD.orders"].end = 105
                    $0.mirrored("orders", 0, to: 104)
                }, World.nothing,
            ]),
        Row(
            "pairs go on from what was compared", .holds, plan: plan(wideExtent),
            MirrorGaplessTests.log(wide + [(900_050, 899_050)])),
        Row(
            "a loss behind what was compared", .fails,
            says: "1 record of OLD never reached NEW: offset 900003",
            plan: plan(wideExtent),
            [
                MirrorGaplessTests.log(wide + [(900_002, 899_002), (900_004, 899_003)], lost: [900_003]),
                World.nothing,
            ]),
        Row(
            "a loss that was named before stays", .fails, says: "1 record of OLD never reached NEW: offset 5",
            plan: plan(extent(0..<9, 0..<8, at: 40)), from: 2,
            [MirrorGaplessTests.log([(4, 4), (6, 5), (8, 7)], lost: [5]), World.nothing, World.nothing]),
        Row(
            "pairs put later records where others stood: the mirror is another log", .fails,
            says: "its mirror became another log", plan: plan(extent(0..<10, 0..<10))
        ) {
            MirrorGaplessTests.log([(0, 0), (9, 9), (10, 0), (60_000, 40_000)])(&$0)
        },
        Row(
            "a visible step in what had expired before", .fails,
            says: "stepped over some of offsets 10–14", plan: plan(extent(20..<30, 0..<25)),
            MirrorGaplessTests.log([(0, 0), (9, 9), (15, 10), (29, 24)], start: 20)),
        Row(
            "the same where other offsets hold nothing either", .holds,
            says: "stepped over some of offsets 10–14", plan: plan(extent(20..<30, 0..<25, records: 9)),
            MirrorGaplessTests.log([(0, 0), (9, 9), (15, 10), (29, 24)], start: 20)),
        Row(
            "a replay behind what was compared", .holds, plan: plan(extent()),
            [
                { $0.mirrored("orders", 0, to: 49) },
                MirrorGaplessTests.log([(0, 0), (99, 99), (50, 100), (120, 170)]), World.nothing,
            ]),
        Row(
            "pairs that went back below MirrorMaker's position", .unknown, says: "pairs went back to 0",
            plan: plan(extent()),
            [
                World.nothing, MirrorGaplessTests.log([(99, 99), (0, 100), (120, 220)]), World.nothing,
                World.nothing,
            ]),
    ]

    static func foreign(_ change: (inout Comparison) -> Void) -> Plan {
        var other = file(extent())
        change(&other)
        return World.plan { $0.mirror.comparisons = [other] }
    }

    static let foreignRows: [Row] = [
        Row(
            "another OLD, although the pairs prove everything", .unknown, says: "it compares cluster else",
            plan: foreign { $0.old = "else" }),
        Row(
            "another NEW", .unknown, says: "it compares cluster else", plan: foreign { $0.new = "else" },
            blind),
        Row(
            "mirrors of another name", .unknown, says: "it compares mirrors called",
            plan: foreign { $0.topicPrefix = "EAST." }, blind),
        Row(
            "read otherwise than MirrorMaker reads", .unknown, says: "it read OLD read_committed",
            plan: foreign { $0.isolation = .readCommitted }, blind),
    ]
}
