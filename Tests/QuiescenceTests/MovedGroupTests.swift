import Quiescence
import Testing

@Suite("source_consumed: groups that moved, or whose records expired")
struct MovedGroupTests {
    @Test("Truth table", arguments: movedRows + expiredRows)
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
            "moved: gone with its lag and back at the end, as a new group begins", .fails,
            says: "offsets processed nowhere",
            [
                notOnNew, both(movedOn, commitOnNew(100)), commitOnNew(150), notOnNew, commitOnNew(200),
                World.nothing,
            ]),
        Row(
            "moved: gone at the end and back at the end", .holds,
            [
                notOnNew, both(movedOn, commitOnNew(100)), commitOnNew(200), notOnNew, commitOnNew(200),
                World.nothing,
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
            "what lies below a first commit seen late may have been read before we looked", .unknown,
            says: "100–179, unless it began on the mirror before",
            [both(movedOn, commitOnNew(180)), commitOnNew(200)]),
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

    private static let expiredRows: [Row] = [
        Row("expired unread on both clusters before the first look is history", .holds) {
            notOnNew(&$0)
            $0.old.commit("billing", "orders", 0, 50)
            $0.old["orders"].start = 100
            $0.new["OLD.orders"].start = 100
        },
        Row(
            "expired on OLD before we looked, still on the mirror, and the group is not on NEW", .fails,
            says: "50 offsets processed nowhere: 50–99, gone on OLD and still in OLD.orders"
        ) {
            notOnNew(&$0)
            $0.old.commit("billing", "orders", 0, 50)
            $0.old["orders"].start = 100
        },
        Row("expired on OLD before we looked, and never mirrored: a marker at its end", .holds) {
            notOnNew(&$0)
            $0.old.commit("billing", "orders", 0, 99)
            $0.old["orders"].start = 100
            $0.mirrored("orders", 0, to: 98)
            $0.new["OLD.orders"].end = 99
            $0.syncs = .known([orders: [sync(0, 0), sync(98, 98)]])
        },
        Row(
            "expired on OLD before we looked, mirrored, and MirrorMaker died before it wrote down its position",
            .fails, says: "50 offsets processed nowhere: 50–99, gone on OLD and still in OLD.orders"
        ) {
            notOnNew(&$0)
            $0.old.commit("billing", "orders", 0, 50)
            $0.old["orders"].start = 100
            $0.mirrored("orders", 0, to: 48)
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
