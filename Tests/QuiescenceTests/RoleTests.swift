import Quiescence
import Testing

@Suite("One role for every topic, by rules that can be read off")
struct RoleTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let side: Side
        let topic: TopicName
        let role: TopicRole
        var plan = World.plan
        var heartbeat = false
        var testDescription: String { "\(topic) on \(side) is \(role)" }
    }

    @Test("The rules", arguments: plain + heartbeats + separated + excluded)
    func role(_ example: Example) throws {
        var play = try Play(example.plan)
        if example.heartbeat { play.world.heartbeat = .known(WallTime(millisecondsSince1970: 1)) }
        switch example.side {
        case .old: play.world.old.topics[example.topic] = TopicWorld([PartitionWorld(end: 1)])
        case .new: play.world.new.topics[example.topic] = TopicWorld([PartitionWorld(end: 1)])
        }
        let account = play.look().topics.first { $0.side == example.side && $0.name == example.topic }
        #expect(account?.role == example.role)
        #expect((account?.reason == "scratch") == (example.role == .excluded))
    }

    @Test(
        "Heartbeats among records of another kind take no topic out of scope, and one such record is enough")
    func mixedHeartbeats() throws {
        var play = try Play()
        play.world.old.topics["heartbeats"] = TopicWorld([PartitionWorld(end: 1)])
        play.world.heartbeat = .known(WallTime(millisecondsSince1970: 1))
        let role = { (assessment: Assessment) in
            assessment.topics.first { $0.side == .old && $0.name == "heartbeats" }?.role
        }
        #expect(role(play.look()) == .mirrorMaker)
        play.world.heartbeat = .unreadable(World.cause)
        #expect(role(play.next()) == .mirrorMaker)
        play.world.heartbeat = .unreadable(Cause(.malformed, "1 record of OLD.heartbeats is no heartbeat"))
        #expect(role(play.next()) == .source)
        play.world.heartbeat = .known(WallTime(millisecondsSince1970: 2))
        #expect(role(play.next()) == .source)
    }

    private static let plain: [Example] = [
        Example(side: .new, topic: "OLD.t", role: .mirror),
        Example(side: .new, topic: "OLDER.t", role: .native),
        Example(side: .new, topic: "OLD_t", role: .native),
        Example(side: .new, topic: "OLDxt", role: .native),
        Example(side: .new, topic: "oldest", role: .native),
        Example(side: .new, topic: "old.t", role: .native),
        Example(side: .new, topic: "OLD.", role: .native),
        Example(side: .new, topic: "OLD.OLD.t", role: .mirror),
        Example(side: .new, topic: "x.OLD.t", role: .native),
        Example(side: .old, topic: "OLD.t", role: .source),
        // Nothing says that a flow from NEW to OLD exists: the name alone takes nothing out of scope.
        Example(side: .old, topic: "NEW.t", role: .source),
        Example(side: .old, topic: "__CruiseControlMetrics", role: .source),
        Example(side: .old, topic: "_schemas", role: .source),
        Example(side: .old, topic: "__consumer_offsets", role: .kafkaInternal),
        Example(side: .new, topic: "__transaction_state", role: .kafkaInternal),
        Example(side: .old, topic: "__share_group_state", role: .kafkaInternal),
        Example(side: .old, topic: "__consumer_offsets_copy", role: .source),
        Example(side: .old, topic: "mm2-offset-syncs.NEW.internal", role: .mirrorMaker),
        Example(side: .old, topic: "mm2-configs.NEW.internal", role: .mirrorMaker),
        Example(side: .old, topic: "NEW.checkpoints.internal", role: .mirrorMaker),
        Example(side: .old, topic: "mm2-offsets.other.internal", role: .source),
        Example(side: .new, topic: "OLD.checkpoints.internal", role: .mirrorMaker),
        Example(side: .new, topic: "mm2-offsets.OLD.internal", role: .mirrorMaker),
        Example(side: .new, topic: "mm2-status.OLD.internal", role: .mirrorMaker),
        Example(
            side: .new, topic: "connect-offsets", role: .mirrorMaker,
            plan: World.plan { $0.mirror.offsetsTopic = "connect-offsets" }),
        Example(side: .new, topic: "connect-offsets", role: .native),
    ]

    private static let heartbeats: [Example] = [
        Example(side: .old, topic: "heartbeats", role: .source),
        Example(side: .new, topic: "OLD.heartbeats", role: .mirror),
        Example(side: .old, topic: "heartbeats", role: .mirrorMaker, heartbeat: true),
        Example(side: .new, topic: "OLD.heartbeats", role: .mirrorMaker, heartbeat: true),
        Example(side: .old, topic: "my.heartbeats", role: .source, heartbeat: true),
    ]

    private static let underscore = World.plan { $0.mirror.topicPrefix = "OLD_" }
    private static let separated: [Example] = [
        Example(side: .new, topic: "OLD_t", role: .mirror, plan: underscore),
        Example(side: .new, topic: "OLD.t", role: .native, plan: underscore),
        Example(side: .new, topic: "OLD_checkpoints_internal", role: .mirrorMaker, plan: underscore),
        Example(side: .old, topic: "mm2-offset-syncs_NEW_internal", role: .mirrorMaker, plan: underscore),
        // The three topics of Connect keep their dots.
        Example(side: .new, topic: "mm2-configs.OLD.internal", role: .mirrorMaker, plan: underscore),
    ]

    private static func exclude(_ names: NameSelector) -> Plan {
        World.plan { $0.topics.exclude = [NameRule(names: names, reason: "scratch")] }
    }
    private static let excluded: [Example] = [
        Example(side: .old, topic: "tmp", role: .excluded, plan: exclude(.name("tmp"))),
        Example(side: .new, topic: "OLD.tmp", role: .excluded, plan: exclude(.name("tmp"))),
        Example(side: .new, topic: "tmp", role: .native, plan: exclude(.name("tmp"))),
        Example(side: .old, topic: "tmp2", role: .source, plan: exclude(.name("tmp"))),
        Example(side: .old, topic: "tmp.x", role: .source, plan: exclude(.name("tmp-x"))),
        Example(side: .old, topic: "tmp-x", role: .source, plan: exclude(.pattern("tmp"))),
        Example(side: .old, topic: "tmp-x", role: .excluded, plan: exclude(.pattern("tmp-.*"))),
        Example(
            side: .old, topic: "__consumer_offsets", role: .kafkaInternal, plan: exclude(.pattern(".*"))),
    ]
}
