import Quiescence
import Testing

@Suite("mirror_consumed: what OLD.* still holds was read")
struct MirrorConsumedTests {
    @Test("Truth table", arguments: lagRows + syncedRows + expiredRows)
    func table(row: Row) throws { try row.check(.mirrorConsumed) }

    private static let orders = TopicPartition("orders", 0)
    private static let mirror = TopicPartition("OLD.orders", 0)
    private static let checkpoint: Reading<[GroupName: PartitionMap<Checkpoint>]> =
        .known(["billing": [mirror: Checkpoint(upstream: 50, downstream: 50)]])

    private static let lagRows: [Row] = [
        Row("a world at rest", .holds),
        Row("behind on the mirror, though done on OLD, while both are at their ends", .holds) {
            $0.new.commit("billing", "OLD.orders", 0, 60)
        },
        Row(
            "done on OLD, which never held what was written straight into the mirror", .fails,
            says: "45 records behind: committed 60, end 105"
        ) {
            $0.new.commit("billing", "OLD.orders", 0, 60)
            $0.new["OLD.orders"].end = 105
        },
        Row("behind on the mirror, and on OLD", .fails, says: "40 records behind: committed 60, end 100") {
            $0.new.commit("billing", "OLD.orders", 0, 60)
            $0.old.commit("billing", "orders", 0, 60)
        },
        Row("a group of NEW alone, behind", .fails, says: "late: OLD.orders-0: 50 records behind") {
            $0.new.commit("late", "OLD.orders", 0, 50)
        },
        Row("a group of NEW alone, at the end", .holds) { $0.new.commit("late", "OLD.orders", 0, 100) },
        Row("a topic that the group has left", .fails, says: "billing: OLD.audit-0: 50 records") {
            $0.new.topics["OLD.audit"] = TopicWorld([PartitionWorld(end: 100)])
            $0.new.commit("billing", "OLD.audit", 0, 50)
            $0.new.join("billing")
        },
        Row(
            "a topic that the group has left, excluded with a reason", .holds,
            plan: World.plan { $0.topics.exclude = [NameRule(names: .name("audit"), reason: "archived")] }
        ) {
            $0.new.topics["OLD.audit"] = TopicWorld([PartitionWorld(end: 100)])
            $0.new.commit("billing", "OLD.audit", 0, 50)
            $0.new.join("billing")
        },
        Row("a partition without a commit of its own", .fails, says: "3 records unread") {
            $0.new.topics["OLD.orders"]?.partitions.append(PartitionWorld(end: 3))
        },
        Row("a partition without a commit of its own, done on OLD", .holds) {
            $0.new.topics["OLD.orders"]?.partitions.append(PartitionWorld(end: 3))
            $0.old.topics["orders"]?.partitions.append(PartitionWorld(end: 3))
            $0.mirrored("orders", 1, to: 2)
            $0.old.commit("billing", "orders", 1, 3)
        },
        Row("an empty partition needs no commit", .holds) {
            $0.new.topics["OLD.orders"]?.partitions.append(PartitionWorld(start: 9, end: 9))
        },
        Row(
            "done on OLD, but the mirror still moves", .fails, says: "behind",
            [
                { $0.new.commit("billing", "OLD.orders", 0, 60) },
                { $0.new["OLD.orders"].end = 101 },
            ]),
        Row("a commit beyond the end", .unknown, says: "committed 105, where the end is 100") {
            $0.new.commit("billing", "OLD.orders", 0, 105)
        },
        Row("a marker at the end of an exactly-once mirror", .holds) {
            $0.new.commit("late", "OLD.orders", 0, 99)
            $0.new["OLD.orders"].nothingAt = [99]
        },
        Row("a tail that may not be read", .unknown, says: "READ denied") {
            $0.new.commit("late", "OLD.orders", 0, 99)
            $0.new["OLD.orders"].tailUnreadable = Cause(.notAuthorized, "READ denied")
        },
        Row("an aborted tail, to a group of unknown isolation", .fails, says: "1 record behind") {
            $0.new.commit("late", "OLD.orders", 0, 99)
            $0.new["OLD.orders"].abortedAt = [99]
        },
        Row(
            "an aborted tail, to a read_committed group", .holds,
            plan: World.plan {
                $0.groups.isolation = [IsolationRule(names: .pattern("l.*"), level: .readCommitted)]
            }
        ) {
            $0.new.commit("late", "OLD.orders", 0, 99)
            $0.new["OLD.orders"].abortedAt = [99]
        },
        Row("vanished, having read everything", .holds, [World.nothing, { $0.new.groups["billing"] = nil }]),
        Row(
            "vanished with its lag", .fails, says: "late: OLD.orders-0: 50 records",
            [
                { $0.new.commit("late", "OLD.orders", 0, 50) }, { $0.new.groups["late"] = nil },
            ]),
        Row(
            "its commits vanished with their lag", .fails, says: "late: OLD.orders-0: 50 records",
            [
                { $0.new.commit("late", "OLD.orders", 0, 50) },
                { $0.new.groups["late"]?.commits = .known([:]) },
            ]),
        Row(
            "a mirror that was recreated is unread by those who read the former one", .fails,
            says: "late: OLD.orders-0: 20 records behind: committed 0",
            [
                { $0.new.commit("late", "OLD.orders", 0, 100) },
                {
                    $0.new["OLD.orders"].end = 20
                    $0.new.groups["late"]?.commits = .known([:])
                    $0.new.groups["billing"]?.commits = .known([:])
                }, World.nothing,
            ]),
        Row(
            "vanished with its lag and back at the end, as a new group begins", .fails,
            says: "late: OLD.orders-0: 50 records skipped: 50–99",
            [
                { $0.new.commit("late", "OLD.orders", 0, 50) }, { $0.new.groups["late"] = nil },
                { $0.new.commit("late", "OLD.orders", 0, 100) }, World.nothing,
            ]),
        Row(
            "its commits alone gone with its lag, and back at the end", .fails,
            says: "late: OLD.orders-0: 50 records skipped: 50–99",
            [
                { $0.new.commit("late", "OLD.orders", 0, 50) },
                { $0.new.groups["late"]?.commits = .known([:]) },
                { $0.new.commit("late", "OLD.orders", 0, 100) }, World.nothing,
            ]),
        Row(
            "what was skipped is made up for by reading it again", .holds,
            [
                { $0.new.commit("late", "OLD.orders", 0, 50) }, { $0.new.groups["late"] = nil },
                { $0.new.commit("late", "OLD.orders", 0, 100) },
                { $0.new.commit("late", "OLD.orders", 0, 50) },
                { $0.new.commit("late", "OLD.orders", 0, 100) },
            ]),
        Row("commits refused", .unknown, says: "READ on group billing") {
            $0.new.groups["billing"]?.commits = .unreadable(Cause(.notAuthorized, "READ on group billing"))
        },
        Row("a partial list of groups", .unknown, says: "no answer") {
            $0.new.listing = .incomplete(World.cause)
        },
        Row("an end that was not read", .unknown, says: "no answer") {
            $0.new["OLD.orders"].unreadable = World.cause
        },
        Row("a mirror that was not read", .unknown, says: "OLD.orders: no answer") {
            $0.new.topics["OLD.orders"]?.unreadable = World.cause
        },
        Row(
            "what a moved group processed nowhere", .fails, says: "processed nowhere: 100–149",
            [
                {
                    $0.new.groups["billing"] = nil
                    $0.old["orders"].end = 200
                    $0.new["OLD.orders"].end = 200
                    $0.mirrored("orders", 0, to: 199)
                    $0.syncs = .known([orders: [sync(0, 0), sync(199, 199)]])
                },
                { $0.new.commit("billing", "OLD.orders", 0, 150) },
                { $0.new.commit("billing", "OLD.orders", 0, 200) },
            ]),
        Row("what it committed on OLD cannot be read", .unknown, says: "no answer") {
            $0.old.groups["billing"]?.commits = .unreadable(World.cause)
        },
    ]

    private static func synced(_ commit: Int64) -> Row.Act {
        {
            $0.new.groups["billing"] = nil
            $0.new.commit("billing", "OLD.orders", 0, commit)
            $0.new.groups["billing"]?.protocolType = .known("")
            $0.old.groups["billing"] = nil
            $0.checkpoints = checkpoint
        }
    }

    private static let syncedRows: [Row] = [
        Row("offsets that MirrorMaker wrote are no reader", .unknown, says: "no group is known", synced(50)),
        Row(
            "offsets that MirrorMaker wrote at the end of a mirror are no reader the next time either",
            .unknown,
            says: "no group is known",
            [
                {
                    synced(100)(&$0)
                    $0.checkpoints = .known(["billing": [mirror: Checkpoint(upstream: 100, downstream: 100)]])
                }, World.nothing, World.nothing,
            ]),
        Row(
            "a commit between two of its rounds is still MirrorMaker's", .unknown, says: "no group is known",
            [
                synced(50),
                {
                    $0.new.commit("billing", "OLD.orders", 0, 60)
                    $0.checkpoints = .known(["billing": [mirror: Checkpoint(upstream: 70, downstream: 70)]])
                },
            ]),
        Row(
            "a commit that no checkpoint explains is a reader's", .fails, says: "40 records behind",
            [
                synced(50), { $0.new.commit("billing", "OLD.orders", 0, 60) },
            ]),
        Row("checkpoints that were not read make no reader", .unknown, says: "cannot be told") {
            synced(50)(&$0)
            $0.checkpoints = .unreadable(World.cause)
        },
        Row(
            "checkpoints that were not read once make no reader later", .unknown, says: "no group is known",
            [
                synced(50), { $0.checkpoints = .unreadable(World.cause) }, { $0.checkpoints = checkpoint },
            ]),
    ]

    private static let expiredRows: [Row] = [
        Row("expired unread before the first look is history", .holds) {
            $0.new.commit("late", "OLD.orders", 0, 50)
            $0.new["OLD.orders"].start = 100
        },
        Row(
            "expired unread while we watched", .fails,
            says: "50 records expired unread while we watched: 50–99",
            [
                { $0.new.commit("late", "OLD.orders", 0, 50) }, { $0.new["OLD.orders"].start = 100 },
            ]),
        Row(
            "expired while we watched, on a partition without a commit of its own", .fails,
            says: "3 records expired unread while we watched: 0–2",
            [
                {
                    $0.new.topics["OLD.orders"]?.partitions.append(PartitionWorld(end: 3))
                    $0.new.commit("late", "OLD.orders", 0, 100)
                },
                { $0.new["OLD.orders", 1].start = 3 }, World.nothing,
            ]),
        Row(
            "an expiry does not heal because the commit jumped", .fails, says: "50–99",
            [
                { $0.new.commit("late", "OLD.orders", 0, 50) }, { $0.new["OLD.orders"].start = 100 },
                { $0.new.commit("late", "OLD.orders", 0, 100) }, World.nothing,
            ]),
        Row(
            "expired on the mirror below the commit on OLD is no loss, though neither was at the end", .holds,
            [
                {
                    $0.old.commit("billing", "orders", 0, 95)
                    $0.new.commit("billing", "OLD.orders", 0, 50)
                },
                { $0.new["OLD.orders"].start = 90 },
                {
                    $0.old.commit("billing", "orders", 0, 100)
                    $0.new.commit("billing", "OLD.orders", 0, 100)
                },
            ]),
        Row(
            "expired on the mirror, and read on OLD before", .holds,
            [
                { $0.new.commit("billing", "OLD.orders", 0, 50) }, { $0.new["OLD.orders"].start = 90 },
            ]),
    ]
}
