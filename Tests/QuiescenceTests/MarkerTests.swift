import Quiescence
import Testing

/// Under exactly-once a marker may stand in the mirror where a record is missing: pairs of one skew prove nothing.
@Suite("mirror_gapless: markers of MirrorMaker's own transactions")
struct MarkerTests {
    /// The record at 3 is not in the mirror.
    private static let gap = MirrorGaplessTests.log([(0, 0), (2, 2), (4, 4), (6, 6)], lost: [3])

    private static func describe(_ exactlyOnce: String, as name: ConnectorName = World.connector) -> Row.Act {
        {
            $0.description = .known(
                MirrorDescription(connectors: [name: World.source([.exactlyOnce: exactlyOnce])]))
        }
    }

    private static let both: Row.Act = {
        $0.description = .known(
            MirrorDescription(connectors: [
                World.connector: World.source([.exactlyOnce: "disabled"]),
                "other": World.source([.exactlyOnce: "enabled", .tolerance: "all"]),
            ]))
    }

    private static let unread: Row.Act = { $0.description = .unreadable(World.cause) }
    private static let deleted: Row.Act = { $0.description = .known(MirrorDescription()) }

    @Test("Truth table", arguments: rows)
    func table(row: Row) throws { try row.check(.mirrorGapless) }

    private static let rows: [Row] = [
        Row(
            "there are none: one skew proves", .holds,
            [
                {
                    gap(&$0)
                    describe("disabled")(&$0)
                }, World.nothing,
            ]),
        Row("not known, as it could never be read: all is read", .fails, says: "offset 3") {
            gap(&$0)
            unread(&$0)
        },
        Row("not known, as no topic of that name tells of it: all is read", .fails, says: "offset 3") {
            gap(&$0)
            $0.description = .absent
        },
        Row("not known, as nothing is told of one that writes there: all is read", .fails, says: "offset 3") {
            gap(&$0)
            deleted(&$0)
        },
        Row(
            "told of by one whose alias refers to something outside: it may be the one", .fails,
            says: "offset 3"
        ) {
            gap(&$0)
            var referring = World.source([.exactlyOnce: "enabled"])
            referring.settings[.targetAlias] = .unreadable(World.cause)
            $0.description = .known(
                MirrorDescription(connectors: [World.connector: World.source(), "other": referring]))
        },
        Row(
            "learnt of later: what one skew has proven before is read", .fails, says: "offset 3",
            [
                {
                    gap(&$0)
                    describe("disabled")(&$0)
                }, describe("enabled"),
            ]),
        Row(
            "learnt of later, and unreadable again", .fails, says: "offset 3",
            [
                {
                    gap(&$0)
                    describe("disabled")(&$0)
                }, describe("enabled"), unread,
            ]),
        Row(
            "unreadable for a while, with none before", .holds,
            [
                {
                    gap(&$0)
                    describe("disabled")(&$0)
                }, unread,
            ]),
    ]

    @Test(
        "They stay when the connector that wrote them is deleted, or another one without them comes after it",
        arguments: [
            [deleted], [deleted, describe("disabled")], [describe("disabled", as: "other")], [unread],
        ])
    func stay(_ acts: [Row.Act]) throws {
        var play = try Play()
        Self.gap(&play.world)
        Self.describe("enabled")(&play.world)
        play.leavesLedgerUnread = true
        #expect(play.next().state(.mirrorGapless) == .unknown)
        for act in acts {
            act(&play.world)
            #expect(play.next().state(.mirrorGapless) == .unknown)
        }
        play.leavesLedgerUnread = false
        #expect(play.next().state(.mirrorGapless) == .fails)
    }

    @Test("So do those of one that took the place of the named one, was deleted, and is named only then")
    func ofASuccessor() throws {
        var play = try Play(World.plan { $0.mirror.connector = World.connector })
        Self.gap(&play.world)
        play.leavesLedgerUnread = true
        for act in [Self.describe("disabled"), Self.describe("enabled", as: "other"), Self.deleted] {
            act(&play.world)
            _ = play.next()
        }
        play.leavesLedgerUnread = false
        try play.adopt(World.plan { $0.mirror.connector = "other" })
        #expect(play.next().state(.mirrorGapless) == .fails)
    }

    @Test("Nor do those go that another connector left to it, when an alias was another one for a while")
    func underAnotherAlias() throws {
        var play = try Play()
        Self.gap(&play.world)
        play.leavesLedgerUnread = true
        for act in [Self.describe("enabled"), Self.describe("disabled", as: "other")] {
            act(&play.world)
            _ = play.next()
        }
        try play.adopt(World.plan { $0.new.alias = "NWE" })
        _ = play.next()
        try play.adopt(World.plan)
        play.leavesLedgerUnread = false
        #expect(play.next().state(.mirrorGapless) == .fails)
    }

    @Test("One that leaves its target's alias out has MirrorMaker's default")
    func defaultAlias() throws {
        var play = try Play(World.plan { $0.new.alias = "target" })
        Self.gap(&play.world)
        var connector = World.source([.exactlyOnce: "enabled", .tolerance: "all"])
        connector.settings[.targetAlias] = nil
        play.world.description = .known(MirrorDescription(connectors: [World.connector: connector]))
        let last = play.next()
        #expect(last.state(.mirrorGapless) == .fails)
        #expect(last.doubts(.mirrorDrained).contains { $0.contains("errors.tolerance=all") })
    }

    @Test("So do markers and dangers of a connector that the plan does not name, whose mirrors are the same")
    func ofAnother() throws {
        var play = try Play(World.plan { $0.mirror.connector = World.connector })
        Self.gap(&play.world)
        Self.both(&play.world)
        #expect(play.next().state(.mirrorGapless) == .unknown)
        Self.describe("disabled")(&play.world)
        #expect(play.next().state(.mirrorGapless) == .fails)
        #expect(play.next().doubts(.mirrorDrained).contains { $0.contains("errors.tolerance=all") })
    }
}
