/// Which of the two distributions a process is started from.
public enum Distribution: Sendable, Hashable {
    case old
    case new
}

/// How a test's cluster is laid out.
public struct ClusterSetup: Sendable {
    public var brokers: Int
    public var distribution: Distribution
    /// Security protocols of further listeners (`SASL_PLAINTEXT`, …), each with a port of its own per
    /// broker; brokers and tests themselves speak PLAINTEXT.
    public var listeners: [String]
    /// Broker properties; they win over the defaults.
    public var properties: [String: String]
    /// The most memory of a broker's heap, as Java takes it.
    public var heap: String

    public init(
        brokers: Int = 1, distribution: Distribution, listeners: [String] = [],
        properties: [String: String] = [:], heap: String = "256m"
    ) {
        self.brokers = brokers
        self.distribution = distribution
        self.listeners = listeners
        self.properties = properties
        self.heap = heap
    }

    /// Small and quick: few partitions of internal topics, nothing waits for others to come.
    static let defaults = [
        "auto.create.topics.enable": "false",
        "background.threads": "2",
        "group.initial.rebalance.delay.ms": "0",
        "log.cleaner.dedupe.buffer.size": "2097152",
        "log.segment.delete.delay.ms": "1000",
        "num.io.threads": "2",
        "num.network.threads": "2",
        "num.partitions": "1",
        "offsets.topic.num.partitions": "8",
        "offsets.topic.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "transaction.state.log.num.partitions": "4",
        "transaction.state.log.replication.factor": "1",
    ]
}

/// The text of a Java properties file; a backslash is written as two, so that what is meant arrives.
func propertiesFile(_ properties: [String: String]) -> String {
    properties.sorted { $0.key < $1.key }
        .map { "\($0.key)=\($0.value.replacing("\\", with: "\\\\"))\n" }
        .joined()
}
