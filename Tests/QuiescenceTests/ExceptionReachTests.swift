import Quiescence
import Testing

@Suite("What an exception of the configuration does not reach")
struct ExceptionReachTests {
    private static func waiver(
        _ condition: Condition, _ subject: String, finding: String? = nil
    ) -> Waiver {
        Waiver(
            condition: condition, subject: subject, finding: finding, reason: "known", owner: "data platform",
            until: WallTime(millisecondsSince1970: 2_000_000_000_000))
    }

    private static func restless(_ name: String, in play: inout Play) {
        play.world.old.groups[GroupName(rawValue: name)] = GroupSurvey(
            protocolType: .known("consumer"), state: .known(.rebalancing), members: .known([]),
            commits: .known([:]))
    }

    @Test("That a topic is read by no group says nothing of the topic whose mirror is called so")
    func notAMirrorCalledLikeASource() throws {
        func doubts(_ names: NameSelector, hasNamesake: Bool = true) throws -> [String] {
            var play = try Play(
                World.plan { $0.topics.readByNoGroup = [NameRule(names: names, reason: "a store")] })
            play.world.old.groups = [:]
            play.world.new.groups = [:]
            if hasNamesake {
                play.world.old.topics["OLD.orders"] = TopicWorld([PartitionWorld(end: 7)])
                play.world.new.topics["OLD.OLD.orders"] = TopicWorld([PartitionWorld(end: 7)])
            }
            return play.look().doubts(.mirrorConsumed)
        }
        let left = "it holds records, and no group is known to read it"
        #expect(try doubts(.name("OLD.orders")) == ["OLD.orders: \(left)"])
        #expect(try doubts(.pattern(#"OLD\.orders"#)) == ["OLD.orders: \(left)"])
        #expect(try doubts(.name("orders")) == ["OLD.OLD.orders: \(left)"])
        #expect(try doubts(.name("OLD.orders"), hasNamesake: false) == [])
    }

    @Test(
        "A topic's waiver covers no connector of that name, nor what is said of MirrorMaker as a whole",
        arguments: [("orders", "orders"), ("orders", "orders-0"), ("orders-0", "orders-0")])
    func notAConnector(subject: String, connector: ConnectorName) throws {
        var play = try Play(World.plan { $0.waivers = [Self.waiver(.mirrorDrained, subject)] })
        play.world.mirrored("orders", 0, to: 80)
        play.world.description = .known(
            MirrorDescription(connectors: [connector: World.source([.tolerance: "all"])]))
        let doubts = play.look().doubts(.mirrorDrained)
        #expect(doubts.contains { $0.hasPrefix("\(connector): errors.tolerance=all") }, "\(doubts)")
    }

    @Test("A waiver for a topic called MirrorMaker says nothing of MirrorMaker")
    func notMirrorMaker() throws {
        var play = try Play(World.plan { $0.waivers = [Self.waiver(.mirrorDrained, "MirrorMaker")] })
        play.world.old.topics["MirrorMaker"] = TopicWorld([PartitionWorld(end: 0)])
        play.world.description = .known(
            MirrorDescription(connectors: ["east": World.source(), "west": World.source()]))
        #expect(play.look().doubts(.mirrorDrained).contains { $0.hasPrefix("MirrorMaker: several") })
    }

    private static func hidden(_ waiver: Waiver, topics: Set<TopicName>, groups: Set<GroupName>) throws
        -> [String]
    {
        var play = try Play(
            World.plan {
                $0.old.inventory = Inventory(topics: topics, groups: groups)
                $0.waivers = [waiver]
            })
        play.world.old.frame.authorization = .unreadable(World.cause)
        play.world.new.topics["audit"] = TopicWorld([PartitionWorld(end: 3)])
        return play.look().doubts(.visibility)
    }

    @Test("A waiver for a hidden topic covers no other name that is hidden")
    func notAnotherHiddenName() throws {
        let (topic, group) = ("the inventory names this topic", "the inventory names this group")
        let end = ", and it is not visible"
        let whole = Self.waiver(.visibility, "OLD: audit")
        #expect(try Self.hidden(whole, topics: ["audit"], groups: ["billing"]) == [])
        #expect(
            try Self.hidden(whole, topics: ["audit", "audit-1"], groups: ["billing"]) == [
                "OLD: audit-1: \(topic)\(end)"
            ])
        #expect(
            try Self.hidden(whole, topics: ["audit"], groups: ["audit-1"]) == [
                "OLD: audit-1: \(group)\(end)"
            ])
        #expect(try Self.hidden(whole, topics: ["audit"], groups: ["audit"]).count == 2)
        let worded = Self.waiver(.visibility, "OLD: audit", finding: topic + end)
        #expect(
            try Self.hidden(worded, topics: ["audit"], groups: ["audit"]) == ["OLD: audit: \(group)\(end)"])
    }

    @Test(
        "A waiver for a group's place on a topic covers no group that is called so",
        arguments: ["billing: orders", "billing: orders-0"])
    func notAGroupCalledLikeAPlace(subject: String) throws {
        var play = try Play()
        Self.restless(subject, in: &play)
        _ = play.look()
        _ = try play.adopt(World.plan { $0.waivers = [Self.waiver(.oldConsumersGone, subject)] })
        play.world.old.commit("billing", "orders", 0, 99)
        let left = play.next().offenders(.oldConsumersGone)
        #expect(left.contains("\(subject): its coordinator says that it is not empty"), "\(left)")
    }

    @Test("A rule that is mended to another spelling of equal appearance is another rule")
    func notTheFormerSpelling() throws {
        let names = ["caf\u{e9}", "cafe\u{301}"]
        let excluding = names.map { name in
            World.plan { $0.groups.exclude = [NameRule(names: .name(name), reason: "people looking")] }
        }
        let waiving = names.map { name in
            World.plan { $0.waivers = [Self.waiver(.oldConsumersGone, name)] }
        }
        for plans in [excluding, waiving] {
            var play = try Play(plans[0])
            for name in names { Self.restless(name, in: &play) }
            let before = play.look().offenders(.oldConsumersGone)
            try #require(before.count == 1 && before[0].utf8.starts(with: names[1].utf8))
            #expect(plans[0] != plans[1])
            _ = try play.adopt(plans[1])
            let after = play.next().offenders(.oldConsumersGone)
            #expect(after.count == 1 && after[0].utf8.starts(with: names[0].utf8), "\(after)")
        }
    }

    /// OLD holds `orders` and, from another MirrorMaker, a topic that is called as its mirror is.
    private static func namesake(_ play: inout Play, end: Int64) {
        play.world.old.topics["OLD.orders"] = TopicWorld([PartitionWorld(end: end)])
        play.world.new.topics["OLD.OLD.orders"] = TopicWorld([PartitionWorld(end: end)])
        if end > 0 { play.world.mirrored("OLD.orders", 0, to: end - 1) }
        play.world.syncs = .known([
            TopicPartition("orders", 0): [sync(0, 0), sync(99, 99)],
            TopicPartition("OLD.orders", 0): [sync(0, 0), sync(end - 1, end - 1)],
        ])
    }

    @Test("A waiver for a group's place on a mirror covers no source that is called so")
    func notASourceCalledLikeAMirror() throws {
        func left(_ finding: String?) throws -> [String] {
            var play = try Play(
                World.plan {
                    $0.waivers = [Self.waiver(.mirrorConsumed, "billing: OLD.orders-0", finding: finding)]
                })
            Self.namesake(&play, end: 100)
            play.world.old.commit("billing", "orders", 0, 90)
            play.world.new.commit("billing", "OLD.orders", 0, 90)
            play.world.old.commit("billing", "OLD.orders", 0, 50)
            play.world.new.commit("billing", "OLD.OLD.orders", 0, 100)
            let look = play.look()
            return look.offenders(.mirrorConsumed) + look.doubts(.mirrorConsumed)
        }
        let all = try left(nil)
        let behind = "10 records behind: committed 90, end 100"
        #expect(all.contains("billing: OLD.orders-0: \(behind)"), "\(all)")
        #expect(
            all.contains { $0.hasPrefix("billing: OLD.orders-0: 50 offsets processed nowhere") }, "\(all)")
        #expect(try left(behind) == all.filter { !$0.hasSuffix(behind) })
    }

    @Test("A waiver for a mirror is over once that moves, whatever a source that is called so does")
    func notAMirrorThatMoved() throws {
        var play = try Play(World.plan { $0.waivers = [Self.waiver(.mirrorConsumed, "OLD.orders")] })
        Self.namesake(&play, end: 0)
        play.world.old.groups = [:]
        play.world.new.groups = [:]
        #expect(play.look().doubts(.mirrorConsumed) == [])
        #expect(play.next().doubts(.mirrorConsumed) == [])
        play.world.old["orders"].end = 110
        play.world.mirrored("orders", 0, to: 109)
        play.world.new["OLD.orders"].end = 110
        _ = play.next()
        #expect(
            play.next().doubts(.mirrorConsumed) == [
                "OLD.orders: it holds records, and no group is known to read it"
            ])
    }

    @Test(
        "A waiver for what a mirror lost is over once that mirror is gone, though it comes back as long as it was"
    )
    func notAMirrorMadeAgain() throws {
        var play = try Play()
        play.world.new.commit("shipping", "OLD.orders", 0, 50)
        _ = play.look()
        play.world.new["OLD.orders"].start = 60
        _ = play.next()
        _ = try play.adopt(
            World.plan { $0.waivers = [Self.waiver(.mirrorConsumed, "shipping: OLD.orders-0")] })
        let waived = play.next()
        try #require(!waived.offenders(.mirrorConsumed).contains { $0.contains("expired unread") })
        let mirror = play.world.new.topics["OLD.orders"]
        play.world.new.topics["OLD.orders"] = nil
        _ = play.next()
        play.world.new.topics["OLD.orders"] = mirror
        play.world.new["OLD.orders"].start = 0
        _ = play.next()
        play.world.new["OLD.orders"].start = 60
        let last = play.next()
        #expect(last.offenders(.mirrorConsumed).contains { $0.contains("expired unread") })
    }
}
