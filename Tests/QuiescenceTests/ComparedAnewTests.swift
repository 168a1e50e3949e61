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

    private static let faithfulRows: [Row] = []

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
