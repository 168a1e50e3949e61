import DecommissionGate
import Quiescence
import Testing

/// The client library would make a broker of each of these, and only log that it cannot connect.
@Suite struct ConfigurationBootstrapTests {
    private func text(_ servers: String, properties: String = "") -> String {
        """
        clusters:
          old: {librdkafka: {\(properties)}, bootstrap_servers: "\(servers)"}
          new: {bootstrap_servers: "new:9092"}
        """
    }

    @Test(arguments: [
        ("h:9092", ["h:9092"]), ("localhost:9092", ["localhost:9092"]), ("[::1]:9092", ["[::1]:9092"]),
        ("[fe80::1%eth0]:9092", ["[fe80::1%eth0]:9092"]), ("h1:1, h2:2", ["h1:1", "h2:2"]),
        ("h:9092,", ["h:9092"]), ("H:9092,h:9092", ["h:9092"]), ("PLAINTEXT://h:9092", ["h:9092"]),
        ("my_broker.svc.cluster.local.:9092", ["my_broker.svc.cluster.local.:9092"]),
    ])
    func goodListsAreRead(_ servers: String, _ addresses: [String]) throws {
        let configuration = try ConfigurationWorld().load(text(servers))
        #expect(configuration.old.bootstrapServers.map(\.description) == addresses)
        #expect(configuration.plan.old.bootstrapServers == configuration.old.bootstrapServers)
    }

    @Test func aSchemeThatFitsTheProtocolMayStand() throws {
        let configuration = try ConfigurationWorld().load(
            text("SASL_SSL://h:9092", properties: "security.protocol: sasl_ssl"))
        #expect(configuration.old.bootstrapServers == [ServerAddress(host: "h", port: 9092)])
    }

    @Test(arguments: [
        ("::1:9092", "\"::1:9092\" is an IPv6 address without brackets; write [::1]:9092"),
        (
            "3333:10::204:9092",
            "\"3333:10::204:9092\" is an IPv6 address without brackets; write [3333:10::204]:9092"
        ),
        ("[::1]", "\"[::1]\" has no port; write [::1]:9092"),
        ("[h]:9092", "\"[h]:9092\" has brackets, but is no IPv6 address; write h:9092"),
        ("http://h:9092", "\"http://h:9092\" has a scheme that no broker has; write h:9092"),
        ("https://h:9092/", "\"https://h:9092/\" has a scheme that no broker has; write h:9092"),
        (
            "SASL_SSL://h:9092",
            "\"SASL_SSL://h:9092\" does not fit security.protocol plaintext; write h:9092, "
                + "and security.protocol: sasl_ssl under librdkafka if that is meant"
        ),
        (
            "h1:2181,h2:2181/kafka",
            "\"h2:2181/kafka\" has a path, as ZooKeeper's addresses have; "
                + "write the brokers, host:port"
        ),
        ("h1:9092 h2:9092", "\"h1:9092 h2:9092\" separates addresses with spaces; write h1:9092,h2:9092"),
        ("h1:9092;h2:9092", "\"h1:9092;h2:9092\" separates addresses with semicolons; write h1:9092,h2:9092"),
        ("['h:9092']", "\"['h:9092']\" has quotes within the value; write h:9092"),
        ("[h:9092]", "\"[h:9092]\" has brackets around it; write h:9092"),
        ("h", "\"h\" has no port; write h:9092"), ("h:", "\"h:\" has no port; write h:9092"),
        ("", "is empty; write host:port, several separated by commas"),
        (",", "is empty; write host:port, several separated by commas"),
        ("h1:9092,,h2:9092", "has nothing between two commas; remove one comma"),
        (":9092", "\":9092\" has no host; write a host before the colon"),
        ("h:0", "\"h:0\" has no port from 1 to 65535; write host:9092"),
        ("h:65536", "\"h:65536\" has no port from 1 to 65535; write host:9092"),
        ("h:+90", "\"h:+90\" has no port from 1 to 65535; write host:9092"),
        ("h:9092:9093", "\"h:9092:9093\" has more than one colon; write host:port"),
        (
            "{{ host }}:9092", "\"{{ host }}:9092\" is a template that was not filled in; write host:port"
        ),
        (
            "user:secret@h:9092",
            "holds a user or a password before an @; write host:port, and sasl.username "
                + "and sasl.password under librdkafka"
        ),
    ])
    func badListsNameTheBadPartAndTheFormThatWorks(_ servers: String, _ message: String) {
        #expect(
            ConfigurationWorld().problems(text(servers))
                == ["gate.yaml:2:44: clusters.old.bootstrap_servers: \(message)"])
    }

    @Test func everyBadAddressIsTold() {
        #expect(ConfigurationWorld().problems(text("a,b:9092,http://c:1")).count == 2)
    }

    @Test func aListThatCameFromElsewhereIsNotShown() {
        var world = ConfigurationWorld()
        world.variables = ["SERVERS": "hidden"]
        #expect(
            world.problems(text("${env:SERVERS}")) == [
                "gate.yaml:2:44: clusters.old.bootstrap_servers: the value of ${env:SERVERS} has no port; "
                    + "write host:port, several separated by commas"
            ])
    }

    @Test(arguments: [
        (
            "bootstrap_servers: [o:1, x]",
            "gate.yaml:2:34: clusters.old.bootstrap_servers[1]: \"x\" has no port; write x:9092"
        ),
        (
            "bootstrap_servers: []",
            "gate.yaml:2:28: clusters.old.bootstrap_servers: names no broker; "
                + "write host:port of some brokers"
        ),
        (
            "alias: OLD",
            "gate.yaml:2:8: clusters.old: bootstrap_servers is missing; write host:port of some brokers"
        ),
        (
            "bootstrap_servers: 'o:1', alias: NEW",
            "gate.yaml:3:8: clusters.new: has the alias NEW of the old cluster; "
                + "give each its own"
        ),
        (
            "bootstrap_servers: 'o:1', alias: 'a b'",
            "gate.yaml:2:42: clusters.old.alias: \"a b\" can be no alias; "
                + "write MirrorMaker's name of the cluster: letters, digits, . _ -"
        ),
        (
            "bootstrap_servers: 'NEW:9092'",
            "gate.yaml:3:8: clusters.new: has an address of the old cluster, new:9092; "
                + "give each its own brokers"
        ),
        (
            "bootstrap_servers: 'o:1', cluster_id: I",
            "gate.yaml:3:8: clusters.new: has the cluster id of the old "
                + "cluster, I; correct it; if both really have it, say so: "
                + "clusters.same_cluster_id: {reason: …}"
        ),
    ])
    func clustersMustBeTwo(_ old: String, _ message: String) {
        let text = """
            clusters:
              old: {\(old)}
              new: {bootstrap_servers: "new:9092", cluster_id: I}
            """
        #expect(ConfigurationWorld().problems(text) == [message])
    }
}
