import Quiescence
import Testing

@Suite("Topics never mirrored, told apart by MirrorMaker's own rules")
struct MirrorScopeTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let topic: TopicName
        var settings: [MirrorSetting: String] = [:]
        var version: Reading<String> = .known("4.3.1")
        /// A part of the rule; nil where it is in scope and missing.
        let rule: String?
        var testDescription: String { "\(topic) \(settings) \(version)" }
    }

    private static let old = Reading<String>.absent

    @Test(
        "Left out by a rule, or in scope and missing",
        arguments: [
            Example(topic: "audit", rule: nil),
            Example(topic: "audit", settings: [.topics: "orders, audit.*"], rule: nil),
            Example(
                topic: "audit", settings: [.topics: "orders, aud"],
                rule: "topics (orders, aud) do not name it"),
            Example(
                topic: "audit", settings: [.topicsExclude: "tmp, a.d.t"],
                rule: "topics.exclude leaves out a.d.t"),
            Example(
                topic: "audit", settings: [.topicsBlacklist: "audit"], rule: "topics.exclude leaves out audit"
            ),
            Example(topic: "x.replica", rule: "default of version 4, leaves out .*\\.replica"),
            Example(topic: "x.replica", settings: [.topicsExclude: "tmp"], rule: nil),
            Example(topic: "app.internal", rule: nil),
            Example(topic: "x-internal", rule: nil),
            Example(topic: "app.internal", version: old, rule: "MirrorMaker 3 takes names that end in"),
            Example(
                topic: "app.internal", version: .known("3.9.2"), rule: "MirrorMaker 3 takes names that end in"
            ),
            Example(topic: "__audit", rule: "begin with __ or a dot"),
            Example(topic: ".audit", rule: "begin with __ or a dot"),
            Example(topic: "mm2-x.internal", rule: "for its own"),
            Example(topic: "NEW.audit", rule: "names that begin with NEW. for its own mirrors"),
            Example(topic: "OLD.audit", rule: nil),
        ])
    func rules(_ example: Example) throws {
        let account = try look(example)
        switch account.mirroring {
        case .known(.missing): #expect(example.rule == nil)
        case .known(.leftOut(let rule)): #expect(example.rule.map(rule.contains) == true, "\(rule)")
        case .known(.mirrored), .known(.orphan), .absent, .unreadable: Issue.record("\(account.mirroring)")
        }
    }

    @Test(
        "Rules that cannot be known are not guessed",
        arguments: [
            Example(topic: "app.internal", version: .unreadable(World.cause), rule: nil),
            Example(topic: "audit", settings: [.topicFilter: "com.example.Ours"], rule: nil),
            Example(topic: "audit", settings: [.topics: "(?<"], rule: nil),
        ])
    func unknown(_ example: Example) throws {
        let mirroring = try look(example).mirroring
        guard case .unreadable = mirroring else {
            Issue.record("\(mirroring)")
            return
        }
    }

    @Test("A version that is not known matters to no topic that both leave alone, or both leave out")
    func versionsAgree() throws {
        let unknown = Reading<String>.unreadable(World.cause)
        #expect(try look(Example(topic: "audit", version: unknown, rule: nil)).mirroring == .known(.missing))
        guard
            case .known(.leftOut(let rule)) = try look(
                Example(topic: "x.replica", version: unknown, rule: nil)
            ).mirroring
        else {
            Issue.record("x.replica is left out by both")
            return
        }
        #expect(rule.contains("left at the default, leaves out"))
    }

    @Test("Once the connector is deleted, its last rules still tell why a mirror is missing")
    func deleted() throws {
        var play = try Play()
        play.world.old.topics["audit"] = TopicWorld([PartitionWorld(end: 1)])
        play.world.description = .known(
            MirrorDescription(connectors: [World.connector: World.source([.topics: "orders"])]))
        _ = play.look()
        for later in [
            Reading<MirrorDescription>.known(MirrorDescription()), .absent, .known(MirrorDescription()),
        ] {
            play.world.description = later
            let account = play.next().topics.first { $0.name == "audit" && $0.side == .old }
            #expect(account?.mirroring == .known(.leftOut("MirrorMaker's topics (orders) do not name it")))
        }
    }

    @Test("What has its mirror, what has lost its source, and what is neither")
    func counterparts() throws {
        var play = try Play()
        play.world.new.topics["OLD.lost"] = TopicWorld([PartitionWorld(end: 0)])
        let look = play.look()
        func mirroring(_ name: TopicName, _ side: Side) -> Reading<Mirroring>? {
            look.topics.first { $0.name == name && $0.side == side }?.mirroring
        }
        #expect(mirroring("orders", .old) == .known(.mirrored))
        #expect(mirroring("OLD.orders", .new) == .known(.mirrored))
        #expect(mirroring("OLD.lost", .new) == .known(.orphan))
        #expect(mirroring("orders", .new) == .absent)
        play.world.new.frame.topics = .unreadable(World.cause)
        #expect(
            play.next().topics.first { $0.name == "orders" && $0.side == .old }?.mirroring
                == .unreadable(World.cause))
    }

    private func look(_ example: Example) throws -> TopicAccount {
        var play = try Play()
        play.world.old.topics[example.topic] = TopicWorld([PartitionWorld(end: 1)])
        var connector = World.source(example.settings)
        connector.version = example.version
        play.world.description = .known(MirrorDescription(connectors: [World.connector: connector]))
        let look = play.look()
        #expect(look.state(.mirrorDrained) == .fails)
        return try #require(look.topics.first { $0.name == example.topic && $0.side == .old })
    }
}
