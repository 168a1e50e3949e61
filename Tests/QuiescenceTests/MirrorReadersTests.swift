import Quiescence
import Testing

@Suite("mirror_consumed: somebody is known to read OLD.*, or can go on with what OLD still has")
struct MirrorReadersTests {
    @Test("Truth table", arguments: rows)
    func table(row: Row) throws { try row.check(.mirrorConsumed) }

    private static let rows: [Row] = [
        Row("a topic without any reader", .unknown, says: "topics.read_by_no_group") {
            $0.new.topics["OLD._schemas"] = TopicWorld([PartitionWorld(end: 10)])
        },
        Row(
            "a topic that is known to be read by no group", .holds, says: "the registry's store",
            plan: World.plan {
                $0.topics.readByNoGroup = [NameRule(names: .name("_schemas"), reason: "the registry's store")]
            }
        ) { $0.new.topics["OLD._schemas"] = TopicWorld([PartitionWorld(end: 10)]) },
        Row("a topic that holds nothing needs no reader", .holds) {
            $0.new.topics["OLD._schemas"] = TopicWorld([PartitionWorld(start: 10, end: 10)])
        },
        Row("an orphan mirror is named", .unknown, says: "OLD.lost is an orphan") {
            $0.new.topics["OLD.lost"] = TopicWorld([PartitionWorld(end: 10)])
        },
        Row("its reader is on OLD", .holds) { $0.new.groups["billing"] = nil },
        Row("its reader is on OLD, and can go on there", .holds) {
            $0.new.groups["billing"] = nil
            $0.old.commit("billing", "orders", 0, 50)
        },
        Row(
            "what a group of OLD alone has read there cannot be read", .unknown, says: "billing: no answer"
        ) {
            $0.new.groups["billing"] = nil
            $0.new.commit("late", "OLD.orders", 0, 100)
            $0.old.groups["billing"]?.commits = .unreadable(World.cause)
        },
        Row(
            "its reader was on OLD, where the topic had gone before we looked", .unknown,
            says: "no group is known to read it"
        ) {
            $0.new.groups["billing"] = nil
            $0.old.topics["orders"] = nil
        },
        Row(
            "its reader was on OLD, where the topic is gone", .unknown, says: "no group is known to read it",
            [{ $0.new.groups["billing"] = nil }, { $0.old.topics["orders"] = nil }]),
        Row(
            "its reader is on OLD, which has lost what it had not read before we looked", .fails,
            says: "50–99, gone on OLD and still in OLD.orders"
        ) {
            $0.new.groups["billing"] = nil
            $0.old.commit("billing", "orders", 0, 50)
            $0.old["orders"].start = 100
        },
        Row(
            "its reader is on OLD, which has lost what it had not read while we watched", .fails,
            says: "10 offsets expired on OLD before it had read them: 90–99",
            [
                {
                    $0.new.groups["billing"] = nil
                    $0.old.commit("billing", "orders", 0, 90)
                }, { $0.old["orders"].start = 100 },
            ]),
        Row(
            "its reader is on NEW and reads other topics there alone; OLD has lost what it had not read",
            .fails,
            says: "50–99, gone on OLD and still in OLD.orders"
        ) {
            $0.new.groups["billing"] = nil
            $0.new.commit("billing", "orders", 0, 1)
            $0.old.commit("billing", "orders", 0, 50)
            $0.old["orders"].start = 100
        },
        Row(
            "an excluded group is no reader", .unknown, says: "OLD.orders",
            plan: World.plan { $0.groups.exclude = [NameRule(names: .name("billing"), reason: "people")] }),
        Row(
            "an excluded topic needs none", .holds,
            plan: World.plan { $0.topics.exclude = [NameRule(names: .name("scratch"), reason: "scratch")] }
        ) { $0.new.topics["OLD.scratch"] = TopicWorld([PartitionWorld(end: 10)]) },
    ]
}
