import Quiescence

/// Small worlds with all kinds of trouble, drawn from a seed.
enum SmallWorlds {
    static func first(_ random: inout SeededGenerator) -> World {
        var world = World()
        for _ in 0..<Int.random(in: 0...2, using: &random) { change(&world, &random) }
        return world
    }

    /// One thing happens, or nothing.
    static func change(_ world: inout World, _ random: inout SeededGenerator) {
        changes.randomElement(using: &random)?(&world, &random)
    }

    private typealias Change = @Sendable (inout World, inout SeededGenerator) -> Void

    private static let changes: [Change] = [
        { _, _ in },
        { _, _ in },
        { world, _ in world.old["orders"].end += 1 },
        { world, _ in
            world.old["orders"].end += 2
            world.new["OLD.orders"].end += 2
            world.mirrored("orders", 0, to: world.old["orders"].end - 1)
        },
        { world, random in
            // A log that was made again may end below its former start.
            let (start, end) = (world.old["orders"].start, world.old["orders"].end)
            world.old["orders"].start = Int64.random(in: min(start, end)...end, using: &random)
        },
        { world, random in
            let end = world.new["OLD.orders"].end
            world.new["OLD.orders"].start = Int64.random(
                in: min(world.new["OLD.orders"].start, end)...end, using: &random)
        },
        { world, _ in world.old["orders"].end = 20 },
        { world, _ in world.old.topics["orders"]?.partitions.append(PartitionWorld(end: 1)) },
        { world, _ in world.new.topics["OLD.orders"] = nil },
        { world, _ in world.old.topics["orders"] = nil },
        { world, _ in world.new.topics["OLD.store"] = TopicWorld([PartitionWorld(end: 9)]) },
        { world, random in
            world.old.commit(
                "billing", "orders", 0, Int64.random(in: 0...world.old["orders"].end, using: &random))
        },
        { world, random in
            world.new.commit(
                "billing", "OLD.orders", 0, Int64.random(in: 0...world.new["OLD.orders"].end, using: &random))
        },
        { world, _ in world.new.groups["billing"] = nil },
        { world, _ in world.old.groups["billing"] = nil },
        { world, _ in world.old.join("billing") },
        { world, _ in world.new.groups["billing"]?.protocolType = .known("") },
        { world, _ in
            world.new.commit("billing", "OLD.orders", 0, 50)
            world.new.groups["billing"]?.protocolType = .known("")
            world.checkpoints = .known([
                "billing": [TopicPartition("OLD.orders", 0): Checkpoint(upstream: 50, downstream: 50)]
            ])
        },
        { world, random in
            world.mirrored("orders", 0, to: Int64.random(in: 0...world.old["orders"].end, using: &random))
        },
        { world, _ in world.syncs = .known([TopicPartition("orders", 0): [sync(0, 0), sync(99, 90)]]) },
        { world, _ in world.syncs = .known([:]) },
        { world, _ in world.old["orders"].stable = 50 },
        { world, _ in world.old["__consumer_offsets", 3].end += 1 },
        { world, _ in world.old.commit("late", "orders", 0, 0) },
        { world, _ in world.new.frame.identity = .known("stranger") },
        { world, _ in world.old["orders"].nothingAt.insert(world.old["orders"].end - 1) },
        { world, _ in world.positions = .absent },
    ]
}
