import Quiescence
import Testing

@Suite("The figures that pages show")
struct AccountTests {
    private func group(_ name: GroupName, on side: Side, _ assessment: Assessment) throws -> GroupAccount {
        try #require(assessment.groups.first { $0.name == name && $0.side == side })
    }

    @Test("Records that expired unread are no lag, and are counted")
    func expiredUnread() throws {
        var play = try Play()
        play.world.old["orders"].end = 900
        play.world.old["orders"].start = 900
        let account = try group("billing", on: .old, play.look())
        #expect(account.topics.first?.lag == .known(0))
        #expect(account.topics.first?.expiredUnread == .known(800))
    }

    @Test("A commit beyond the end is no number")
    func belowZero() throws {
        var play = try Play()
        play.world.old.commit("billing", "orders", 0, 105)
        let lag = try group("billing", on: .old, play.look()).topics.first?.lag
        #expect(lag?.isKnown == false)
    }

    @Test("A sum over the partitions that answered is no sum")
    func partialSum() throws {
        var play = try Play()
        play.world.old.topics["orders"]?.partitions.append(PartitionWorld(end: 7))
        play.world.old["orders", 1].unreadable = World.cause
        let assessment = play.look()
        let topic = assessment.topics.first { $0.side == .old && $0.name == "orders" }
        #expect(topic?.end == .unreadable(World.cause))
        #expect(topic?.mirrorLag == .unreadable(World.cause))
        #expect(try group("billing", on: .old, assessment).topics.first?.lag == .unreadable(World.cause))
    }

    @Test("A proven tail is no lag of the mirror")
    func provenTail() throws {
        var play = try Play()
        play.world.old["orders"].end = 101
        play.world.old["orders"].nothingAt = [100]
        let topic = play.look().topics.first { $0.side == .old && $0.name == "orders" }
        #expect(topic?.mirrorLag == .known(0))
    }

    @Test("A marker at the end is no lag of a group, and a record there is one")
    func provenTailOfAGroup() throws {
        var play = try Play()
        play.world.old.commit("billing", "orders", 0, 99)
        #expect(try group("billing", on: .old, play.look()).topics.first?.lag == .known(1))
        play.world.old["orders"].nothingAt = [99]
        #expect(try group("billing", on: .old, play.next()).topics.first?.lag == .known(0))
    }

    @Test("Members that are not shown are not zero")
    func members() throws {
        var play = try Play()
        let cause = Cause(.unsupported, "not shown")
        play.world.old.groups["billing"]?.members = .unreadable(cause)
        #expect(try group("billing", on: .old, play.look()).members == .unreadable(cause))
    }

    @Test(
        "A living group that is described as Dead is neither without members nor absent",
        arguments: [
            (Reading<GroupState>.unreadable(Cause(.unsupported, "described as dead")), GroupPhase.unknown),
            (.known(.stable), .oldOnly),
        ])
    func describedAsDead(state: Reading<GroupState>, phase: GroupPhase) throws {
        var play = try Play()
        let unseen = Cause(.unsupported, "a newer protocol")
        play.world.old.groups["svc"] = GroupSurvey(
            protocolType: .unreadable(unseen), state: state, members: .unreadable(unseen),
            commits: .known([:])
        )
        let account = try group("svc", on: .old, play.look())
        #expect(account.members == .unreadable(unseen))
        #expect(account.phase == phase)
    }

    @Test(
        "Where a topic's producers write, as the end offsets show",
        arguments: [
            (false, false, ObservedTarget.idle), (true, false, .old), (false, true, .new),
            (true, true, .both),
        ])
    func observedTarget(onOld: Bool, onNew: Bool, target: ObservedTarget) throws {
        var play = try Play()
        _ = play.look()
        if onOld { play.world.old["orders"].end += 1 }
        if onNew { play.world.new["orders"].end += 1 }
        let topic = play.next().topics.first { $0.side == .old && $0.name == "orders" }
        #expect(topic?.observedTarget == .known(target))
        #expect(topic?.appended == (onOld ? 1 : 0))
    }

    @Test("Where a topic's producers write is not known while the topic of that name on NEW is not read")
    func observedTargetBesideAnUnreadableTopic() throws {
        let unseen = Cause(.timedOut, "no answer")
        var play = try Play()
        _ = play.look()
        play.world.new.topics["orders"]?.unreadable = unseen
        let topic = play.next().topics.first { $0.side == .old && $0.name == "orders" }
        #expect(topic?.observedTarget == .unreadable(unseen))
    }

    struct Move: Sendable, CustomTestStringConvertible {
        let phase: GroupPhase
        let acts: [Row.Act]
        var testDescription: String { phase.rawValue }
    }

    @Test("Where a group stands in its move", arguments: moves)
    func phase(_ move: Move) throws {
        var play = try Play()
        play.world.new.groups["billing"] = nil
        var last = play.look()
        for act in move.acts {
            act(&play.world)
            last = play.next()
        }
        #expect(try group("billing", on: .old, last).phase == move.phase)
    }

    private static let seeded: Row.Act = { $0.new.commit("billing", "OLD.orders", 0, 90) }
    private static func onOld(_ committed: Int64) -> Row.Act {
        {
            $0.old.commit("billing", "orders", 0, committed)
            $0.old.join("billing")
        }
    }

    private static let moves: [Move] = [
        Move(phase: .oldOnly, acts: [onOld(50)]),
        Move(phase: .seeded, acts: [onOld(50), seeded]),
        Move(phase: .replaying, acts: [onOld(50), seeded, World.nothing]),
        Move(phase: .caughtUp, acts: [onOld(50), seeded, onOld(90)]),
        Move(
            phase: .both,
            acts: [
                onOld(50),
                {
                    seeded(&$0)
                    $0.new.join("billing")
                },
            ]),
        Move(
            phase: .onNew,
            acts: [
                {
                    seeded(&$0)
                    $0.new.join("billing")
                }
            ]),
        Move(
            phase: .oldOnly,
            acts: [
                onOld(90),
                {
                    // MirrorMaker's own sync is no seed.
                    seeded(&$0)
                    $0.new.groups["billing"]?.protocolType = .known("")
                    $0.checkpoints = .known([
                        "billing": [TopicPartition("OLD.orders", 0): Checkpoint(upstream: 90, downstream: 90)]
                    ])
                },
            ]),
        Move(phase: .unknown, acts: [{ $0.old.groups["billing"]?.state = .unreadable(World.cause) }]),
    ]
}
