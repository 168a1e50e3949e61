import Quiescence
import Testing

@Suite("What MirrorMaker says of itself, held against the plan and against what its position is worth")
struct MirrorAsDescribedTests {
    private static func play(_ settings: [MirrorSetting: String], _ plan: Plan = World.plan) throws -> Play {
        var play = try Play(plan)
        play.world.description = described(World.source(settings))
        return play
    }

    private static func described(_ connector: MirrorConnector) -> Reading<MirrorDescription> {
        .known(MirrorDescription(connectors: [World.connector: connector]))
    }

    private func notes(_ assessment: Assessment) -> [String] { assessment.notes(.mirrorDrained) }

    @Test("A healthy description adds nothing, and the gates open with it")
    func healthy() throws {
        var play = try Self.play([
            .topics: ".*", .tolerance: "none", .consumerReset: "earliest", .enabled: "true",
            .policy: "org.apache.kafka.connect.mirror.DefaultReplicationPolicy", .separator: ".",
            .valueConverter: "org.apache.kafka.connect.converters.ByteArrayConverter",
        ])
        let last = play.run(for: .seconds(1000))
        #expect(notes(last) == [] && last.gate(.oldBrokers) == .safe)
    }

    @Test(
        "A setting under which records get lost unseen keeps the gate shut, although all is drained",
        arguments: [
            (MirrorSetting.tolerance, "all"), (.transforms, "drop"), (.consumerReset, "latest"),
            (.sourceConsumerReset, "latest"),
            (.valueConverter, "org.apache.kafka.connect.json.JsonConverter"),
            (.headerConverter, "org.apache.kafka.connect.storage.SimpleHeaderConverter"),
        ])
    func dangerous(setting: MirrorSetting, value: String) throws {
        var play = try Self.play([setting: value])
        let last = play.run(for: .seconds(1000))
        let doubt = try #require(last.verdict[.mirrorDrained]?.finding.doubts.first)
        #expect(last.doubts(.mirrorDrained).count == 1)
        #expect(doubt.cause.detail.hasPrefix("\(setting.rawValue)=\(value): "))
        let risk = MirrorRisk(setting: setting, value: value)
        #expect(doubt.exemption == .acceptedSetting(risk))
        for gate in Gate.allCases { #expect(last.gate(gate) == .unknown) }
        let accepting = World.plan { $0.mirror.accepted = [risk: "compared by hand"] }
        var accepted = try Self.play([setting: value], accepting)
        let opened = accepted.run(for: .seconds(1000))
        #expect(opened.gate(.oldBrokers) == .safe)
        #expect(
            notes(opened) == [
                "MirrorSourceConnector: \(setting.rawValue)=\(value) is accepted: compared by hand"
            ])
    }

    @Test("What becomes of headers on a Connect cluster is left to its workers, unless the connector says it")
    func headersOnConnect() throws {
        let onConnect = World.plan { $0.mirror.configsTopic = "connect-configs" }
        var left = try Self.play([:], onConnect)
        let last = left.run(for: .seconds(1000))
        #expect(
            last.doubts(.mirrorDrained).contains { $0.contains("header.converter=not set: headers were not") }
        )
        #expect(last.gate(.mirrorMaker) == .unknown)
        let bytes = "org.apache.kafka.connect.converters.ByteArrayConverter"
        var said = try Self.play([.headerConverter: bytes], onConnect)
        #expect(said.run(for: .seconds(1000)).gate(.oldBrokers) == .safe)
        // What was mirrored before it was set stays as it is.
        left.world.description = Self.described(World.source([.headerConverter: bytes]))
        #expect(
            left.next().doubts(.mirrorDrained).contains { $0.contains("header.converter=not set, until") })
    }

    @Test("Who accepts a setting accepts the value that it has, and none that it gets later")
    func anotherValue() throws {
        let mask = MirrorRisk(setting: .transforms, value: "mask")
        var play = try Self.play(
            [.transforms: "mask"], World.plan { $0.mirror.accepted = [mask: "compared"] })
        #expect(play.run(for: .seconds(1000)).gate(.mirrorMaker) == .safe)
        play.world.description = Self.described(World.source([.transforms: "mask,drop"]))
        let last = play.next()
        #expect(last.doubts(.mirrorDrained).contains { $0.contains("transforms=mask,drop") })
        #expect(last.gate(.mirrorMaker) == .unknown)
    }

    @Test("What was left out does not come back because the setting was mended, or could not be read again")
    func remembered() throws {
        let later: [Reading<MirrorDescription>] = [
            Self.described(World.source()), .absent, .unreadable(World.cause), .known(MirrorDescription()),
        ]
        for description in later {
            var play = try Self.play([.tolerance: "all"])
            _ = play.look()
            play.world.description = description
            let last = play.run(for: .seconds(1000))
            #expect(
                last.doubts(.mirrorDrained).contains { $0.contains("errors.tolerance=all") }, "\(description)"
            )
            #expect(last.gate(.mirrorMaker) == .unknown)
        }
    }

    @Test("A description that was never read is told of, and shuts nothing that is proven without it")
    func neverRead() throws {
        for description in [Reading<MirrorDescription>.absent, .unreadable(World.cause)] {
            var play = try Play()
            play.world.description = description
            let last = play.run(for: .seconds(1000))
            #expect(last.gate(.oldBrokers) == .safe)
            #expect(notes(last).count == 1 && notes(last)[0].contains("settings could not be read"))
        }
    }

    struct Contradiction: Sendable, CustomTestStringConvertible {
        let settings: [MirrorSetting: String]
        let doubt: String
        var testDescription: String { doubt }
    }

    @Test(
        "What MirrorMaker says otherwise than the plan is in doubt, and opens nothing",
        arguments: [
            Contradiction(
                settings: [.consumerIsolation: "read_committed"],
                doubt: "reads read_committed, and mirror.isolation says read_uncommitted"),
            Contradiction(
                settings: [.separator: "_"],
                doubt: "begins its mirrors' names with OLD_, and mirror.topic_prefix says OLD."),
            Contradiction(
                settings: [.policy: "org.apache.kafka.connect.mirror.IdentityReplicationPolicy"],
                doubt: "replication.policy.class org.apache.kafka.connect.mirror.IdentityReplicationPolicy "
                    + "names mirrors otherwise than this gate does"),
            Contradiction(
                settings: [.sourceServers: "new-1:9092,old:9092"],
                doubt: "source.cluster.bootstrap.servers names new-1:9092, which is a broker of NEW"),
            Contradiction(
                settings: [.targetServers: "old:9092"],
                doubt: "target.cluster.bootstrap.servers names old:9092, which is a broker of OLD"),
        ])
    func contradictions(_ example: Contradiction) throws {
        var play = try Self.play(example.settings)
        let last = play.run(for: .seconds(1000))
        #expect(last.doubts(.mirrorDrained) == ["MirrorSourceConnector: \(example.doubt)"])
        for gate in Gate.allCases { #expect(last.gate(gate) == .unknown) }
    }

    @Test("Two connectors for the same flow are in doubt until one is named; one for another flow is told of")
    func secondMirror() throws {
        let other = World.source([.sourceAlias: "V3", .sourceServers: "v3:9092"])
        for (second, doubts) in [(World.source(), 1), (other, 0)] {
            var play = try Play()
            play.world.description = .known(
                MirrorDescription(connectors: [World.connector: World.source(), "second": second]))
            let look = play.look()
            #expect(look.doubts(.mirrorDrained).count { $0.contains("several connectors") } == doubts)
            #expect(notes(look).contains("a second mirror: second copies V3 to NEW") == (doubts == 0))
        }
        var named = try Play(World.plan { $0.mirror.connector = World.connector })
        named.world.description = .known(
            MirrorDescription(connectors: [World.connector: World.source(), "second": World.source()]))
        #expect(named.look().doubts(.mirrorDrained) == [])
    }

    @Test("A second mirror of the same cluster spoils the pairs of offsets that both write to one topic")
    func sharedSyncs() throws {
        for (settings, isInDoubt) in [
            ([MirrorSetting.sourceAlias: "V3"], true),
            ([.sourceAlias: "V3", .sourceServers: "v3:9092"], false),
            ([.sourceAlias: "V3", .syncsLocation: "target"], false),
        ] {
            var play = try Play()
            play.world.description = .known(
                MirrorDescription(connectors: [
                    World.connector: World.source(), "second": World.source(settings),
                ]))
            #expect(play.look().doubts(.mirrorDrained).isEmpty == !isInDoubt, "\(settings)")
        }
    }

    @Test(
        "A topic that MirrorMaker copies and that we do not see is a hole in our sight, until it is excluded")
    func hiddenTopic() throws {
        var source = World.source()
        source.tasks[0].partitions = .known(["orders": [0], "hidden": [0, 1]])
        let excluding = World.plan {
            $0.topics.exclude = [NameRule(names: .name("hidden"), reason: "deleted")]
        }
        for (plan, wanted, doubts) in [
            (World.plan, MirrorConnector.Wanted.started, 1), (excluding, .started, 0),
            (World.plan, .stopped, 0),
        ] {
            var play = try Play(plan)
            source.wanted = wanted
            play.world.description = Self.described(source)
            let look = play.look()
            #expect(look.doubts(.visibility).count == doubts)
            guard doubts > 0 else { continue }
            #expect(
                look.doubts(.visibility) == [
                    "OLD: hidden: MirrorMaker copies this topic, and it is not visible"
                ])
            #expect(look.verdict[.visibility]?.finding.doubts.first?.exemption == .excludedTopic("hidden"))
        }
    }

    @Test("Another MirrorMaker that keeps its topics on NEW is told of by name")
    func otherWorkers() throws {
        var play = try Play()
        play.world.new.topics["mm2-configs.V3.internal"] = TopicWorld([PartitionWorld(end: 3)])
        play.world.new.topics["mm2-configs.OLD.internal"] = TopicWorld([PartitionWorld(end: 3)])
        #expect(
            notes(play.look()) == [
                "another MirrorMaker has written into NEW: it keeps mm2-configs.V3.internal"
            ])
    }

    @Test("A failed, paused, stopped or disabled mirror is told of, and what is drained stays drained")
    func states() throws {
        var failed = World.source([.enabled: "false"])
        failed.wanted = .paused
        failed.state = .known(.failed)
        failed.tasks = [MirrorTask(state: .known(.failed), failure: .known("RecordTooLargeException"))]
        var play = try Play()
        play.world.description = Self.described(failed)
        let look = play.look()
        #expect(look.state(.mirrorDrained) == .holds)
        for words in [
            "is paused", "is not enabled", "has FAILED: see", "task 0 has FAILED (RecordTooLargeException)",
        ] {
            #expect(notes(look).contains { $0.contains(words) }, "\(words)")
        }
    }

    @Test("Addresses with none in common are other names or another cluster: told of, for it cannot be known")
    func otherAddresses() throws {
        var play = try Self.play([.sourceServers: "kafka.internal:9093"])
        let look = play.look()
        #expect(look.state(.mirrorDrained) == .holds)
        #expect(notes(look).contains { $0.contains("kafka.internal:9093 and the addresses known of OLD") })
    }

    @Test("A mirror of other clusters alone is told of by name")
    func noFlow() throws {
        var play = try Self.play([.sourceAlias: "V3", .sourceServers: "v3:9092"])
        #expect(
            notes(play.look()) == [
                "a second mirror: MirrorSourceConnector copies V3 to NEW",
                "none of MirrorMaker's connectors mirrors OLD to NEW",
            ])
    }
}
