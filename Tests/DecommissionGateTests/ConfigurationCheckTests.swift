@testable import DecommissionGate
import Quiescence
import Testing

/// The check echoes what was understood, and the example can be trusted.
@Suite struct ConfigurationCheckTests {
    private var world: ConfigurationWorld {
        var world = ConfigurationWorld()
        world.files = [
            "/run/secrets/old-password": "hunter2\n", "old-topics.txt": "orders\npayments\n",
            "compare.json": SavedComparison().text, "old-groups.txt": "billing",
            "new-topics.txt": "OLD.orders", "new-groups.txt": "billing",
        ]
        return world
    }

    /// Midnight of 2026-11-01 in UTC.
    private static let november = WallTime(millisecondsSince1970: 1_793_491_200_000)

    private func check(_ text: String, at now: WallTime = november) -> ConfigurationCheck {
        var world = world
        world.files["gate.yaml"] = text
        return ConfigurationCheck(file: "gate.yaml", surroundings: world.surroundings, at: now)
    }

    /// The example with the # removed that stands before each setting.
    private var wholeExample: String {
        ConfigurationExample.text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let rest = line.drop { $0 == " " }
            let isSetting = rest.first == "#" && rest.count > 1 && rest.dropFirst().first != " "
            return isSetting ? String(line.prefix { $0 == " " } + rest.dropFirst()) : String(line)
        }.joined(separator: "\n")
    }

    @Test func theExampleAsItStandsLeavesEveryDefault() throws {
        let configuration = try world.load(ConfigurationExample.text)
        var plain = try world.load(minimalConfiguration())
        plain.old.bootstrapServers = configuration.old.bootstrapServers
        plain.plan.old.bootstrapServers = configuration.old.bootstrapServers
        plain.new.bootstrapServers = configuration.new.bootstrapServers
        plain.plan.new.bootstrapServers = configuration.new.bootstrapServers
        #expect(configuration == plain)
    }

    @Test func theWholeExampleIsUnderstoodAndEchoed() {
        let check = check(wholeExample)
        #expect(check.exitCode == 0)
        #expect(
            check.lines == [
                "gate.yaml is good, and says:",
                "old cluster: OLD",
                "  brokers: old-1.example.com:9093, old-2.example.com:9093",
                "  cluster id: pL4nAaBbCcDdEeFfGgHhIi",
                "  librdkafka: sasl.mechanism, sasl.password, sasl.username, security.protocol, "
                    + "ssl.ca.location "
                    + "(values are not shown)",
                "  must be visible, topics: 2, groups: 1",
                "new cluster: NEW",
                "  brokers: new-1.example.com:9093, new-2.example.com:9093",
                "  cluster id: the one first seen",
                "  librdkafka: its defaults",
                "  must be visible, topics: 1, groups: 1",
                "broker 3 of OLD may go once old_brokers is safe: the first of three to go",
                "one cluster id for both is accepted: both were started from the image with its default id",
                "mirror: from OLD to NEW, unless MirrorMaker says otherwise",
                "  orders becomes OLD.orders, unless MirrorMaker says otherwise",
                "  positions: topic mm2-offsets.OLD.internal on NEW, the only connector there, "
                    + "unless MirrorMaker says otherwise",
                "  settings: topic mm2-configs.OLD.internal, status: topic mm2-status.OLD.internal, "
                    + "unless MirrorMaker says otherwise",
                "  reads: read_uncommitted, unless MirrorMaker says otherwise",
                "  errors.tolerance=all is accepted: compared record by record on 2026-11-20",
                "  compared: compare.json of 2026-11-27 14:50 UTC, 1 partition equal",
                "topic out of scope: \"audit-debug\": thrown away on purpose",
                "topic out of scope: whole names that match ^tmp-.*$: scratch",
                "topic read by no group: \"_schemas\": the registry's own store, moved by its own tool",
                "group out of scope: whole names that match ^console-consumer-.*$: people looking",
                "group moved before we watched: \"billing\", replayed: moved on 2026-11-02, "
                    + "offsets checked by hand",
                "group that reads read_committed: \"ledger\"",
                "producer: shop, key bootstrap.servers of file /etc/shop/kafka.properties",
                "producer: billing, file /etc/billing/bootstrap",
                "survey: every 30 seconds, 20 seconds at most, 32 requests at once",
                "window: 1 day, confirmed 30 seconds later, gaps up to 1 hour",
                "  producers_retargeted: 1 hour",
                "  gate old_brokers: 7 days",
                "waived until 2026-12-01 by data platform: mirror_faithful of \"clickstream\": sampled on purpose",
                "  if it says: the record at 1204 is not in OLD.clickstream-0",
            ])
    }

    @Test("A window and a confirmation that were shortened to try this out are told of; the defaults are not")
    func shortTimes() {
        func minds(_ gate: String) -> [String] {
            check(minimalConfiguration(and: gate)).lines.filter { $0.hasPrefix("  mind: ") }
        }
        #expect(minds("") == [])
        #expect(minds("gate: {window: 48h, confirmation: 1m}") == [])
        #expect(minds("gate: {window: 2m}").map { $0.contains("a window of 2 minutes") } == [true])
        #expect(minds("gate: {gates: {old_brokers: {window: 1h}}}").count == 1)
        #expect(minds("gate: {confirmation: 1s}").map { $0.contains("replica.lag.time.max.ms") } == [true])
    }

    @Test func everyKeyThatHasAnEffectIsInTheExampleAndNoOther() {
        expectKeys(RootKey.self)
        expectKeys(ClustersKey.self)
        expectKeys(SameClusterIDKey.self)
        expectKeys(ClusterKey.self)
        expectKeys(MirrorKey.self)
        expectKeys(TopicsKey.self)
        expectKeys(GroupsKey.self)
        expectKeys(RuleKey.self)
        expectKeys(MovedGroupKey.self, elsewhere: ["pattern"])
        expectKeys(IsolationKey.self)
        expectKeys(InventoryKey.self)
        expectKeys(InventoryFilesKey.self)
        expectKeys(ProducerKey.self)
        expectKeys(ProducerFileKey.self)
        expectKeys(SamplingKey.self)
        expectKeys(GateKey.self)
        expectKeys(GateWindowKey.self)
        expectKeys(WaiverKey.self)
        for condition in Condition.allCases {
            #expect(ConfigurationExample.text.contains(condition.rawValue))
        }
        for gate in Gate.allCases { #expect(ConfigurationExample.text.contains(gate.rawValue)) }
    }

    /// A file that is given to an operator explains itself: each section, and each setting right below one.
    @Test func everySettingOfTheExampleIsExplainedAboveIt() {
        let unexplained = Self.unexplained(in: ConfigurationExample.text)
        #expect(unexplained == [])
        #expect(Self.unexplained(in: "# Words.\na:\n  # Words.\n  b: 1\n  #c: 2\nd: 3\n") == ["c", "d"])
    }

    /// Settings of the two outer levels that stand below no explanation wherever they stand.
    private static func unexplained(in text: String) -> Set<String> {
        var keys: [Bool: Set<String>] = [:]
        var before: Substring = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let setting = line.wholeMatch(of: /(?:  )?#?([a-z_]+):.*/) {
                let isExplained = before.drop { $0 == " " }.hasPrefix("# ")
                keys[isExplained, default: []].insert(String(setting.output.1))
            }
            before = line
        }
        return (keys[false] ?? []).subtracting(keys[true] ?? [])
    }

    /// A key that one mapping refuses may have an effect `elsewhere`.
    private func expectKeys<Key: SectionKey>(_: Key.Type, elsewhere: Set<String> = []) {
        for key in Key.allCases where !elsewhere.contains(key.rawValue) {
            let isThere = wholeExample.split(separator: "\n").contains { line in
                line.drop { $0 == " " || $0 == "-" }.hasPrefix("\(key.rawValue):")
            }
            #expect(isThere == (key.refusal == nil), "\(key.rawValue)")
        }
    }

    @Test(arguments: [
        ("", "producers: none declared, so no gate opens; list them, or write producers: observed"),
        ("producers: observed", "producers: observed, the verdict rests on what the end offsets show"),
        (
            "gate: {window: 1d12h1m1s}",
            "window: 1 day 12 hours 1 minute 1 second, confirmed 30 seconds later, gaps up to 1 hour"
        ),
        (
            "mirror: {connector: source}",
            "  positions: topic mm2-offsets.OLD.internal on NEW, connector source, "
                + "unless MirrorMaker says otherwise"
        ),
    ])
    func whatWasUnderstoodIsEchoed(_ text: String, _ line: String) {
        let check = check(minimalConfiguration(and: text))
        #expect(check.exitCode == 0)
        #expect(check.lines.contains(line))
    }

    @Test("A waiver whose day has come is told before somebody relies on it", arguments: [-1, 0, 1])
    func endedWaiver(_ milliseconds: Int64) {
        let text = minimalConfiguration(
            and: "waivers: [{condition: mirror_faithful, subject: a, reason: r, owner: o, until: 2026-11-01}]"
        )
        let check = check(
            text,
            at: WallTime(
                millisecondsSince1970: Self.november.millisecondsSince1970 + milliseconds))
        #expect(check.exitCode == 0)
        let mind = "  mind: it ended as that day began in UTC, and waives nothing"
        #expect(check.lines.contains(mind) == (milliseconds >= 0))
    }

    @Test func whatIsWrongEndsWithTheExitCodeForConfigurations() {
        let check = check("clusters: {}\n")
        #expect(check.exitCode == 78)
        #expect(
            check.lines == [
                "gate.yaml:1:11: clusters: old is missing; \(ClustersSection.mend)",
                "gate.yaml:1:11: clusters: new is missing; \(ClustersSection.mend)",
            ])
    }

    @Test("A text from nowhere is checked as a file is, under the name that it is given")
    func textWithoutAFile() {
        func check(_ text: String) -> ConfigurationCheck {
            ConfigurationCheck(
                Array(text.utf8), named: "standard input", surroundings: ConfigurationWorld().surroundings,
                at: Self.november)
        }
        #expect(check(minimalConfiguration()).lines.first == "standard input is good, and says:")
        let bad = check("clusters: {}\n")
        #expect(bad.exitCode == 78 && bad.lines.allSatisfy { $0.hasPrefix("standard input:1:11: clusters:") })
    }
}
