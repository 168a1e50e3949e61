import DecommissionGate
import Quiescence
import Testing

@Suite("Two addresses are enough: MirrorMaker says the rest, and what is written counts")
struct SelfConfigurationTests {
    private static func flow(
        _ settings: [MirrorSetting: String] = [:], name: ConnectorName = "MirrorSourceConnector",
        workers prefix: String = "mm2-"
    ) -> MirrorFlow {
        let own: [MirrorSetting: String] = [
            .sourceAlias: "EAST", .targetAlias: "WEST", .sourceServers: "old:9092",
            .targetServers: "new:9092",
        ]
        func topic(_ kind: String) -> TopicName {
            TopicName(rawValue: prefix == "mm2-" ? "mm2-\(kind).EAST.internal" : "\(prefix)-\(kind)")
        }
        return MirrorFlow(
            name: name,
            connector: MirrorConnector(
                kind: .source, settings: own.merging(settings) { $1 }.mapValues { .known($0) }),
            workers: WorkerTopics(
                configs: topic("configs"), offsets: topic("offsets"), status: topic("status")))
    }

    private func load(_ more: String = "", alias: String = "") throws -> Configuration {
        let text = minimalConfiguration(and: more)
        return try ConfigurationWorld().load(
            alias.isEmpty ? text : text.replacing("old: {", with: "old: {alias: \(alias), "))
    }

    private func completed(_ configuration: Configuration, _ flows: [MirrorFlow]) -> Configuration {
        configuration.completed(by: configuration.flow(among: flows, oldAddresses: []))
    }

    @Test("Aliases, prefix, topics, isolation and the place of the syncs are taken from its word")
    func everything() throws {
        let said = Self.flow(
            [
                .separator: "_", .sourceConsumerIsolation: "read_committed", .syncsLocation: "target",
            ], workers: "connect")
        let configuration = completed(try load(), [said])
        #expect(configuration.old.alias == "EAST" && configuration.plan.old.alias == "EAST")
        #expect(configuration.new.alias == "WEST" && configuration.plan.new.alias == "WEST")
        #expect(
            configuration.plan.mirror
                == MirrorPlan(
                    topicPrefix: "EAST_", offsetsTopic: "connect-offsets", isolation: .readCommitted,
                    configsTopic: "connect-configs", statusTopic: "connect-status", syncsOn: .new))
    }

    @Test("What is written stays, whatever it says of itself")
    func written() throws {
        let configuration = completed(
            try load(
                "mirror: {topic_prefix: EAST-, offsets_topic: a, configs_topic: mm2-configs.EAST.internal, "
                    + "status_topic: c, isolation: read_uncommitted}", alias: "EAST"),
            [Self.flow([.separator: "_", .consumerIsolation: "read_committed"])])
        #expect(
            configuration.plan.mirror
                == MirrorPlan(
                    topicPrefix: "EAST-", offsetsTopic: "a", isolation: .readUncommitted,
                    configsTopic: "mm2-configs.EAST.internal", statusTopic: "c"))
        #expect(configuration.old.alias == "EAST")
    }

    @Test("Without a word of it everything stays at its default")
    func nothing() throws {
        let configuration = try load()
        #expect(completed(configuration, []) == configuration)
    }

    @Test(
        "A flow from elsewhere is not taken for ours: by address, else by the alias that is written or standard"
    )
    func choice() throws {
        let ours = Self.flow()
        let stranger = Self.flow([.sourceServers: "other:9092", .sourceAlias: "X"], name: "x")
        let standard = Self.flow([.sourceServers: "inside:9092", .sourceAlias: "OLD"], name: "o")
        let plain = try load()
        #expect(plain.flow(among: [stranger], oldAddresses: []) == nil)
        #expect(plain.flow(among: [stranger, ours], oldAddresses: []) == ours)
        #expect(plain.flow(among: [stranger, standard], oldAddresses: []) == standard)
        #expect(plain.flow(among: [ours, Self.flow(name: "twin")], oldAddresses: []) == nil)
        let other = ServerAddress(host: "other", port: 9092)
        #expect(plain.flow(among: [stranger, standard], oldAddresses: [other]) == stranger)
        #expect(try load(alias: "X").flow(among: [stranger, ours], oldAddresses: []) == stranger)
        #expect(
            try load("mirror: {connector: twin}").flow(
                among: [ours, Self.flow(name: "twin")], oldAddresses: [])
                == Self.flow(name: "twin"))
    }

    @Test(
        "A flow that is gone stays ours: what it said stays true of what it did, unless another alias is written, or no address is left that OLD had then"
    )
    func gone() throws {
        let elsewhere = Self.flow([.sourceServers: "inside:9092"])
        #expect(try load().flow(among: [elsewhere], oldAddresses: []) == nil)
        let old = ServerAddress(host: "old", port: 9092)
        let other = ServerAddress(host: "other", port: 9092)
        #expect(try load().flow(still: elsewhere, from: [old]) == elsewhere)
        #expect(try load().flow(still: elsewhere, from: [other, old]) == elsewhere)
        #expect(try load().flow(still: elsewhere, from: [other]) == nil)
        #expect(try load(alias: "X").flow(still: elsewhere, from: [old]) == nil)
    }

    @Test("The topics of Connect's workers are known by their names, all three of them")
    func workers() {
        let names: [TopicName] = [
            "connect-configs", "connect-offsets", "connect-status", "x-configs", "x-offsets",
            "mm2-configs.A.internal", "mm2-offsets.A.internal", "mm2-status.A.internal",
            "mm2-configs.B.internal",
        ]
        #expect(
            WorkerTopics.all(among: names).map(\.configs) == ["connect-configs", "mm2-configs.A.internal"])
    }
}
