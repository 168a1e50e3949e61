import Quiescence
import Testing

@Suite("old_consumers_gone: no group on OLD has a member or moves an offset")
struct OldConsumersGoneTests {
    @Test("Truth table", arguments: memberRows + movementRows + hiddenRows)
    func table(row: Row) throws { try row.check(.oldConsumersGone) }

    private static func group(
        type: Reading<String> = .known("consumer"), state: Reading<GroupState>,
        members: Reading<[GroupMember]> = .known([])
    ) -> GroupSurvey {
        GroupSurvey(protocolType: type, state: state, members: members, commits: .known([:]))
    }

    private static func name(_ name: GroupName, _ survey: GroupSurvey) -> Row.Act {
        { $0.old.groups[name] = survey }
    }

    /// Kafka begins a static member's id with its `group.instance.id`.
    private static let ghost = name(
        "tills",
        group(
            state: .known(.stable),
            members: .known([GroupMember(id: "till-7-5f", clientID: "shop", host: "/10.0.0.7")])))

    private static let memberRows: [Row] = [
        Row("groups without members", .holds),
        Row("a member is named with client and host", .fails, says: "app at /10.0.0.9 (app-1)") {
            $0.old.join("billing")
        },
        Row("a static member whose process is gone", .fails, says: "shop at /10.0.0.7 (till-7-5f)", ghost),
        Row(
            "a static member that the broker has dropped", .holds,
            [ghost, name("tills", group(state: .known(.empty)))]),
        Row("a rebalancing group", .fails, says: "not empty", name("g", group(state: .known(.rebalancing)))),
        Row(
            "a Connect cluster that was never moved", .fails, says: "connect-sinks",
            name(
                "connect-sinks",
                group(
                    type: .known("connect"), state: .known(.stable),
                    members: .known([GroupMember(id: "w-1", clientID: "worker", host: "/h")])))),
        Row(
            "MirrorMaker's own workers", .holds,
            name(
                "NEW-mm2",
                group(
                    type: .known("connect"), state: .known(.stable),
                    members: .known([GroupMember(id: "w-1", clientID: "NEW->OLD", host: "/h")])))),
        Row(
            "a consumer that bears MirrorMaker's name", .fails, says: "NEW-mm2",
            name(
                "NEW-mm2",
                group(
                    state: .known(.stable),
                    members: .known([GroupMember(id: "x-1", clientID: "x", host: "/h")])))),
        Row(
            "listed as Dead, and no listing tells more", .unknown, says: "svc",
            name(
                "svc",
                group(
                    type: .unreadable(Cause(.unsupported, "a new protocol")),
                    state: .unreadable(Cause(.unsupported, "listed as Dead: a new protocol")),
                    members: .unreadable(Cause(.unsupported, "not shown"))))),
        Row(
            "a new protocol's group whose members are not shown", .fails, says: "does not show",
            name("svc", group(state: .known(.stable), members: .unreadable(Cause(.unsupported, "not shown"))))
        ),
        Row(
            "a new protocol's group that is empty", .holds,
            name("svc", group(state: .known(.empty), members: .unreadable(Cause(.unsupported, "not shown"))))),
        Row(
            "a state that was not given", .unknown, says: "state was not given",
            name("svc", group(state: .absent, members: .absent))),
        Row(
            "members beside a state that was not read", .fails, says: "1 member",
            name(
                "svc",
                group(
                    state: .unreadable(World.cause),
                    members: .known([GroupMember(id: "x-1", clientID: "x", host: "/h")])))),
        Row("a partial list", .unknown, says: "no answer") { $0.old.listing = .incomplete(World.cause) },
        Row("a member seen by a partial list", .fails, says: "app") {
            $0.old.listing = .incomplete(World.cause)
            $0.old.join("billing")
        },
        Row(
            "an excluded group", .holds,
            plan: World.plan { $0.groups.exclude = [NameRule(names: .name("billing"), reason: "people")] }
        ) { $0.old.join("billing") },
        Row(
            "a group that a complete list no longer has", .holds,
            [
                { $0.old.join("billing") }, { $0.old.groups["billing"] = nil },
            ]),
    ]

    private static let movementRows: [Row] = [
        Row(
            "a job that commits without ever being a member", .fails, says: "moved from 100 to 101",
            [
                World.nothing,
                {
                    $0.old["orders"].end = 101
                    $0.old.commit("billing", "orders", 0, 101)
                },
            ]),
        Row(
            "a commit that went back", .fails, says: "moved from 100 to 50",
            [
                World.nothing, { $0.old.commit("billing", "orders", 0, 50) },
            ]),
        Row(
            "a first commit on another partition", .fails, says: "moved from nothing to 0",
            [
                World.nothing, { $0.old.commit("billing", "orders", 1, 0) },
            ]),
        Row(
            "a group that appeared with a commit", .fails, says: "fresh: orders-0: its offset moved",
            [
                World.nothing, { $0.old.commit("fresh", "orders", 0, 100) },
            ]),
        Row(
            "a group that a partial list did not have before has not moved", .holds,
            [
                { $0.old.listing = .incomplete(World.cause) },
                {
                    $0.old.listing = .complete
                    $0.old.commit("fresh", "orders", 0, 100)
                },
            ]),
        Row(
            "moved while its commits could not be read", .fails, says: "moved from 100 to 90",
            [
                World.nothing, { $0.old.groups["billing"]?.commits = .unreadable(World.cause) },
                {
                    $0.old.groups["billing"]?.commits = .known([:])
                    $0.old.commit("billing", "orders", 0, 90)
                },
            ]),
        Row("commits refused", .unknown, says: "no answer") {
            $0.old.groups["billing"]?.commits = .unreadable(World.cause)
        },
    ]

    /// With four partitions, `billing` hashes to 1, `OLD-mm2` to 0 and `NEW-mm2` to 3.
    private static func advance(_ partition: Int) -> Row.Act {
        { $0.old["__consumer_offsets", partition].end += 1 }
    }

    private static let hiddenRows: [Row] = [
        Row(
            "an advance is unknown until the next list tells whose it was", .unknown,
            says: "advanced from 10",
            [
                World.nothing, advance(1),
            ]),
        Row(
            "the same offsets committed again", .fails, says: "it can only be one of: billing",
            [
                World.nothing, advance(1), World.nothing,
            ]),
        Row(
            "a group that no list shows", .fails, says: "no list shows",
            [
                World.nothing, advance(2), World.nothing,
            ]),
        Row(
            "quiet again afterwards", .holds,
            [
                World.nothing, advance(1), World.nothing, World.nothing,
            ]),
        Row(
            "a partial list defers", .unknown, says: "no complete list",
            [
                World.nothing, advance(1), { $0.old.listing = .incomplete(World.cause) },
            ]),
        Row(
            "and what was deferred is judged by the next complete list", .fails, says: "billing",
            [
                World.nothing, advance(1), { $0.old.listing = .incomplete(World.cause) },
                { $0.old.listing = .complete },
            ]),
        Row(
            "explained by a commit that the same survey saw", .holds,
            [
                World.nothing,
                {
                    advance(1)(&$0)
                    $0.old.commit("billing", "orders", 0, 99)
                }, World.nothing,
            ]),
        Row(
            "explained by a commit that the survey after it saw", .fails, says: "its offset moved",
            [
                World.nothing, advance(1), { $0.old.commit("billing", "orders", 0, 99) },
            ]),
        Row(
            "explained by a member that has just left", .holds,
            [
                { $0.old.join("billing") },
                {
                    $0.old.groups["billing"]?.state = .known(.empty)
                    $0.old.groups["billing"]?.members = .known([])
                    advance(1)(&$0)
                }, World.nothing,
            ]),
        Row(
            "explained by a group that expired just before the advance was seen", .holds, says: "expired",
            [
                World.nothing,
                {
                    $0.old.groups["billing"] = nil
                    advance(1)(&$0)
                }, World.nothing,
            ]),
        Row(
            "explained by a group that expired just after", .holds, says: "expired",
            [
                World.nothing, advance(1), { $0.old.groups["billing"] = nil },
            ]),
        Row(
            "a group that expired long ago explains nothing", .fails, says: "can only be one of: billing",
            [
                World.nothing, { $0.old.groups["billing"] = nil }, World.nothing, World.nothing, advance(1),
                World.nothing,
            ]),
        Row(
            "explained by commits that expired", .holds, says: "expired",
            [
                World.nothing,
                {
                    $0.old.groups["billing"]?.commits = .known([:])
                    advance(1)(&$0)
                }, World.nothing,
            ]),
        Row(
            "MirrorMaker's own group is a named blind spot", .holds, says: "NEW-mm2",
            [
                { $0.old.groups["NEW-mm2"] = group(type: .known("connect"), state: .known(.stable)) },
                advance(3), advance(3),
            ]),
        Row(
            "an excluded group that goes on committing is a named blind spot", .holds,
            says: "the excluded group billing",
            plan: World.plan { $0.groups.exclude = [NameRule(names: .name("billing"), reason: "people")] },
            [World.nothing, advance(1), advance(1)]),
        Row(
            "MirrorMaker's group hides nobody any more once it is gone", .fails,
            says: "commits there without moving",
            [
                { $0.old.groups["NEW-mm2"] = group(type: .known("connect"), state: .known(.stable)) },
                { $0.old.groups["NEW-mm2"] = nil }, World.nothing, World.nothing, advance(3), World.nothing,
            ]),
        Row(
            "nor does an excluded group", .fails, says: "commits there without moving",
            plan: World.plan { $0.groups.exclude = [NameRule(names: .name("billing"), reason: "people")] },
            [
                World.nothing, { $0.old.groups["billing"] = nil }, World.nothing, World.nothing, advance(1),
                World.nothing,
            ]),
        Row("groups without a topic that keeps commits: it is hidden", .unknown, says: "is not visible") {
            $0.old.topics["__consumer_offsets"] = nil
        },
        Row("no group ever, and no topic to keep commits", .holds) {
            $0.old.topics["__consumer_offsets"] = nil
            $0.old.groups = [:]
        },
        Row("the topic that keeps commits cannot be read", .unknown, says: "__consumer_offsets") {
            $0.old.topics["__consumer_offsets"]?.unreadable = World.cause
        },
        Row("one of its partitions cannot be read", .unknown, says: "__consumer_offsets-2") {
            $0.old["__consumer_offsets", 2].unreadable = World.cause
        },
        Row(
            "it went back", .fails, says: "went back",
            [
                World.nothing, { $0.old["__consumer_offsets", 2].end = 1 },
            ]),
    ]
}
