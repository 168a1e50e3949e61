import DecommissionGate
import Quiescence
import Testing

/// Secrets arrive whole, and are shown nowhere.
@Suite struct ConfigurationSecretTests {
    private func text(_ properties: String) -> String {
        """
        clusters:
          old: {bootstrap_servers: "old:9092", librdkafka: {\(properties)}}
          new: {bootstrap_servers: "new:9092"}
        """
    }

    private var world: ConfigurationWorld {
        var world = ConfigurationWorld()
        world.variables = ["PASSWORD": "hunter2", "EMPTY": ""]
        world.files = [
            "/s/newline": "hunter2\n", "/s/windows": "hunter2\r\n", "/s/two": "hunter2\n\n", "/s/empty": "",
            "/s/only-newline": "\n",
        ]
        world.directories = ["/s/directory"]
        return world
    }

    @Test(arguments: [
        ("${env:PASSWORD}", "hunter2"), ("${file:/s/newline}", "hunter2"), ("${file:/s/windows}", "hunter2"),
        ("${file:/s/two}", "hunter2\n"), ("a-${env:PASSWORD}-b", "a-hunter2-b"),
        ("${env:PASSWORD}${env:PASSWORD}", "hunter2hunter2"), ("$${env:PASSWORD}", "${env:PASSWORD}"),
        ("pa$$word$", "pa$$word$"),
    ])
    func referencesAreReplaced(_ written: String, _ value: String) throws {
        let configuration = try world.load(text("sasl.password: \"\(written)\""))
        #expect(configuration.old.properties == ["sasl.password": value])
    }

    @Test func whatAReferenceBringsIsNotSearchedForReferences() throws {
        var world = world
        world.variables["PASSWORD"] = "${env:EMPTY}"
        let configuration = try world.load(text("sasl.password: \"${env:PASSWORD}\""))
        #expect(configuration.old.properties == ["sasl.password": "${env:EMPTY}"])
    }

    @Test(arguments: [
        ("${env:NOWHERE}", "the environment variable NOWHERE is not set"),
        ("${env:EMPTY}", "the environment variable EMPTY is empty"),
        ("${OLD_PASSWORD}", "${OLD_PASSWORD} does not say where to look; write ${env:OLD_PASSWORD}"),
        (
            "${env:PASSWORD:-hunter2}",
            "a ${env:…} without a variable's name; write ${env:NAME}; it takes no default"
        ),
        (
            "${hunter-2}",
            "a ${ that is no reference; write ${env:NAME} for an environment variable, "
                + "${file:PATH} for a file, $${ for ${ itself"
        ),
        ("${hunter2", "a ${ without its }; write $${ for the characters themselves"),
        ("${file:/s/empty}", "the file /s/empty is empty"),
        ("${file:/s/only-newline}", "the file /s/only-newline is empty"),
        ("${file:/s/directory}", "the file /s/directory is a directory"),
        ("${file:/s/missing}", "the file /s/missing does not exist"),
    ])
    func aReferenceThatBringsNothingNamesItsTargetAndNoContent(_ written: String, _ message: String) {
        #expect(
            world.problems(text("sasl.password: \"\(written)\""))
                == ["gate.yaml:2:68: clusters.old.librdkafka.sasl.password: \(message)"])
    }

    @Test(arguments: [
        (
            "sasl.jaas.config",
            "is a property of the Java client; write sasl.username and sasl.password instead"
        ),
        (
            "ssl.truststore.location",
            "is a property of the Java client; write ssl.ca.location with the "
                + "authorities in PEM (keytool -exportcert -rfc)"
        ),
        (
            "client.dns.lookup",
            "is a property of the Java client; remove it; librdkafka tries every address of a name"
        ),
        ("group.id", "is set by this service: it never joins a group; remove it"),
        ("allow.auto.create.topics", "is set by this service: it creates no topic; remove it"),
        (
            "topic.blacklist",
            "is set by this service: every topic must be seen; topics.exclude takes one out "
                + "of scope; remove it"
        ),
        ("test.mock.num.brokers", "puts invented brokers in place of the cluster; remove it"),
        ("Sasl.Password", "has a capital letter in its name; write sasl.password"),
        ("sasl.pasword", "no such property; look it up"),
    ])
    func aPropertyThatIsNotOursToTakeShowsNoValue(_ name: String, _ message: String) {
        var world = world
        world.unknownProperties = ["sasl.pasword"]
        #expect(
            world.problems(text("\(name): hunter2"))
                == ["gate.yaml:2:53: clusters.old.librdkafka.\(name): \(message)"])
    }

    @Test(arguments: ["ssl.endpoint.identification.algorithm", "ssl.keystore.location", "sasl.mechanism"])
    func whatBothClientsHaveIsTaken(_ name: String) throws {
        #expect(try world.load(text("\(name): x")).old.properties == [name: "x"])
    }

    @Test func theLibrarysWordsAreKeptBackWhereTheyRepeatTheValue() {
        #expect(
            world.problems(text("sasl.mechanism: refused-value")) == [
                "gate.yaml:2:53: clusters.old.librdkafka.sasl.mechanism: librdkafka refuses its value; "
                    + "see librdkafka's CONFIGURATION.md"
            ])
    }

    @Test("What properties lack together is told, but not while one is bad that may be just that")
    func propertiesTogether() {
        var world = world
        world.requiredProperty = "sasl.username"
        let lacking = "clusters.old.librdkafka: sasl.username is needed"
        #expect(world.problems(text("sasl.mechanism: PLAIN")).contains { $0.hasSuffix(lacking) })
        world.unknownProperties = ["sasl.user"]
        let bad = world.problems(text("sasl.mechanism: PLAIN, sasl.user: gate"))
        #expect(bad.count == 1 && !bad.contains { $0.contains("is needed") }, "\(bad)")
    }

    @Test func nestedPropertiesAreNoProperties() {
        #expect(
            world.problems(text("sasl: {password: hunter2}")) == [
                "gate.yaml:2:53: clusters.old.librdkafka.sasl: keys below a property; write the "
                    + "whole name in "
                    + "one line, as in sasl.username: gate"
            ])
    }

    @Test func noWayOfPrintingAConnectionShowsAValue() throws {
        let configuration = try world.load(text("sasl.password: hunter2"))
        var dumped = ""
        dump(configuration, to: &dumped)
        dump(configuration.old, to: &dumped)
        let printed = ["\(configuration)", String(reflecting: configuration), "\(configuration.old)", dumped]
        #expect(printed.allSatisfy { $0.contains("sasl.password") && !$0.contains("hunter2") })
    }
}
