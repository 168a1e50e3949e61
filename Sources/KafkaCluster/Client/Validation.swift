internal import CRDKafka
import DecommissionGate
import OwnThread
import Quiescence

extension Settings {
    /// What is wrong with properties that an operator wrote, in the order of their names.
    static func problems(in properties: [String: String]) -> [PropertyProblem] {
        guard let scratch = rd_kafka_conf_new() else { return [] }
        defer { rd_kafka_conf_destroy(scratch) }
        var problems = properties.sorted { $0.key < $1.key }.compactMap { name, value in
            problem(name, value, scratch)
        }
        if problems.isEmpty, let problem = problem(ofTokensIn: properties) ?? problem(together: properties) {
            problems.append(problem)
        }
        return problems
    }

    private static func problem(
        _ name: String, _ value: String, _ scratch: OpaquePointer
    ) -> PropertyProblem? {
        // The library's own words are never shown: they quote the value.
        let verdict = rd_kafka_conf_set(scratch, name, value, nil, 0)
        if verdict == RD_KAFKA_CONF_UNKNOWN {
            return PropertyProblem(
                property: name, reason: "is no property of librdkafka",
                remedy: guess(name) ?? "see librdkafka's CONFIGURATION.md for what there is")
        }
        guard mayBeSet(name) else {
            return PropertyProblem(
                property: name, reason: "is the gate's own to set: its proofs rest on it",
                remedy: "leave it out")
        }
        guard verdict == RD_KAFKA_CONF_OK else {
            return PropertyProblem(
                property: name, reason: "is not taken by librdkafka with this value",
                remedy: allowedValues[name]
                    ?? "see librdkafka's CONFIGURATION.md for the values that it takes")
        }
        return nil
    }

    /// Certificates that cannot be read and settings that do not fit together show when a client is made.
    private static func problem(together properties: [String: String]) -> PropertyProblem? {
        // With Kerberos a ticket would be asked for here and now.
        guard !speaksKerberos(properties), let configuration = rd_kafka_conf_new() else { return nil }
        for (name, value) in properties.merging(["log_level": "0"], uniquingKeysWith: { $1 }) {
            rd_kafka_conf_set(configuration, name, value, nil, 0)
        }
        var words = [CChar](repeating: 0, count: 512)
        guard let client = rd_kafka_new(RD_KAFKA_CONSUMER, configuration, &words, words.count) else {
            rd_kafka_conf_destroy(configuration)
            let shown = Secrets(allOf: properties).hidden(in: text(words))
            let culprit = properties.keys.sorted().first { shown.contains($0) }
            return PropertyProblem(
                property: culprit ?? "security.protocol", reason: "does not work: \(shown)",
                remedy: "see that files can be read here and that the properties fit together")
        }
        let made = Made(client: client)
        // Without a thread the client stays behind: better a leak than a wait without an end.
        _ = OwnThread.start("kafka-destroy") { rd_kafka_destroy(made.client) }
        return nil
    }

    private struct Made: @unchecked Sendable { let client: OpaquePointer }

    private static func speaksKerberos(_ properties: [String: String]) -> Bool {
        let usesSASL = properties["security.protocol"]?.lowercased().hasPrefix("sasl") ?? false
        let mechanism = properties["sasl.mechanism"] ?? properties["sasl.mechanisms"] ?? "GSSAPI"
        return usesSASL && mechanism.uppercased() == "GSSAPI"
    }

    /// Tokens come through a call that nobody here could answer; without one no connection succeeds.
    private static func problem(ofTokensIn properties: [String: String]) -> PropertyProblem? {
        let mechanism = properties["sasl.mechanism"] ?? properties["sasl.mechanisms"]
        guard mechanism?.uppercased() == "OAUTHBEARER",
            properties["enable.sasl.oauthbearer.unsecure.jwt"] != "true"
        else { return nil }
        return PropertyProblem(
            property: "sasl.mechanism", reason: "asks for tokens, which this build cannot fetch",
            remedy: "use SCRAM-SHA-512, PLAIN, GSSAPI or a client certificate")
    }

    /// Connections are the operator's business; whatever decides what an answer means is not.
    private static func mayBeSet(_ name: String) -> Bool {
        name.hasPrefix("sasl.") || name.hasPrefix("ssl.") || operators.contains(name)
    }

    private static let operators: Set = [
        "security.protocol", "enable.ssl.certificate.verification", "enable.sasl.oauthbearer.unsecure.jwt",
        "client.id", "broker.address.family", "broker.address.ttl", "connections.max.idle.ms",
        "socket.keepalive.enable", "socket.nagle.disable", "socket.connection.setup.timeout.ms",
        "socket.send.buffer.bytes", "socket.receive.buffer.bytes", "receive.message.max.bytes",
        "reconnect.backoff.ms", "reconnect.backoff.max.ms",
    ]

    /// Of the many `sasl.` and `ssl.` ones those that are written most, for whoever mistypes one.
    private static let secured: Set = [
        "sasl.mechanism", "sasl.username", "sasl.password", "sasl.kerberos.service.name",
        "sasl.kerberos.principal", "sasl.kerberos.keytab", "ssl.ca.location", "ssl.ca.pem",
        "ssl.certificate.location", "ssl.certificate.pem", "ssl.key.location", "ssl.key.password",
        "ssl.key.pem", "ssl.keystore.location", "ssl.keystore.password",
        "ssl.endpoint.identification.algorithm",
    ]

    private static func guess(_ name: String) -> String? {
        nearest(to: name, among: operators.union(secured).sorted()).map { "did you mean \($0)?" }
    }

    private static let allowedValues = [
        "security.protocol": "it takes plaintext, ssl, sasl_plaintext or sasl_ssl",
        "broker.address.family": "it takes any, v4 or v6",
        "enable.ssl.certificate.verification": "it takes true or false",
        "ssl.endpoint.identification.algorithm": "it takes https or none",
    ]
}
