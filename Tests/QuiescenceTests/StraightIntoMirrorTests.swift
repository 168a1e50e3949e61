import Quiescence
import Testing

/// A group that has read all of the source has read what the mirror has of it, and nothing else.
@Suite("mirror_consumed: what was written straight into a mirror stands nowhere on OLD")
struct StraightIntoMirrorTests {
    @Test("Truth table", arguments: rows)
    func table(row: Row) throws { try row.check(.mirrorConsumed) }

    private static let orders = TopicPartition("orders", 0)

    /// OLD's log had begun at 50 when MirrorMaker came.
    private static func slack(_ world: inout World) {
        world.old["orders"] = PartitionWorld(start: 50, end: 100)
        world.new["OLD.orders"] = PartitionWorld(end: 50)
        world.syncs = .known([orders: [sync(50, 0), sync(99, 49)]])
        world.old.commit("billing", "orders", 0, 100)
        world.mirrored("orders", 0, to: 99)
    }

    private static let rows: [Row] = [
        Row(
            "done on OLD, whose log began later than its mirror's", .holds,
            [
                {
                    slack(&$0)
                    $0.new.commit("billing", "OLD.orders", 0, 30)
                }
            ]),
        Row(
            "the same, with records written straight into the mirror that are fewer than what OLD has lost since",
            .fails, says: "25 records behind: committed 30, end 55",
            [
                {
                    slack(&$0)
                    $0.new.commit("billing", "OLD.orders", 0, 30)
                    $0.new["OLD.orders"].end = 55
                }
            ]),
        Row(
            "the same, and mirrored further: between two pairs the mirror has more than OLD", .fails,
            says: "35 records behind: committed 30, end 65",
            [
                {
                    slack(&$0)
                    $0.old["orders"].end = 110
                    $0.old.commit("billing", "orders", 0, 110)
                    $0.mirrored("orders", 0, to: 109)
                    $0.syncs = .known([orders: [sync(50, 0), sync(99, 49), sync(100, 55), sync(109, 64)]])
                    $0.new.commit("billing", "OLD.orders", 0, 30)
                    $0.new["OLD.orders"].end = 65
                }
            ]),
        Row(
            "the same, where of all pairs one is left", .fails, says: "25 records behind",
            [
                {
                    slack(&$0)
                    $0.syncs = .known([orders: [sync(99, 54)]])
                    $0.new.commit("billing", "OLD.orders", 0, 30)
                    $0.new["OLD.orders"].end = 55
                }
            ]),
    ]
}
