/// The client library's properties that an operator may not write: ours, and those of Java clients.
enum ClientProperties {
    /// What is wrong with a property of that name; nil if nothing.
    struct Problem: Equatable {
        var what: String
        var mend: String
    }

    static func problem(of name: String) -> Problem? {
        if name != name.lowercased() {
            return Problem(what: "has a capital letter in its name", mend: "write \(name.lowercased())")
        }
        if let reason = ours[name] {
            return Problem(what: "is set by this service: \(reason)", mend: "remove it")
        }
        if name.hasPrefix("test.mock.") {
            return Problem(what: "puts invented brokers in place of the cluster", mend: "remove it")
        }
        if let mend = java[name] { return Problem(what: "is a property of the Java client", mend: mend) }
        return nil
    }

    /// A wrong value of one of these could change a cluster, or hide what is on it.
    private static let ours = [
        "bootstrap.servers": "the key bootstrap_servers has the addresses",
        "metadata.broker.list": "the key bootstrap_servers has the addresses",
        "group.id": "it never joins a group",
        "group.instance.id": "it never joins a group",
        "enable.auto.commit": "it commits nothing",
        "enable.auto.offset.store": "it commits nothing",
        "enable.partition.eof": "it reads to the end that it asked for",
        "auto.offset.reset": "it says at which offset to read",
        "allow.auto.create.topics": "it creates no topic",
        "isolation.level": "each question has its own",
        "socket.timeout.ms": "sampling.timeout bounds every question",
        "topic.blacklist": "every topic must be seen; topics.exclude takes one out of scope",
        "log_level": "the flag --log.level decides",
        "log.queue": "it takes the library's log itself",
        "statistics.interval.ms": "nobody would read them",
    ]

    private static let remove = "remove it; librdkafka needs nothing in its place"

    /// What does the same in librdkafka.
    private static let java = [
        "sasl.jaas.config": "write sasl.username and sasl.password instead",
        "sasl.login.class": remove,
        "sasl.login.callback.handler.class":
            "remove it; tokens cannot be fetched here, SCRAM-SHA-512, PLAIN, GSSAPI and certificates work",
        "sasl.client.callback.handler.class": remove,
        "security.providers": remove,
        "ssl.truststore.location":
            "write ssl.ca.location with the authorities in PEM (keytool -exportcert -rfc)",
        "ssl.truststore.password": "remove it; the PEM file of ssl.ca.location has none",
        "ssl.truststore.type": "remove it; ssl.ca.location is PEM",
        "ssl.truststore.certificates": "write ssl.ca.pem instead",
        "ssl.keystore.type":
            "remove it; ssl.keystore.location is PKCS#12, PEM goes to ssl.certificate.location",
        "ssl.keystore.key": "write ssl.key.pem instead",
        "ssl.keystore.certificate.chain": "write ssl.certificate.pem instead",
        "ssl.protocol": remove,
        "ssl.enabled.protocols": remove,
        "ssl.provider": remove,
        "ssl.keymanager.algorithm": remove,
        "ssl.trustmanager.algorithm": remove,
        "ssl.secure.random.implementation": remove,
        "client.dns.lookup": "remove it; librdkafka tries every address of a name",
        "request.timeout.ms": "remove it; sampling.timeout bounds every question",
        "default.api.timeout.ms": "remove it; sampling.timeout bounds every question",
        "send.buffer.bytes": "write socket.send.buffer.bytes instead",
        "receive.buffer.bytes": "write socket.receive.buffer.bytes instead",
        "key.deserializer": remove,
        "value.deserializer": remove,
        "key.serializer": remove,
        "value.serializer": remove,
        "max.poll.records": remove,
        "interceptor.classes": remove,
        "metric.reporters": remove,
    ]
}
