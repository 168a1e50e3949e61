import DecommissionGate
import Quiescence
import Testing

/// What is wrong is told all at once, each with its place and its mend.
@Suite struct ConfigurationProblemTests {
    @Test func allProblemsAreToldInTheOrderOfTheFile() {
        let text = """
            clusters:
              old: {bootstrap_servers: h}
              new: {bootstrapServers: "new:9092"}
            gate: {window: 24}
            topcis: {}
            evidence: []
            """
        #expect(
            ConfigurationWorld().problems(text) == [
                "gate.yaml:2:28: clusters.old.bootstrap_servers: \"h\" has no port; write h:9092",
                "gate.yaml:3:8: clusters.new: bootstrap_servers is missing; write host:port of some brokers",
                "gate.yaml:3:9: clusters.new.bootstrapServers: no such key; did you mean bootstrap_servers?",
                "gate.yaml:4:16: gate.window: \"24\" has no unit; write 24h",
                "gate.yaml:5:1: topcis: no such key; did you mean topics?",
                "gate.yaml:6:1: evidence: not supported by this version: no outside evidence is asked for; remove it",
            ])
    }

    @Test(arguments: [
        ("evidence: []", "evidence"),
        ("mirror: {before_observation: []}", "mirror.before_observation"),
        ("producers: [{name: p, kubernetes: {namespace: n}}]", "producers[0].kubernetes"),
    ])
    func aKeyWithoutEffectIsRefused(_ text: String, _ path: String) {
        let problems = ConfigurationWorld().problems(minimalConfiguration(and: text))
        #expect(problems.count == 1)
        #expect(problems.allSatisfy { $0.contains(" \(path): not supported by this version: ") })
    }

    @Test(arguments: [
        ("old", "{broker: 3}", "clusters.old.removed[0]: reason is missing"),
        ("old", "{broker: three, reason: x}", "clusters.old.removed[0].broker: \"three\" is no broker's id"),
        ("old", "{broker: -1, reason: x}", "clusters.old.removed[0].broker: \"-1\" is no broker's id"),
        (
            "old", "{broker: 3, reason: x}, {broker: 3, reason: y}",
            "clusters.old.removed: names broker 3 twice"
        ),
        ("new", "{broker: 3, reason: x}", "clusters.new.removed: is for the old cluster alone"),
    ])
    func aBrokerThatGoesHasAnIDAndAReason(_ side: String, _ members: String, _ problem: String) {
        let text = minimalConfiguration().replacing("\(side): {", with: "\(side): {removed: [\(members)], ")
        let problems = ConfigurationWorld().problems(text)
        #expect(problems.count == 1)
        #expect(problems.allSatisfy { $0.contains(" \(problem)") }, "\(problems)")
    }

    @Test(arguments: [
        (
            "topics: {exclude: [{name: 'orders.*', reason: x}]}",
            "4:27: topics.exclude[0].name: \"orders.*\" can be no topic's name; a pattern has a "
                + "key of its own, pattern"
        ),
        (
            "topics: {exclude: [{pattern: '(unclosed', reason: x}]}",
            "4:30: topics.exclude[0].pattern: \"(unclosed\" is no regular expression that can "
                + "be used: expected ')'"
        ),
        (
            "topics: {exclude: [{pattern: '(?<=a)b', reason: x}]}",
            "4:30: topics.exclude[0].pattern: \"(?<=a)b\" is no regular expression that can be used: "
                + "lookbehind is not currently supported"
        ),
        (
            "topics: {exclude: [{pattern: '*tmp', reason: x}]}",
            "4:30: topics.exclude[0].pattern: \"*tmp\" is no regular expression that can be "
                + "used: quantifier '*' "
                + "must appear after expression; it is no glob: any characters are .*"
        ),
        (
            "topics: {exclude: [{pattern: '', reason: x}]}",
            "4:30: topics.exclude[0].pattern: \"\" is an empty pattern; write a regular "
                + "expression that matches "
                + "whole names"
        ),
        (
            "topics: {exclude: [{name: a, pattern: b, reason: x}]}",
            "4:20: topics.exclude[0]: has both name and pattern; keep one of them"
        ),
        (
            "topics: {exclude: [{reason: x}]}",
            "4:20: topics.exclude[0]: has neither name nor pattern; write name: for one, "
                + "pattern: for a regular "
                + "expression"
        ),
        (
            "topics: {exclude: [{name: a}]}",
            "4:20: topics.exclude[0]: reason is missing; say why, for those who read the report"
        ),
        (
            "groups: {exclude: [{name: a, reason: ' '}]}",
            "4:38: groups.exclude[0].reason: \" \" is no reason; say why, for those who read the report"
        ),
        (
            "groups: {exclude: [console]}",
            "4:20: groups.exclude[0]: a single value where keys are expected; write key: value below it"
        ),
        (
            "groups: {exclude: {name: a, reason: b}}",
            "4:19: groups.exclude: a mapping where a list is expected; begin each member with \"- \""
        ),
        (
            "groups: {moved: [{name: g, pattern: g, from: earliest, reason: x}]}",
            "4:28: groups.moved[0].pattern: where a group began is known of one group at a time; write name"
        ),
        (
            "groups: {moved: [{name: g, from: latest, reason: x}]}",
            "4:34: groups.moved[0].from: \"latest\" is not known; write earliest or replayed"
        ),
        (
            "groups: {moved: [{name: g, from: earliest, reason: x}, {name: g, from: replayed, reason: y}]}",
            "4:56: groups.moved[1]: names the group g again; keep one of them"
        ),
        (
            "mirror: {policy: identity}",
            "4:18: mirror.policy: \"identity\" leaves mirrors the names of their sources: there "
                + "are no OLD.* topics "
                + "to be told apart and judged; this gate is for the default policy"
        ),
        (
            "producers: []",
            "4:12: producers: an empty list is no answer; list the producers, or write observed "
                + "to rest on the "
                + "end offsets alone"
        ),
        ("producers:", "4:1: producers: nothing is written here; write a value or remove the key"),
        ("producers: [{name: p}]", "4:13: producers[0]: file is missing; write file: {path: …, key: …}"),
        (
            "producers: [{name: p, file: {path: /p, key: k}}]",
            "4:29: producers[0].file: has a key, but the ending of the path does not say how to find it; "
                + "end it in .properties, .env, .yaml, .yml, .json, or remove key "
                + "if the whole file is the value"
        ),
        (
            "producers: [{name: p, file: {path: /p}}, {name: p, file: {path: /q}}]",
            "4:42: producers[1]: names the producer p again; give each its own name"
        ),
        (
            "inventory: {old: {topics: t}}",
            "4:18: inventory.old: groups is missing; write topics and groups: one list alone "
                + "proves nothing of "
                + "the other"
        ),
        (
            "inventory: {old: {topics: t, groups: missing}}",
            "4:38: inventory.old.groups: the file missing does not exist"
        ),
        (
            "inventory: {old: {topics: t, groups: none}}",
            "4:38: inventory.old.groups: none holds no name; write one name a line; an empty "
                + "list proves nothing"
        ),
        (
            "inventory: {old: {topics: two, groups: t}}",
            "4:27: inventory.old.topics: line 2 of two can be no topic's name; write one name a line"
        ),
        ("sampling: {concurrency: 0}", "4:25: sampling.concurrency: \"0\" is no whole number from 1 to 1000"),
        (
            "sampling: {concurrency: many}",
            "4:25: sampling.concurrency: \"many\" is no whole number from 1 to 1000"
        ),
    ])
    func eachMistakeHasItsPlaceAndMend(_ text: String, _ message: String) {
        var world = ConfigurationWorld()
        world.files = ["t": "orders\n", "none": "# nothing\n", "two": "a\nb c\n"]
        #expect(world.problems(minimalConfiguration(and: text)) == ["gate.yaml:\(message)"])
    }

    @Test func patternsThatOnlyLookHostileAreTaken() throws {
        let text = minimalConfiguration(and: "topics: {exclude: [{pattern: '^((?!x).)*$', reason: x}]}")
        #expect(try ConfigurationWorld().load(text).plan.topics.exclude.count == 1)
    }

    @Test func controlCharactersOfAFileDoNotReachTheTerminal() {
        #expect(
            ConfigurationWorld().problems(minimalConfiguration(and: "producers: \"\\e[2J\\n\"")) == [
                "gate.yaml:4:12: producers: \"\\u{1B}[2J\\n\" is not known; list the producers, or write "
                    + "observed to rest on the end offsets alone"
            ])
    }

    @Test func theLiteralWithADotIsNoPattern() throws {
        let text = minimalConfiguration(and: "topics: {exclude: [{name: orders.eu, reason: x}]}")
        #expect(try ConfigurationWorld().load(text).plan.topics.exclude.first?.names == .name("orders.eu"))
    }
}
