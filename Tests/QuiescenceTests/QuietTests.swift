import Quiescence
import Testing

@Suite("source_quiet and mirror_quiet: no end offset moved")
struct QuietTests {
    @Test("Truth table of source_quiet", arguments: sourceRows)
    func source(row: Row) throws { try row.check(.sourceQuiet) }

    @Test("Truth table of mirror_quiet", arguments: mirrorRows)
    func mirror(row: Row) throws { try row.check(.mirrorQuiet) }

    private static let sourceRows: [Row] = [
        Row("a first look has nothing to be compared with", .holds),
        Row("nothing moved", .holds, [World.nothing, World.nothing]),
        Row(
            "one record", .fails, says: "orders-0: advanced by 1, from 100 to 101",
            [World.nothing, { $0.old["orders"].end = 101 }]),
        Row(
            "quiet again after one record", .holds,
            [World.nothing, { $0.old["orders"].end = 101 }, World.nothing]),
        Row(
            "recreated between two surveys", .fails, says: "end went back 100 → 20",
            [World.nothing, { $0.old["orders"].end = 20 }]),
        Row(
            "recreated with fewer partitions", .fails, says: "partitions 4–11 are gone",
            [
                { $0.old.topics["orders"] = TopicWorld((0..<12).map { _ in PartitionWorld(end: 1) }) },
                { $0.old.topics["orders"]?.partitions.removeLast(8) },
            ]),
        Row(
            "a topic with fewer partitions hides no other", .fails, says: "orders-0: advanced by 1",
            [
                { $0.old.topics["audit"] = TopicWorld((0..<12).map { _ in PartitionWorld(end: 1) }) },
                {
                    $0.old.topics["audit"]?.partitions.removeLast(8)
                    $0.old["orders"].end = 101
                },
            ]),
        Row(
            "partitions that are gone are not forgotten", .unknown, says: "partitions 4–11 are gone",
            [
                { $0.old.topics["orders"] = TopicWorld((0..<12).map { _ in PartitionWorld(end: 1) }) },
                { $0.old.topics["orders"]?.partitions.removeLast(8) }, World.nothing,
            ]),
        Row(
            "a new partition with records in it", .fails, says: "orders-1: advanced by 7",
            [World.nothing, { $0.old.topics["orders"]?.partitions.append(PartitionWorld(end: 7)) }]),
        Row(
            "a new empty partition", .holds,
            [World.nothing, { $0.old.topics["orders"]?.partitions.append(PartitionWorld(end: 0)) }]),
        Row(
            "a record in a partition that had always been empty", .fails, says: "orders-1: advanced by 1",
            [
                { $0.old.topics["orders"]?.partitions.append(PartitionWorld(end: 0)) },
                { $0.old["orders", 1].end = 1 },
            ]),
        Row(
            "a new topic with records in it", .fails, says: "late-0: advanced by 3",
            [World.nothing, { $0.old.topics["late"] = TopicWorld([PartitionWorld(end: 3)]) }]),
        Row(
            "a topic first listed without being described is not new when it is", .holds,
            [
                { $0.old.topics["orders"]?.unreadable = World.cause },
                { $0.old.topics["orders"]?.unreadable = nil },
            ]),
        Row(
            "a new topic with records in it that could not be described at first", .fails,
            says: "late-0: advanced by 3",
            [
                World.nothing,
                {
                    $0.old.topics["late"] = TopicWorld([PartitionWorld(end: 3)])
                    $0.old.topics["late"]?.unreadable = World.cause
                },
                { $0.old.topics["late"]?.unreadable = nil },
            ]),
        Row(
            "a leader that cannot say yet", .unknown, says: "orders-0",
            [World.nothing, { $0.old["orders"].unreadable = Cause(.leaderless, "no leader yet") }]),
        Row(
            "what was written while an end could not be read shows when it can", .fails,
            says: "advanced by 5",
            [
                World.nothing, { $0.old["orders"].unreadable = World.cause },
                {
                    $0.old["orders"].unreadable = nil
                    $0.old["orders"].end = 105
                },
            ]),
        Row(
            "what is written once an end could be read at last shows", .fails,
            says: "advanced by 1, from 100 to 101",
            [
                { $0.old["orders"].endUnreadable = World.cause }, { $0.old["orders"].endUnreadable = nil },
                { $0.old["orders"].end = 101 },
            ]),
        Row(
            "a topic that is gone", .unknown, says: "the topic is gone",
            [
                World.nothing, { $0.old.topics["orders"] = nil },
            ]),
        Row(
            "a topic that is back as it was", .holds,
            [
                World.nothing, { $0.old.topics["orders"] = nil },
                { $0.old.topics["orders"] = TopicWorld([PartitionWorld(end: 100)]) },
            ]),
        Row(
            "a cluster that answers nothing", .unknown, says: "no answer",
            [
                World.nothing, { $0.old.frame.topics = .unreadable(World.cause) },
            ]),
        Row("no listing at all", .unknown, says: "no listing") { $0.old.frame.topics = .absent },
        Row("an empty scope is never quiet", .unknown, says: "an empty scope is never quiet") {
            $0.old.topics = [:]
        },
        Row(
            "a writer that belongs to the brokers", .fails, says: "__CruiseControlMetrics-0", brokersOwn),
        Row(
            "a writer that belongs to the brokers, excluded with a reason", .holds,
            plan: World.plan {
                let name = NameSelector.name("__CruiseControlMetrics")
                $0.topics.exclude = [NameRule(names: name, reason: "the brokers' own")]
            }, brokersOwn),
        Row(
            "MirrorMaker's own traffic on OLD never stops", .holds,
            [
                {
                    $0.heartbeat = .known(WallTime(millisecondsSince1970: 1))
                    for name in ["heartbeats", "mm2-offset-syncs.NEW.internal", "mm2-offsets.NEW.internal"] {
                        $0.old.topics[TopicName(rawValue: name)] = TopicWorld([PartitionWorld(end: 1)])
                    }
                },
                {
                    for name in ["heartbeats", "mm2-offset-syncs.NEW.internal", "mm2-offsets.NEW.internal"] {
                        $0.old[TopicName(rawValue: name)].end += 1
                    }
                },
            ]),
    ]

    private static let brokersOwn: [Row.Act] = [
        { $0.old.topics["__CruiseControlMetrics"] = TopicWorld([PartitionWorld(end: 1)]) },
        { $0.old["__CruiseControlMetrics"].end += 1 },
    ]

    private static let mirrorRows: [Row] = [
        Row("nothing moved", .holds, [World.nothing, World.nothing]),
        Row(
            "a producer that writes straight into the mirror", .fails,
            says: "OLD.orders-0: advanced by 1", [World.nothing, { $0.new["OLD.orders"].end = 101 }]),
        Row("a topic of NEW itself may be written", .holds, [World.nothing, { $0.new["orders"].end = 6 }]),
        Row("no mirror at all", .unknown, says: "no mirror topic OLD.* is visible") {
            $0.new.topics["OLD.orders"] = nil
        },
        Row(
            "deleted while its gate was not safe", .fails, says: "deleted while its gate was not safe",
            [World.nothing, { $0.new.topics["OLD.orders"] = nil }]),
        Row(
            "heartbeats and checkpoints that came through move for ever", .holds,
            [
                {
                    $0.heartbeat = .known(WallTime(millisecondsSince1970: 1))
                    $0.new.topics["OLD.heartbeats"] = TopicWorld([PartitionWorld(end: 1)])
                    $0.new.topics["OLD.checkpoints.internal"] = TopicWorld([PartitionWorld(end: 1)])
                },
                {
                    $0.new["OLD.heartbeats"].end += 1
                    $0.new["OLD.checkpoints.internal"].end += 1
                },
            ]),
        Row(
            "a topic that is only called heartbeats", .fails, says: "OLD.heartbeats-0",
            [
                { $0.new.topics["OLD.heartbeats"] = TopicWorld([PartitionWorld(end: 1)]) },
                { $0.new["OLD.heartbeats"].end += 1 },
            ]),
        Row("a topic called like the bare prefix is odd", .holds, says: "OLD. is the bare prefix") {
            $0.new.topics["OLD."] = TopicWorld([PartitionWorld(end: 1)])
        },
        Row("a mirror that cannot be read", .unknown, says: "OLD.orders") {
            $0.new.topics["OLD.orders"]?.unreadable = World.cause
        },
    ]
}
