import Quiescence
import Testing

@Suite("source_consumed: what a group read on OLD was processed somewhere, to the end")
struct SourceConsumedTests {
    @Test("Truth table", arguments: oldRows + movedRows + syncedRows + expiredRows)
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

    private static let oldRows: [Row] = [
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
        Row("a commit beyond the end is a contradiction, not zero", .unknown, says: "committed 105") {
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

    private static let movedRows: [Row] = [
        Row(
            "moved: seeded at its commit on OLD, read to the end on NEW", .holds,
            [
                notOnNew, both(movedOn, commitOnNew(100)), commitOnNew(200),
            ]),
        Row(
            "moved: seeded below its commit on OLD", .holds,
            [
                notOnNew, both(movedOn, commitOnNew(60)), commitOnNew(200),
            ]),
        Row(
            "moved: the range between was read nowhere", .fails,
            says: "50 offsets processed nowhere: 100–149",
            [
                notOnNew, both(movedOn, commitOnNew(150)), commitOnNew(200),
            ]),
        Row(
            "moved: not yet at the end", .fails, says: "150–199",
            [
                notOnNew, both(movedOn, commitOnNew(100)), commitOnNew(150),
            ]),
        Row(
            "moved: rewound to where it had stopped, as the finding says", .holds,
            [
                notOnNew, both(movedOn, commitOnNew(150)), commitOnNew(100), commitOnNew(200),
            ]),
        Row(
            "moved: rewound, and not read on yet", .fails, says: "100–199",
            [
                notOnNew, both(movedOn, commitOnNew(150)), commitOnNew(100),
            ]),
        Row(
            "a first commit seen late is only an upper bound", .unknown, says: "groups.moved",
            [
                both(movedOn, commitOnNew(200)), World.nothing,
            ]),
        Row(
            "a first commit seen late, with lag after it", .fails, says: "180–199",
            [
                both(movedOn, commitOnNew(180)), World.nothing,
            ]),
        Row(
            "on the operator's word", .holds, says: "checked by hand",
            plan: World.plan {
                $0.groups.moved = ["billing": MovedGroup(from: .replayed, reason: "checked by hand")]
            }, both(movedOn, commitOnNew(200))),
        Row(
            "the operator's word does not cover what is still unread", .fails, says: "150–199",
            plan: World.plan {
                $0.groups.moved = ["billing": MovedGroup(from: .earliest, reason: "checked")]
            }, both(movedOn, commitOnNew(150))),
        Row(
            "no pairs to translate by", .unknown, says: "no offset sync of orders-0",
            [
                notOnNew,
                {
                    movedOn(&$0)
                    commitOnNew(100)(&$0)
                    $0.syncs = .known([:])
                }, commitOnNew(150),
            ]),
        Row(
            "no offset-syncs topic", .unknown, says: "no offset-syncs topic",
            [
                notOnNew,
                {
                    movedOn(&$0)
                    commitOnNew(100)(&$0)
                    $0.syncs = .absent
                }, commitOnNew(150),
            ]),
        Row(
            "a commit beyond the mirror's end", .unknown, says: "committed 250 on OLD.orders-0",
            [
                notOnNew, both(movedOn, commitOnNew(100)), commitOnNew(250),
            ]),
        Row(
            "commits on NEW refused", .unknown, says: "READ on billing",
            [
                notOnNew, both(movedOn, commitOnNew(100)),
                { $0.new.groups["billing"]?.commits = .unreadable(Cause(.notAuthorized, "READ on billing")) },
            ]),
        Row(
            "vanished from NEW, having read everything", .holds,
            [
                notOnNew, both(movedOn, commitOnNew(100)), commitOnNew(200), notOnNew,
            ]),
        Row(
            "the pairs are compacted away after the seed was seen", .holds,
            [
                notOnNew, both(movedOn, commitOnNew(100)), commitOnNew(200),
                { $0.syncs = .known([orders: [sync(199, 199)]]) },
            ]),
        Row(
            "what a group had read on the mirror is remembered when mirror and pairs go", .holds,
            [
                notOnNew, both(movedOn, commitOnNew(100)), commitOnNew(200),
                {
                    $0.syncs = .absent
                    $0.new.topics["OLD.orders"] = nil
                    $0.new.groups["billing"]?.commits = .known([:])
                },
            ]),
        Row(
            "a source that was recreated shares no offsets with its mirror", .unknown, says: "recreated",
            [
                notOnNew, both(movedOn, commitOnNew(100)), commitOnNew(200),
                { $0.old["orders"].end = 150 }, World.nothing,
            ]),
    ]

    private static let syncedRows: [Row] = [
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

    private static let expiredRows: [Row] = [
        Row("expired unread before the first look is history", .holds) {
            notOnNew(&$0)
            $0.old.commit("billing", "orders", 0, 50)
            $0.old["orders"].start = 100
        },
        Row(
            "expired on OLD before we looked, still on the mirror, and skipped there", .fails,
            says: "50 offsets processed nowhere: 50–99, gone on OLD and still in OLD.orders",
            [
                {
                    movedOn(&$0)
                    notOnNew(&$0)
                    $0.old.commit("billing", "orders", 0, 50)
                    $0.old["orders"].start = 100
                    $0.new.commit("billing", "orders", 0, 1)
                }, commitOnNew(100), commitOnNew(200),
            ]),
        Row(
            "expired on OLD before we looked, and no pairs to tell what the mirror still holds", .unknown,
            says: "no offset sync of orders-0",
            [
                {
                    movedOn(&$0)
                    notOnNew(&$0)
                    $0.old.commit("billing", "orders", 0, 50)
                    $0.old["orders"].start = 200
                    $0.new.commit("billing", "orders", 0, 1)
                    $0.syncs = .known([:])
                }, commitOnNew(200),
            ]),
        Row(
            "expired unread while we watched", .fails, says: "10 offsets expired on OLD",
            [
                {
                    notOnNew(&$0)
                    $0.old.commit("billing", "orders", 0, 90)
                }, { $0.old["orders"].start = 100 },
            ]),
        Row(
            "a commit that jumps over expired records has not read them", .fails, says: "90–97",
            [
                {
                    notOnNew(&$0)
                    $0.old.commit("billing", "orders", 0, 90)
                }, { $0.old["orders"].start = 98 }, { $0.old.commit("billing", "orders", 0, 100) },
                World.nothing,
            ]),
        Row(
            "what expired on OLD and was then read on the mirror is no loss", .holds,
            [
                notOnNew, both(movedOn, commitOnNew(100)), { $0.old["orders"].start = 150 }, commitOnNew(200),
            ]),
    ]
}
