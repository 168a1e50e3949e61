import CRDKafka
import DecommissionGate
import KafkaCluster
import OwnThread
import Quiescence
import Testing

/// One after the other: each runs some twenty threads of the library, and together they would starve.
@Suite(.serialized) enum MockClusterTests {}

/// Time enough on a machine that is busy with other tests.
var soon: Deadline { .now + .seconds(60) }

/// librdkafka's own cluster, in this process. It has no groups, no commits and no transactions.
final class MockCluster: @unchecked Sendable {
    private let producer: OpaquePointer
    private let cluster: OpaquePointer

    init(brokers: Int32 = 3) throws {
        let configuration = try #require(rd_kafka_conf_new())
        // Brokers that a test stops are no news.
        rd_kafka_conf_set(configuration, "log_level", "0", nil, 0)
        producer = try #require(rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0))
        cluster = try #require(rd_kafka_mock_cluster_new(producer, brokers))
        let servers = try #require(rd_kafka_mock_cluster_bootstraps(cluster))
        rd_kafka_brokers_add(producer, servers)
    }

    deinit {
        rd_kafka_flush(producer, 1000)
        rd_kafka_mock_cluster_destroy(cluster)
        rd_kafka_destroy(producer)
    }

    var bootstrapServers: [ServerAddress] {
        guard let list = rd_kafka_mock_cluster_bootstraps(cluster) else { return [] }
        return String(cString: list).split(separator: ",").compactMap { server in
            let parts = server.split(separator: ":")
            guard parts.count == 2, let port = UInt16(parts[1]) else { return nil }
            return ServerAddress(host: String(parts[0]), port: port)
        }
    }

    /// A reader of this cluster that does not ask for random topics, which the mock would create.
    func reader(alias: ClusterAlias = "MOCK", _ adjust: (inout Limits) -> Void = { _ in }) throws
        -> KafkaCluster
    {
        var limits = Limits()
        limits.asksForRandomTopic = false
        limits.callTimeout = .seconds(10)
        adjust(&limits)
        return try KafkaCluster(
            ClusterConnection(alias: alias, bootstrapServers: bootstrapServers), limits: limits)
    }

    /// Creates a topic; partition n is led by broker n modulo the number of brokers, plus one.
    func createTopic(_ topic: TopicName, partitions: Int32, replicas: Int32 = 1, brokers: Int32 = 3) {
        rd_kafka_mock_topic_create(cluster, topic.rawValue, partitions, replicas)
        for partition in 0..<partitions { lead(topic, partition, by: partition % brokers + 1) }
    }

    /// Gives a partition another leader; −1 for none.
    func lead(_ topic: TopicName, _ partition: Int32, by broker: Int32) {
        rd_kafka_mock_partition_set_leader(cluster, topic.rawValue, partition, broker)
    }

    /// Writes records one by one, so that each is a batch of its own, and waits for them.
    func produce(_ values: [String], to topic: TopicName, _ partition: Int32 = 0) async throws {
        try await OwnThread.run("mock-produce") { [self] in
            Result { try writeEach(of: values, to: topic, partition) }
        }.get()
    }

    private func writeEach(of values: [String], to topic: TopicName, _ partition: Int32) throws {
        // Not inside the macro, which would let go of the name's bytes before the call.
        let created = rd_kafka_topic_new(producer, topic.rawValue, nil)
        let log = try #require(created)
        defer { rd_kafka_topic_destroy(log) }
        for value in values {
            var bytes = Array(value.utf8)
            let refused = rd_kafka_produce(
                log, partition, RD_KAFKA_MSG_F_COPY, &bytes, bytes.count, "key", 3, nil)
            #expect(refused == 0)
            #expect(rd_kafka_flush(producer, 60_000) == RD_KAFKA_RESP_ERR_NO_ERROR)
        }
    }

    /// The next requests of this kind fail, one for each error.
    func fail(_ request: Request, with errors: [rd_kafka_resp_err_t]) {
        rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, errors.count, errors)
    }

    func forgetFailures(_ request: Request) { rd_kafka_mock_clear_request_errors(cluster, request.rawValue) }

    /// Answers of a broker come this much later; of all brokers for −1.
    func delay(broker: Int32, milliseconds: Int32) {
        rd_kafka_mock_broker_set_rtt(cluster, broker, milliseconds)
    }

    func stop(broker: Int32) { rd_kafka_mock_broker_set_down(cluster, broker) }
    func start(broker: Int32) { rd_kafka_mock_broker_set_up(cluster, broker) }

    /// Kafka's numbers for requests.
    enum Request: Int16 {
        case fetch = 1
        case listOffsets = 2
        case metadata = 3
    }
}

extension KafkaCluster {
    /// A whole survey.
    func survey(within limit: Duration = .seconds(60)) async -> ClusterSurvey {
        let deadline = ContinuousClock.now + limit
        return await readOffsets(of: readGroups(until: deadline), until: deadline)
    }
}

extension ClusterSurvey {
    func partitions(_ topic: TopicName) throws -> [PartitionSurvey] {
        guard case .known(let topics) = topics, case .known(let topic) = topics[topic] else {
            throw Unread(what: "\(topic) in \(topics)")
        }
        return topic.partitions
    }
}

struct Unread: Error { let what: String }

extension Reading {
    /// The cause, where there is one.
    var cause: Cause? {
        if case .unreadable(let cause) = self { cause } else { nil }
    }

    var value: Value? {
        if case .known(let value) = self { value } else { nil }
    }
}
