import Quiescence
import Testing

@Suite("source_consumed: what a group read on OLD was processed somewhere, to the end")
struct SourceConsumedTests {
    @Test("Truth table", arguments: rows)
    func table(row: Row) throws { try row.check(.sourceConsumed) }

    private static let notOnNew: Row.Act = { $0.new.groups["billing"] = nil }

    private static let rows: [Row] = [
        Row("read to the end on OLD alone", .holds, notOnNew),
        Row("a group on OLD alone, with lag", .fails, says: "10 offsets processed nowhere: 90–99") {
            notOnNew(&$0)
            $0.old.commit("billing", "orders", 0, 90)
        },
        Row("a group that only stores offsets counts like any other", .fails, says: "97–99") {
            notOnNew(&$0)
            $0.old.commit("billing", "orders", 0, 97)
            $0.old.groups["billing"]?.protocolType = .known("")
        },
        Row(
            "a commit beyond the end is a contradiction, not zero", .unknown,
            says: "committed 105 on OLD, where the end is 100"
        ) {
            $0.old.commit("billing", "orders", 0, 105)
        },
        Row("a partition without a commit of its own counts as unread", .fails, says: "orders-1: 3 offsets") {
            notOnNew(&$0)
            $0.old.topics["orders"]?.partitions.append(PartitionWorld(end: 3))
        },
        Row("a marker at the end", .holds) {
            notOnNew(&$0)
            $0.old.commit("billing", "orders", 0, 99)
            $0.old["orders"].nothingAt = [99]
        },
        Row("a record behind the marker", .fails, says: "99–100") {
            notOnNew(&$0)
            $0.old.commit("billing", "orders", 0, 99)
            $0.old["orders"].end = 101
            $0.old["orders"].nothingAt = [99]
        },
        Row("a marker that may not be read is unproven", .unknown, says: "unproven: READ denied") {
            notOnNew(&$0)
            $0.old.commit("billing", "orders", 0, 99)
            $0.old["orders"].tailUnreadable = Cause(.notAuthorized, "READ denied")
        },
        Row("an aborted tail is records to a group of unknown isolation", .fails, says: "99") {
            notOnNew(&$0)
            $0.old.commit("billing", "orders", 0, 99)
            $0.old["orders"].abortedAt = [99]
        },
        Row(
            "an aborted tail is nothing to a read_committed group", .holds,
            plan: World.plan {
                $0.groups.isolation = [IsolationRule(names: .name("billing"), level: .readCommitted)]
            }
        ) {
            notOnNew(&$0)
            $0.old.commit("billing", "orders", 0, 99)
            $0.old["orders"].abortedAt = [99]
        },
        Row("commits refused", .unknown, says: "READ on group billing") {
            $0.old.groups["billing"]?.commits = .unreadable(Cause(.notAuthorized, "READ on group billing"))
        },
        Row("a partial list of groups", .unknown, says: "no answer") {
            $0.old.listing = .incomplete(World.cause)
        },
        Row(
            "a group that an incomplete list does not have is not gone", .unknown, says: "billing",
            [
                World.nothing,
                {
                    $0.old.groups["billing"] = nil
                    $0.old.listing = .incomplete(World.cause)
                },
            ]),
        Row(
            "an excluded group is not asked", .holds,
            plan: World.plan { $0.groups.exclude = [NameRule(names: .name("billing"), reason: "dead")] }
        ) { $0.old.commit("billing", "orders", 0, 1) },
        Row("commits on a topic that is gone are a note", .holds, says: "vanished-topic") {
            $0.old.commit("billing", "vanished-topic", 0, 50)
        },
        Row("beside commits on a topic that is gone the others count as ever", .fails, says: "orders-0: 10") {
            notOnNew(&$0)
            $0.old.commit("billing", "gone", 0, 50)
            $0.old.commit("billing", "orders", 0, 90)
        },
        Row("a topic left behind", .fails, says: "billing: audit-0: 50 offsets") {
            $0.old.topics["audit"] = TopicWorld([PartitionWorld(end: 100)])
            $0.old.commit("billing", "audit", 0, 50)
        },
        Row(
            "vanished, having read everything", .holds,
            [
                notOnNew, { $0.old.groups["billing"] = nil },
            ]),
        Row(
            "vanished with lag", .fails, says: "90–99",
            [
                {
                    notOnNew(&$0)
                    $0.old.commit("billing", "orders", 0, 90)
                }, { $0.old.groups["billing"] = nil },
            ]),
        Row(
            "vanished with lag and back at the end, as a new group begins", .fails, says: "90–99",
            [
                {
                    notOnNew(&$0)
                    $0.old.commit("billing", "orders", 0, 90)
                }, { $0.old.groups["billing"] = nil }, { $0.old.commit("billing", "orders", 0, 100) },
                World.nothing,
            ]),
        Row(
            "commits vanished with lag, while the group stays", .fails, says: "90–99",
            [
                {
                    notOnNew(&$0)
                    $0.old.commit("billing", "orders", 0, 90)
                }, { $0.old.groups["billing"]?.commits = .known([:]) },
            ]),
        Row(
            "commits vanished, having read everything", .holds,
            [
                notOnNew, { $0.old.groups["billing"]?.commits = .known([:]) },
            ]),
        Row(
            "a source that was recreated has no history in that very survey", .fails,
            says: "95 offsets processed nowhere: 0–94",
            [
                {
                    notOnNew(&$0)
                    $0.old["orders"].start = 90
                },
                {
                    $0.old["orders"].start = 0
                    $0.old["orders"].end = 95
                    $0.old.commit("billing", "orders", 0, 0)
                },
            ]),
        Row(
            "a source that was recreated with a lower start has no history", .fails, says: "0–",
            [
                {
                    notOnNew(&$0)
                    $0.old["orders"].start = 90
                },
                {
                    $0.old["orders"].start = 0
                    $0.old["orders"].end = 95
                    $0.old.topics["orders"]?.partitions.append(PartitionWorld(end: 0))
                    $0.old.groups["billing"]?.commits = .known([:])
                    $0.old.commit("billing", "orders", 1, 0)
                }, World.nothing,
            ]),
    ]
}
