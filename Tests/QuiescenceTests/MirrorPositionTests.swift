import Quiescence
import Testing

/// Where each partition has a position, as it had before, they are gone through side by side.
@Suite("mirror_drained: each position is that of its own partition, beside its own of before")
struct MirrorPositionTests {
    @Test("Truth table", arguments: rows)
    func table(row: Row) throws { try row.check(.mirrorDrained) }

    /// A topic of two partitions on both clusters, and positions of the partitions of these numbers.
    private static func positions(_ positions: [Int32: Int64]) -> Row.Act {
        {
            let two = TopicWorld([PartitionWorld(end: 100), PartitionWorld(end: 100)])
            $0.old.topics["orders"] = two
            $0.new.topics["OLD.orders"] = two
            $0.positions = .known([World.connector: [:]])
            for (number, position) in positions { $0.mirrored("orders", number, to: position) }
        }
    }

    /// The same, beside a topic that has no partition: it counts for none of which the positions are known.
    private static func besideEmpty(_ positions: @escaping Row.Act) -> Row.Act {
        { world in
            positions(&world)
            world.old.topics["empty"] = TopicWorld([])
        }
    }

    /// The same of two connectors.
    private static let both: Row.Act = { world in
        positions([0: 99, 1: 99])(&world)
        world.positions = world.positions.map { all in
            all.merging(["second": all[World.connector] ?? [:]]) { first, _ in first }
        }
    }

    private static let rows: [Row] = [
        Row("both at their ends", .holds, [positions([0: 99, 1: 99]), World.nothing]),
        Row(
            "a partition without one is not mirrored, though there are as many as partitions", .fails,
            says: "orders-0: 100 offsets not mirrored",
            [positions([0: 99, 1: 99]), positions([1: 99, 2: 99])]),
        Row(
            "one that went back, though the other stands where a third one stood", .unknown,
            says: "went back, 99 → 49", [positions([1: 99, 2: 10]), positions([0: 99, 1: 49])]),
        Row(
            "one that went back to where it had come past, while we watched", .unknown,
            says: "went back, 99 → 60",
            [
                positions([0: 49, 1: 99]), positions([0: 99, 1: 99]), positions([0: 60, 1: 99]),
            ]),
        Row(
            "one that went back, beside a topic without partitions", .unknown, says: "went back, 99 → 49",
            [besideEmpty(positions([0: 99, 1: 99])), besideEmpty(positions([0: 99, 1: 49]))]),
        Row(
            "one that went back while its partition could not be read", .unknown,
            says: "orders-0: MirrorMaker's position went back, 99 → 49",
            [
                positions([0: 99, 1: 99]),
                {
                    positions([0: 49, 1: 99])(&$0)
                    $0.old["orders"].unreadable = World.cause
                }, positions([0: 99, 1: 99]),
            ]),
        Row(
            "one that went back while the old cluster could not be read", .unknown,
            says: "orders-0: MirrorMaker's position went back, 99 → 49",
            [
                positions([0: 99, 1: 99]),
                {
                    positions([0: 49, 1: 99])(&$0)
                    $0.old.frame.topics = .unreadable(World.cause)
                },
                {
                    positions([0: 99, 1: 99])(&$0)
                    $0.old.frame.topics = .known([:])
                },
            ]),
        Row(
            "two connectors with positions, all of which stand where they stood", .unknown,
            says: "several connectors have a position", [both, World.nothing]),
        Row(
            "one that comes to the end, which stands", .unknown, says: "beyond the end 100",
            [positions([0: 99, 1: 99]), positions([0: 99, 1: 100])]),
    ]
}
