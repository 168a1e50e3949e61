import DecommissionGate
import KafkaCluster
import Quiescence
import Testing

@Suite struct PropertyTests {
    private func problem(_ name: String, _ value: String = "hunter2-secret") throws -> PropertyProblem {
        try #require(KafkaCluster.validate(properties: [name: value]).first)
    }

    @Test func whatConnectsIsTheOperators() {
        let properties = [
            "security.protocol": "SASL_SSL", "sasl.mechanism": "SCRAM-SHA-512", "sasl.username": "gate",
            "sasl.password": "hunter2", "ssl.ca.location": "/etc/ssl/certs", "client.id": "gate-1",
            "ssl.endpoint.identification.algorithm": "none", "socket.keepalive.enable": "true",
        ]
        #expect(KafkaCluster.validate(properties: properties).isEmpty)
    }

    @Test(arguments: [
        "sasl.jaas.config", "ssl.truststore.location", "ssl.truststore.password", "ssl.keystore.key",
        "client.dns.lookup", "request.timeout.ms",
    ])
    func aPropertyOfAJavaClientIsRefused(_ name: String) throws {
        #expect(try problem(name).property == name)
    }

    /// Each of these changes what an answer means, hides topics or writes something.
    @Test(arguments: [
        ("allow.auto.create.topics", "true"), ("auto.offset.reset", "latest"), ("enable.auto.commit", "true"),
        ("enable.auto.offset.store", "true"), ("enable.partition.eof", "false"), ("group.id", "payments"),
        ("isolation.level", "read_committed"), ("topic.blacklist", "orders"), ("client.rack", "eu"),
        ("bootstrap.servers", "b:1"), ("metadata.broker.list", "b:1"), ("fetch.wait.max.ms", "500"),
        ("socket.timeout.ms", "60000"), ("api.version.request", "false"), ("debug", "all"),
        ("plugin.library.paths", "/tmp/x.so"), ("log.queue", "false"), ("test.mock.num.brokers", "3"),
    ])
    func whatTheProofsRestOnCannotBeSet(_ name: String, _ value: String) throws {
        let problem = try problem(name, value)
        #expect(problem.property == name)
        #expect(problem.reason.contains("gate's own"))
    }

    @Test(arguments: [
        ("security.protocol", "hunter2-secret"), ("socket.keepalive.enable", "hunter2-secret"),
        ("no.such.property", "hunter2-secret"), ("reconnect.backoff.ms", "hunter2-secret"),
        ("sasl.jaas.config", "password=hunter2-secret"),
    ])
    func noValueIsEverShown(_ name: String, _ value: String) throws {
        let problem = try problem(name, value)
        #expect(!"\(problem)".contains("hunter2"))
        let connection = ClusterConnection(
            alias: "OLD", bootstrapServers: [ServerAddress(host: "b", port: 1)], properties: [name: value])
        do {
            _ = try KafkaCluster(connection)
            Issue.record("a broken property was taken")
        } catch {
            #expect(error.problems == [problem])
            #expect(!"\(error)".contains("hunter2"))
        }
    }

    @Test(arguments: [
        ("sasl.pasword", "sasl.password"), ("ssl.ca.locaton", "ssl.ca.location"), ("client.idd", "client.id"),
    ])
    func aMistypedPropertyIsGuessed(_ typed: String, _ meant: String) throws {
        #expect(try problem(typed).remedy == "did you mean \(meant)?")
    }

    @Test func everyProblemIsToldAtOnce() {
        let problems = KafkaCluster.validate(properties: [
            "group.id": "x", "nonsense": "y", "sasl.username": "z",
        ])
        #expect(problems.map(\.property) == ["group.id", "nonsense"])
    }

    @Test func tokensThatNobodyCouldFetchAreRefused() throws {
        #expect(try problem("sasl.mechanism", "OAUTHBEARER").property == "sasl.mechanism")
    }

    @Test func aCertificateThatCannotBeReadIsFoundWithoutABrokerAndItsPathIsNotShown() throws {
        let problems = KafkaCluster.validate(properties: [
            "security.protocol": "ssl", "ssl.ca.location": "/nowhere/hunter2/ca.pem",
            "ssl.key.password": "hunter2",
        ])
        let problem = try #require(problems.first)
        #expect(problem.property == "ssl.ca.location")
        #expect(!"\(problem)".contains("hunter2"))
    }

    @Test func aMissingUserNameIsFoundWithoutABroker() throws {
        let problems = KafkaCluster.validate(properties: [
            "security.protocol": "sasl_plaintext", "sasl.mechanism": "SCRAM-SHA-256",
        ])
        #expect(problems.count == 1)
        #expect(problems.first?.reason.contains("sasl.username") == true)
    }
}
