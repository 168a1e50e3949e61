import Quiescence
import Testing

@Suite("Comparisons: the clock of the machine that compared is another one than ours")
struct ComparisonClockTests {
    typealias Table = ComparisonEvidenceTests

    @Test("Truth table", arguments: rows)
    func table(row: Row) throws { try row.check(.mirrorGapless) }

    private static let refusal = "the time at which it was made had not come yet"

    private static let rows: [Row] = [
        Row(
            "it is ahead", .unknown, says: "a.json: when it was seen here, \(refusal)",
            plan: Table.plan(Table.extent(at: 3600)), Table.blind),
        Row(
            "what is to be done about it is said", .unknown, says: "compare again into a new file",
            plan: Table.plan(Table.extent(at: 3600)), Table.blind),
        Row(
            "it is ahead, and all is proven by pairs", .unknown, says: refusal,
            plan: Table.plan(Table.extent(at: 3600))),
        Row(
            "it was ahead, and that time has come: the log was made again before it had", .unknown,
            says: refusal, plan: Table.plan(Table.extent(at: 100)),
            [
                Table.blind, { $0.old["orders"].end = 9 }, { $0.old["orders"].end = 100 }, World.nothing,
                World.nothing, World.nothing,
            ]),
        Row(
            "it was ahead when it ended, and what it began with is long ago by either clock", .unknown,
            says: refusal, plan: plan(extent: -3600, latest: 3600), [Table.blind, World.nothing]),
        Row(
            "one of two files was ahead: the other is believed, and the condition is not", .unknown,
            says: refusal,
            plan: World.plan {
                var good = Table.file(Table.extent(), "b.json")
                good.sha256 = "cd"
                $0.mirror.comparisons = [Table.file(Table.extent(at: 3600)), good]
            }, Table.blind),
        Row(
            "ours was set back, and then right again", .unknown, says: refusal,
            plan: Table.plan(Table.extent(at: -3600)),
            [Table.blind, { $0.wall -= .seconds(7200) }, { $0.wall += .seconds(7200) }, World.nothing]),
        Row(
            "a few seconds are no difference", .holds, plan: Table.plan(Table.extent(at: 33)),
            [Table.blind, World.nothing]),
        Row(
            "the log went back a few seconds before it was compared: perhaps after it", .unknown,
            says: "beyond the end 9", plan: Table.plan(Table.extent(at: 64)), from: 2,
            [
                Table.blind, { $0.old["orders"].end = 9 }, { $0.old["orders"].end = 100 }, World.nothing,
            ]),
        Row(
            "the mirror went back a few seconds before it was compared: perhaps after it", .unknown,
            says: "OLD.orders-0 went back", plan: Table.plan(Table.extent(at: 64)), from: 2,
            [
                Table.blind, { $0.new["OLD.orders"].end = 9 }, { $0.new["OLD.orders"].end = 100 },
                World.nothing,
            ]),
        Row(
            "the mirror went back well before it was compared", .holds,
            plan: Table.plan(Table.extent(at: 66)), from: 2,
            [
                Table.blind, { $0.new["OLD.orders"].end = 9 }, { $0.new["OLD.orders"].end = 100 },
                World.nothing,
            ]),
        Row(
            "records on OLD alone were found a few seconds before all was equal: perhaps after it", .unknown,
            says: "found records on OLD alone",
            plan: Table.plan(Table.extent(at: -64, isEqual: false), Table.extent(at: -60)), Table.blind),
        Row(
            "records on OLD alone were found well before all was equal", .holds,
            plan: Table.plan(Table.extent(at: -66, isEqual: false), Table.extent(at: -60)), Table.blind),
    ]

    /// Of one file, whose partition was compared at one time and which states another.
    private static func plan(extent seconds: Int64, latest: Int64) -> Plan {
        World.plan {
            $0.mirror.comparisons = [
                Comparison(
                    title: "a.json", sha256: "ab", old: "old-cluster", new: "new-cluster",
                    topicPrefix: "OLD.", isolation: .readUncommitted, latest: Table.time(latest),
                    partitions: [TopicPartition("orders", 0): Table.extent(at: seconds)])
            ]
        }
    }

    @Test("A file whose clock was ahead is refused for good, whatever the plan was in between")
    func staysRefused() throws {
        let plan = Table.plan(Table.extent(at: 100))
        var play = try Play(plan)
        Table.blind(&play.world)
        #expect(play.next().state(.mirrorGapless) == .unknown)
        for other in [World.plan, World.plan { $0.mirror.isolation = .readCommitted }] {
            try play.adopt(other)
            _ = play.next()
        }
        play.world.pass(.seconds(600))
        try play.adopt(plan)
        let last = play.next()
        #expect(last.state(.mirrorGapless) == .unknown)
        #expect(
            last.doubts(.mirrorGapless).contains { $0.hasPrefix("comparison a.json: when it was seen") }
        )
    }
}
