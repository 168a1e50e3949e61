import Quiescence
import Testing

@Suite("What a waiver cannot be stretched to")
struct WaiverLimitTests {
    private static func waiver(
        _ condition: Condition, _ subject: String, finding: String? = nil
    ) -> Waiver {
        Waiver(
            condition: condition, subject: subject, finding: finding, reason: "known", owner: "data platform",
            until: WallTime(millisecondsSince1970: 2_000_000_000_000))
    }

    private static func plan(_ waivers: Waiver...) -> Plan { World.plan { $0.waivers = waivers } }

    /// A world in which a group still has a member on OLD, and has had one for a while.
    private static func lingering() throws -> Play {
        var play = try Play()
        play.world.old.join("billing")
        let last = play.run(for: .seconds(600))
        try #require(last.offenders(.oldConsumersGone).count == 1)
        return play
    }

    @Test(
        "Time before a gap that can hide something is no credit: a waiver written during it opened at once",
        arguments: [true, false])
    func noCreditOverAGap(isRestarted: Bool) throws {
        var play = try Self.lingering()
        if isRestarted { try play.restart() }
        play.world.pass(.seconds(7 * 86_400))
        _ = try play.adopt(Self.plan(Self.waiver(.oldConsumersGone, "billing")))
        let after = play.look()
        #expect(after.state(.oldConsumersGone) == .holds)
        #expect(after.verdict[.oldConsumersGone]?.observed == .zero)
    }

    @Test("Time under a plan by which the condition was judged otherwise is credited to nobody")
    func noCreditOverAChangedPlan() throws {
        var play = try Self.lingering()
        let excluded = NameRule(names: .name("audit"), reason: "reads for ever")
        _ = try play.adopt(World.plan { $0.groups.exclude = [excluded] })
        _ = play.next()
        _ = try play.adopt(
            World.plan {
                $0.groups.exclude = [excluded]
                $0.waivers = [Self.waiver(.oldConsumersGone, "billing")]
            })
        let observed = try #require(play.next().verdict[.oldConsumersGone]?.observed)
        #expect(observed < .seconds(60))
    }

    @Test(
        "That something could not be read is waived by nobody: the condition would hold while nothing is seen"
    )
    func notTheUnread() throws {
        var play = try Play()
        _ = play.look()
        play.world.old["orders"].unreadable = Cause(.timedOut, "no answer")
        try #require(play.next().doubts(.sourceQuiet) == ["orders-0: no answer"])
        _ = try play.adopt(
            Self.plan(
                Self.waiver(.sourceQuiet, "orders"),
                Self.waiver(.sourceQuiet, "orders-0", finding: "no answer")))
        #expect(play.next().state(.sourceQuiet) == .unknown)
    }

    @Test(
        "A whole cluster is waived by nobody",
        arguments: [Condition.visibility, .sourceQuiet, .mirrorDrained, .oldConsumersGone])
    func notACluster(condition: Condition) throws {
        var play = try Play()
        _ = play.look()
        play.world.old.frame.identity = .known("another-cluster")
        let before = try #require(play.next().state(condition))
        try #require(before != .holds)
        _ = try play.adopt(Self.plan(Self.waiver(condition, "OLD")))
        #expect(play.next().state(condition) == before)
    }

    @Test("What ended and came back in the same words came later")
    func notWhatCameBack() throws {
        var play = try Play(Self.plan(Self.waiver(.oldConsumersGone, "billing")))
        play.world.old.join("billing")
        #expect(play.look().state(.oldConsumersGone) == .holds)
        #expect(play.next().state(.oldConsumersGone) == .holds)
        play.world.old.groups["billing"]?.members = .known([])
        play.world.old.groups["billing"]?.state = .known(.empty)
        #expect(play.next().state(.oldConsumersGone) == .holds)
        play.world.old.join("billing")
        #expect(play.next().state(.oldConsumersGone) == .fails)
    }

    @Test("While something is in doubt nothing that is not found has ended")
    func notEndedInDoubt() throws {
        var play = try Play(Self.plan(Self.waiver(.oldConsumersGone, "billing")))
        play.world.old.join("billing")
        let group = try #require(play.world.old.groups["billing"])
        _ = play.look()
        play.world.old.groups["billing"]?.state = .unreadable(Cause(.coordinator, "moving"))
        play.world.old.groups["billing"]?.members = .unreadable(Cause(.coordinator, "moving"))
        #expect(play.next().state(.oldConsumersGone) == .unknown)
        play.world.old.groups["billing"] = group
        #expect(play.next().state(.oldConsumersGone) == .holds)
    }

    @Test("A topic whose name is that of another one's partition takes no part in its waiver")
    func notATopicNamedLikeAPartition() throws {
        func gone(_ subject: String, _ finding: String? = nil, partitions: Int = 2) throws -> [String] {
            var play = try Play()
            for number in 1..<partitions {
                play.world.old.topics["orders"]?.partitions.append(PartitionWorld(end: 0))
                play.world.new.topics["OLD.orders"]?.partitions.append(PartitionWorld(end: 0))
                play.world.new.commit("billing", "OLD.orders", Int32(number), 0)
            }
            play.world.old.topics["orders-1"] = TopicWorld([PartitionWorld(end: 0)])
            play.world.new.topics["OLD.orders-1"] = TopicWorld([PartitionWorld(end: 0)])
            _ = play.look()
            play.world.old.topics["orders-1"] = nil
            try #require(play.next().doubts(.sourceQuiet).count == 1)
            _ = try play.adopt(Self.plan(Self.waiver(.sourceQuiet, subject, finding: finding)))
            return play.next().doubts(.sourceQuiet)
        }
        let words = "the topic is gone; what it held last cannot be read any more"
        #expect(try gone("orders") == ["orders-1: \(words)"])
        #expect(try gone("orders-1") == ["orders-1: \(words)"])
        #expect(try gone("orders-1", partitions: 1) == [])
        #expect(try gone("orders-1", words) == [])
    }

    @Test("The same offsets of a topic that was made again are other records")
    func notAnotherLog() throws {
        var play = try Play()
        play.world.new.commit("shipping", "OLD.orders", 0, 50)
        _ = play.look()
        play.world.new["OLD.orders"].start = 60
        var last = play.next()
        let words = last.offenders(.mirrorConsumed)
        try #require(words.contains { $0.contains("expired unread") }, "\(words)")
        _ = try play.adopt(Self.plan(Self.waiver(.mirrorConsumed, "shipping: OLD.orders-0")))
        _ = play.next()
        // Deleted, made again, and read as far as before.
        play.world.new["OLD.orders"] = PartitionWorld(end: 70)
        _ = play.next()
        play.world.new["OLD.orders"].end = 100
        _ = play.next()
        play.world.new["OLD.orders"].start = 60
        last = play.next()
        #expect(last.offenders(.mirrorConsumed).contains { $0.contains("expired unread") })
    }

    @Test("A doubt that is waived hides nothing that its partition is given later", arguments: [false, true])
    func notWhatADoubtHides(isWorded: Bool) throws {
        var play = try Play()
        _ = play.look()
        play.world.old["orders"].end = 90
        _ = play.next()
        play.world.old["orders"].end = 100
        let doubts = play.next().verdict[.mirrorDrained]?.finding.doubts ?? []
        let doubt = try #require(doubts.first)
        #expect(doubts.count == 1)
        _ = try play.adopt(
            Self.plan(
                Self.waiver(.mirrorDrained, "orders-0", finding: isWorded ? doubt.cause.detail : nil)))
        #expect(play.next().state(.mirrorDrained) == .holds)
        #expect(play.next().state(.mirrorDrained) == .holds)
        // Ten more that MirrorMaker never comes to.
        play.world.old["orders"].end = 110
        _ = play.next()
        #expect(play.next().state(.mirrorDrained) != .holds)
    }

    @Test("Its mirror's removal as planned takes nothing from a waiver")
    func survivesThePlannedRemoval() throws {
        var play = try Play()
        play.world.new.commit("shipping", "OLD.orders", 0, 50)
        _ = play.look()
        play.world.new["OLD.orders"].start = 60
        _ = play.next()
        play.world.new.commit("shipping", "OLD.orders", 0, 100)
        _ = try play.adopt(Self.plan(Self.waiver(.mirrorConsumed, "shipping: OLD.orders-0")))
        var last = play.run(for: .seconds(700))
        try #require(last.gate(.mirrorTopics) == .safe, "\(last.verdict)")
        play.world.positions = .absent
        last = play.next()
        play.world.new.topics["OLD.orders"] = nil
        play.world.new.groups["shipping"]?.commits = .known([:])
        play.world.new.groups["billing"]?.commits = .known([:])
        last = play.run(for: .seconds(120))
        #expect(last.state(.mirrorConsumed) == .holds, "\(last.offenders(.mirrorConsumed))")
    }

    @Test(
        "A group whose name is another's with a number is no partition of it",
        arguments: ["billing", "orders"])
    func notAGroupNamedLikeAPartition(waived: String) throws {
        let names = [waived, waived + "-0"].map { GroupName(rawValue: $0) }
        var play = try Play()
        for name in names {
            play.world.old.groups[name] = GroupSurvey(
                protocolType: .known("consumer"), state: .known(.rebalancing), members: .known([]),
                commits: .known([:]))
        }
        _ = play.look()
        _ = try play.adopt(Self.plan(Self.waiver(.oldConsumersGone, waived)))
        let left = play.next().offenders(.oldConsumersGone)
        #expect(left.count == 1 && left.allSatisfy { $0.hasPrefix("\(waived)-0: ") }, "\(left)")
    }

    @Test(
        "A producer whose name is another's with a number is no partition of it",
        arguments: ["shop", "orders"])
    func notAProducerNamedLikeAPartition(waived: String) throws {
        let names = [waived, waived + "-0"].map { ProducerName(rawValue: $0) }
        var play = try Play(
            World.plan {
                $0.producers = .declared(names.map { DeclaredProducer(name: $0, place: "file") })
                $0.waivers = [Self.waiver(.producersRetargeted, waived)]
            })
        for name in names { play.world.producers[name] = .known([ServerAddress(host: "old", port: 9092)]) }
        #expect(play.look().offenders(.producersRetargeted) == ["\(waived)-0: is configured for OLD"])
    }

    @Test("A topic's waiver goes on standing for its partitions, and for a group's place on them")
    func aTopicsPartitions() throws {
        var play = try Play()
        play.world.old["orders"].end = 90
        _ = play.look()
        play.world.new.commit("shipping", "OLD.orders", 0, 50)
        play.world.new["OLD.orders"].start = 60
        play.world.old["orders"].end = 100
        let before = play.next()
        try #require(!before.offenders(.sourceQuiet).isEmpty && !before.offenders(.mirrorConsumed).isEmpty)
        _ = try play.adopt(
            Self.plan(
                Self.waiver(.sourceQuiet, "orders"), Self.waiver(.mirrorConsumed, "shipping: OLD.orders")))
        play.world.old["orders"].end = 110
        let after = play.next()
        #expect(after.offenders(.sourceQuiet) == [] && after.offenders(.mirrorConsumed) == [])
    }

    @Test("Two groups whose names only look alike are two")
    func notWhatLooksAlike() throws {
        var play = try Play(Self.plan(Self.waiver(.oldConsumersGone, "caf\u{e9}")))
        for name in ["caf\u{e9}", "cafe\u{301}"] {
            play.world.old.groups[GroupName(rawValue: name)] = GroupSurvey(
                protocolType: .known("consumer"), state: .known(.rebalancing), members: .known([]),
                commits: .known([:]))
        }
        #expect(play.look().offenders(.oldConsumersGone).count == 1)
    }
}
