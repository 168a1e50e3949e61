internal import CRDKafka
import DecommissionGate
import Quiescence

/// The properties of one cluster's clients: the operator's, checked, and those that the proofs rest on.
struct Settings: Sendable {
    let secrets: Secrets
    private let theirs: [String: String]
    private let callTimeout: Duration

    init(_ connection: ClusterConnection, _ limits: Limits) throws(InvalidProperties) {
        let problems = Settings.problems(in: connection.properties)
        guard problems.isEmpty else { throw InvalidProperties(problems: problems) }
        theirs = connection.properties
        callTimeout = limits.callTimeout
        secrets = Secrets(in: connection.properties)
    }

    /// A configuration for `rd_kafka_new`, which takes it over unless it fails.
    func configuration(
        isolation: Isolation, groupID: String?, use: ClientUse, servers: [ServerAddress]
    ) throws(Cause) -> OpaquePointer {
        guard let configuration = rd_kafka_conf_new() else { throw Cause(.refused, "out of memory") }
        var all = theirs.merging(ours) { _, our in our }
        all.merge(use.properties) { _, special in special }
        all["bootstrap.servers"] = servers.map(\.description).joined(separator: ",")
        all["isolation.level"] = isolation.rawValue
        all["group.id"] = groupID
        for (name, value) in all
        where rd_kafka_conf_set(configuration, name, value, nil, 0) != RD_KAFKA_CONF_OK {
            rd_kafka_conf_destroy(configuration)
            throw Cause(
                .refused, "librdkafka refuses the property \(name)",
                remedy: "correct it in the configuration of this cluster")
        }
        rd_kafka_conf_set_events(configuration, RD_KAFKA_EVENT_LOG | RD_KAFKA_EVENT_ERROR)
        return configuration
    }

    private var ours: [String: String] {
        var ours = [
            // Nothing may be created, committed or hidden.
            "allow.auto.create.topics": "false",
            "enable.auto.commit": "false",
            "enable.auto.offset.store": "false",
            // An offset outside the log must be an error; the default jumps to the end and proves nothing.
            "auto.offset.reset": "error",
            "enable.partition.eof": "true",
            // The broker's wait at the end of a log is what a proof of an empty tail costs.
            "fetch.wait.max.ms": "20",
            "fetch.error.backoff.ms": "50",
            "queued.max.messages.kbytes": "16384",
            "fetch.max.bytes": "16777216",
            "check.crcs": "true",
            // A broker that stops answering captures requests for as long as this.
            "socket.timeout.ms": "\(max(callTimeout.milliseconds, 10))",
            // Full lists are asked for by every survey; nothing is refreshed by name in between.
            "topic.metadata.refresh.interval.ms": "-1",
            "log.queue": "true",
        ]
        if theirs["client.id"] == nil { ours["client.id"] = "decommission-gate" }
        return ours
    }
}

/// What a client is for, as far as its properties depend on it.
enum ClientUse: Sendable {
    /// Whatever is asked of all brokers.
    case wholeCluster
    /// Reads single records: of what else a broker sends, little is wanted.
    case singleRecords
    /// Asks the one broker whose address it is given.
    case oneBroker

    fileprivate var properties: [String: String] {
        switch self {
        case .wholeCluster: Self.eager
        case .singleRecords: Self.eager.merging(Self.frugal) { _, frugal in frugal }
        case .oneBroker: [:]
        }
    }

    /// Connects to all addresses at once. By default the library tries one after the other and waits a second behind
    /// each that refuses (2.0.2, measured): the servers of a cluster that is being switched off do, and a client that
    /// has to find the last one among them found it too late, survey after survey.
    private static let eager = ["enable.sparse.connections": "false"]

    /// Of each partition the one batch of a producer's usual size, for the library takes 400 bytes for each record in
    /// it; a broker sends a larger one nevertheless, one at a time. No broker waits long for what comes behind the
    /// newest record, for partitions that are begun meanwhile wait along.
    ///
    /// The bound of messages counts those of all partitions together, for they share a queue. As long as it is
    /// passed nothing is fetched, and once it is not, that is noticed within a second: so it is not passed as a rule.
    private static let frugal = [
        "fetch.message.max.bytes": "20480", "queued.min.messages": "1000", "fetch.wait.max.ms": "1",
    ]
}

/// The secret values among properties, to take them out of whatever is going to be shown.
struct Secrets: Sendable {
    private let values: [String]

    init(in properties: [String: String]) {
        values = properties.filter { name, value in
            !value.isEmpty && Secrets.marks.contains { name.contains($0) }
        }.map(\.value)
    }

    /// Takes every value for a secret but the short ones, such as `true` and `plain`.
    init(allOf properties: [String: String]) { values = properties.values.filter { $0.count > 5 } }

    private static let marks = ["password", "secret", ".pem", "oauthbearer.config", "kinit"]

    /// `words` without any of the secrets.
    func hidden(in words: String) -> String {
        values.reduce(words) { words, secret in words.split(separator: secret).joined(separator: "…") }
    }
}
