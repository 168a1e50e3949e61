import Quiescence
import Testing

@Suite("source_consumed: groups whose offsets MirrorMaker wrote on the mirror")
struct SyncedGroupTests {
    @Test("Truth table", arguments: rows)
    func table(row: Row) throws { try row.check(.sourceConsumed) }

    private static let orders = TopicPartition("orders", 0)
    private static let mirror = TopicPartition("OLD.orders", 0)

    /// OLD goes on to 200 after the group's last commit there, and all of it is mirrored.
    private static let movedOn: Row.Act = { world in
        world.old["orders"].end = 200
        world.new["OLD.orders"].end = 200
        world.mirrored("orders", 0, to: 199)
        world.syncs = .known([orders: [sync(0, 0), sync(199, 199)]])
    }
    private static let notOnNew: Row.Act = { $0.new.groups["billing"] = nil }

    private static func commitOnNew(_ offset: Int64) -> Row.Act {
        {
            $0.new.commit("billing", "OLD.orders", 0, offset)
            $0.new.groups["billing"]?.protocolType = .known("consumer")
        }
    }

    private static func both(_ acts: Row.Act...) -> Row.Act { { world in acts.forEach { $0(&world) } } }

    private static let rows: [Row] = [
        Row(
            "offsets that MirrorMaker wrote are no reading", .fails, says: "100–199",
            [
                notOnNew,
                both(movedOn) { world in
                    world.new.commit("billing", "OLD.orders", 0, 100)
                    world.new.groups["billing"]?.protocolType = .known("")
                    world.checkpoints = .known([
                        "billing": [mirror: Checkpoint(upstream: 100, downstream: 100)]
                    ])
                },
            ]),
        Row(
            "a member goes on from the offsets that MirrorMaker wrote", .holds,
            [
                notOnNew,
                both(movedOn) { world in
                    world.new.commit("billing", "OLD.orders", 0, 100)
                    world.new.groups["billing"]?.protocolType = .known("")
                    world.checkpoints = .known([
                        "billing": [mirror: Checkpoint(upstream: 100, downstream: 100)]
                    ])
                }, commitOnNew(200),
            ]),
        Row(
            "the same, where MirrorMaker had no pair yet and wrote the source's own offset", .fails,
            says: "processed nowhere: 100–199",
            [
                { world in
                    world.old["orders"] = PartitionWorld(start: 100, end: 100)
                    world.new["OLD.orders"].end = 0
                    world.mirrored("orders", 0, to: 99)
                    world.syncs = .known([:])
                    world.new.commit("billing", "OLD.orders", 0, 100)
                    world.new.groups["billing"]?.protocolType = .known("")
                    world.checkpoints = .known([
                        "billing": [mirror: Checkpoint(upstream: 100, downstream: 100)]
                    ])
                },
                { world in
                    world.old["orders"].end = 250
                    world.new["OLD.orders"].end = 150
                    world.mirrored("orders", 0, to: 249)
                    world.syncs = .known([orders: [sync(100, 0), sync(249, 149)]])
                }, commitOnNew(150), { $0.syncs = .known([orders: [sync(249, 149)]]) },
            ]),
        Row(
            "the same, where markers of transactions lie around it", .fails,
            says: "100 offsets processed nowhere: 100–199",
            marked(commit: 100, checkpoint: 100)),
        Row(
            "a marker between what it had read and what comes next is nothing that was passed over", .holds,
            marked(commit: 50, checkpoint: 99)),
        Row(
            "nor is it where OLD has lost that marker since", .holds,
            marked(commit: 50, checkpoint: 99, thenFrom: 100)),
        Row(
            "whether MirrorMaker wrote them cannot be told", .unknown, says: "cannot be told",
            [
                notOnNew,
                both(movedOn) { world in
                    world.new.commit("billing", "OLD.orders", 0, 100)
                    world.new.groups["billing"]?.protocolType = .known("")
                    world.checkpoints = .unreadable(World.cause)
                },
            ]),
    ]

    /// Every other offset of OLD is a marker, and the group goes on from what MirrorMaker wrote.
    private static func marked(commit: Int64, checkpoint: Int64, thenFrom start: Int64 = 0) -> [Row.Act] {
        func log(to records: Int64) -> Row.Act {
            { world in
                world.old["orders"].end = 2 * records
                world.old["orders"].nothingAt = Set((0..<records).map { 2 * $0 + 1 })
                world.new["OLD.orders"].end = records
                world.mirrored("orders", 0, to: 2 * records - 1)
                // Not of every record.
                world.syncs = .known([orders: (0..<records / 2).map { sync(4 * $0, 2 * $0) }])
            }
        }
        let written: Row.Act = { world in
            world.old.commit("billing", "orders", 0, checkpoint)
            world.new.commit("billing", "OLD.orders", 0, commit)
            world.new.groups["billing"]?.protocolType = .known("")
            world.checkpoints = .known([
                "billing": [mirror: Checkpoint(upstream: checkpoint, downstream: commit)]
            ])
        }
        return [
            both(log(to: 40), notOnNew), both(log(to: 50), written),
            both(log(to: 150), commitOnNew(commit + 10), { $0.old["orders"].start = start }),
            commitOnNew(150),
            World.nothing,
        ]
    }
}
