import DecommissionGate
import Quiescence
import Testing

/// What a file means, and what it means where it is silent.
@Suite struct ConfigurationLoadingTests {
    private let minimalPlan = Plan(
        old: ClusterPlan(alias: "OLD", bootstrapServers: [ServerAddress(host: "old", port: 9092)]),
        new: ClusterPlan(alias: "NEW", bootstrapServers: [ServerAddress(host: "new", port: 9092)]))

    @Test func twoAddressesAreAWholeConfiguration() throws {
        let configuration = try ConfigurationWorld().load(minimalConfiguration())
        #expect(configuration.plan == minimalPlan)
        #expect(configuration.sampling == Sampling())
        #expect(configuration.producers.isEmpty)
    }

    @Test func flagsSayTheSameAsAFile() throws {
        let surroundings = ConfigurationWorld().surroundings
        let silent = try Configuration.load(
            old: "old:9092", new: "new:9092", producers: nil, surroundings: surroundings)
        #expect(silent == (try ConfigurationWorld().load(minimalConfiguration())))
        let observed = try Configuration.load(
            old: "old:9092", new: "new:9092", producers: "observed", surroundings: surroundings)
        #expect(observed == (try ConfigurationWorld().load(minimalConfiguration(and: "producers: observed"))))
        #expect(observed.plan.producers == .observed)
    }

    @Test(
        arguments: [
            ("h", "new:1", nil, "--old: \"h\" has no port; write h:9092"),
            (
                "old:1", "http://new:1", nil,
                "--new: \"http://new:1\" has a scheme that no broker has; write new:1"
            ),
            (
                "old:1", "old:1", nil,
                "--new: has an address of the old cluster, old:1; give each its own brokers"
            ),
            (
                "old:1", "new:1", "none",
                "--producers: \"none\" is not known; list the producers, or write observed to "
                    + "rest on the end offsets alone"
            ),
        ] as [(String, String, String?, String)])
    func aProblemOfAFlagNamesTheFlag(_ old: String, _ new: String, _ producers: String?, _ message: String) {
        #expect {
            try Configuration.load(
                old: old, new: new, producers: producers, surroundings: ConfigurationWorld().surroundings)
        } throws: { "\($0)" == message }
    }

    @Test func everySettingArrives() throws {
        var world = ConfigurationWorld()
        world.files = ["t": "orders\n# comment\n\n  payments \r\n", "g": "\u{FEFF}shop\nmail room\n"]
        let configuration = try world.load(
            """
            clusters:
              old:
                alias: east
                bootstrap_servers: ["o1:1", "[::1]:2"]
                cluster_id: A
                librdkafka: {security.protocol: SSL}
              new: {alias: west, bootstrap_servers: "n1:1, N2:2,", cluster_id: A}
              same_cluster_id: {reason: image}
            mirror:
              topic_prefix: "east-"
              offsets_topic: offsets
              connector: source
              policy: default
              isolation: read_committed
              configs_topic: configs
              status_topic: status
              accepted: [{name: errors.tolerance=all, reason: compared}]
            topics:
              exclude: [{name: a, reason: b}, {pattern: "tmp-.*", reason: c}]
              read_by_no_group: [{name: _schemas, reason: d}]
            groups:
              exclude: [{name: "with space", reason: e}]
              moved: [{name: billing, from: replayed, reason: f}]
              isolation: [{pattern: "l.*", level: read_committed}]
            inventory: {old: {topics: t, groups: g}}
            producers:
              - {name: shop, file: {path: /etc/k.properties, key: bootstrap.servers}}
              - {name: mail, file: {path: /etc/b}}
            sampling: {interval: 1m, timeout: 30s, concurrency: 8}
            gate:
              window: 2d
              max_gap: 2h
              confirmation: 45s
              windows: {visibility: 1h}
              gates: {old_brokers: {window: 1w}}
            """)
        let old = [ServerAddress(host: "o1", port: 1), ServerAddress(host: "::1", port: 2)]
        let new = [ServerAddress(host: "n1", port: 1), ServerAddress(host: "n2", port: 2)]
        let plan = Plan(
            old: ClusterPlan(
                alias: "east", expectedID: "A", bootstrapServers: old,
                inventory: Inventory(topics: ["orders", "payments"], groups: ["shop", "mail room"])),
            new: ClusterPlan(alias: "west", expectedID: "A", bootstrapServers: new),
            sameClusterIDAccepted: "image",
            mirror: MirrorPlan(
                topicPrefix: "east-", offsetsTopic: "offsets", connector: "source",
                isolation: .readCommitted, configsTopic: "configs", statusTopic: "status",
                accepted: [MirrorRisk(setting: .tolerance, value: "all"): "compared"]),
            topics: TopicRules(
                exclude: [
                    NameRule(names: .name("a"), reason: "b"),
                    NameRule(names: .pattern("tmp-.*"), reason: "c"),
                ], readByNoGroup: [NameRule(names: .name("_schemas"), reason: "d")]),
            groups: GroupRules(
                exclude: [NameRule(names: .name("with space"), reason: "e")],
                moved: ["billing": MovedGroup(from: .replayed, reason: "f")],
                isolation: [IsolationRule(names: .pattern("l.*"), level: .readCommitted)]),
            producers: .declared([
                DeclaredProducer(name: "shop", place: "key bootstrap.servers of file /etc/k.properties"),
                DeclaredProducer(name: "mail", place: "file /etc/b"),
            ]),
            timing: Timing(
                interval: .seconds(60), window: .seconds(172_800), maxGap: .seconds(7200),
                conditionWindows: [.visibility: .seconds(3600)],
                gateWindows: [.oldBrokers: .seconds(604_800)],
                confirmation: .seconds(45)))
        #expect(configuration.plan == plan)
        #expect(
            configuration.old
                == ClusterConnection(
                    alias: "east", bootstrapServers: old, properties: ["security.protocol": "SSL"],
                    concurrency: 8))
        #expect(configuration.new == ClusterConnection(alias: "west", bootstrapServers: new, concurrency: 8))
        #expect(
            configuration.sampling == Sampling(interval: .seconds(60), timeout: .seconds(30), concurrency: 8))
        #expect(
            configuration.producers == [
                "shop": .file(path: "/etc/k.properties", key: "bootstrap.servers"),
                "mail": .file(path: "/etc/b", key: nil),
            ])
    }

    @Test func aBlockOfTextIsAReasonWithoutItsNewline() throws {
        let text = minimalConfiguration(
            and: """
                topics:
                  exclude:
                    - name: a
                      reason: |
                        scratch
                """)
        #expect(try ConfigurationWorld().load(text).plan.topics.exclude.map(\.reason) == ["scratch"])
    }

    @Test func mirrorsFollowTheAliasOfTheOldCluster() throws {
        let text = minimalConfiguration(and: "mirror: {offsets_topic: auto, connector: auto, policy: auto}")
        let configuration = try ConfigurationWorld().load(
            text.replacing("old: {", with: "old: {alias: east, "))
        #expect(
            configuration.plan.mirror
                == MirrorPlan(
                    topicPrefix: "east.", offsetsTopic: "mm2-offsets.east.internal",
                    configsTopic: "mm2-configs.east.internal", statusTopic: "mm2-status.east.internal"))
    }

    @Test func aShortIntervalShortensTheTimeoutThatNobodyWrote() throws {
        let configuration = try ConfigurationWorld().load(
            minimalConfiguration(and: "sampling: {interval: 5s}"))
        #expect(configuration.sampling.timeout == .seconds(5))
    }

    @Test func pathsAreRelativeToTheFile() throws {
        var world = ConfigurationWorld()
        world.files = ["/etc/gate/topics": "a", "/etc/gate/groups": "b", "/etc/gate/id": "C\n"]
        let text = minimalConfiguration(
            and: """
                inventory: {new: {topics: topics, groups: groups}}
                producers: [{name: p, file: {path: p.json, key: k}}]
                """
        ).replacing("new: {boot", with: "new: {cluster_id: '${file:id}', boot")
        let configuration = try Configuration.load(
            Array(text.utf8), file: "/etc/gate/gate.yaml", surroundings: world.surroundings)
        #expect(configuration.plan.new.inventory == Inventory(topics: ["a"], groups: ["b"]))
        #expect(configuration.plan.new.expectedID == "C")
        #expect(configuration.producers == ["p": .file(path: "/etc/gate/p.json", key: "k")])
    }

    @Test func aFileThatCannotBeReadIsAProblemAndNoEmptyConfiguration() {
        #expect {
            try Configuration.load(file: "gate.yaml", surroundings: ConfigurationWorld().surroundings)
        } throws: { "\($0)" == "gate.yaml: does not exist" }
    }

    @Test(arguments: ["", "# clusters:\n", "---\n", "clusters\n", "- clusters\n", "{}"])
    func nothingBecomesAnEmptyConfiguration(_ text: String) {
        #expect(ConfigurationWorld().problems(text).count == 1)
    }
}
