internal import CRDKafka
internal import Glibc
internal import OwnThread
public import Quiescence
internal import Synchronization

/// A Kafka cluster inside this process: librdkafka's mock.
///
/// It answers metadata, end offsets, fetches and produce requests. It knows no groups of the admin API, no
/// commits of them, no transactions and no permissions, and creates every topic that somebody asks for.
public final class MockCluster: @unchecked Sendable {
    // Unchecked: both handles are fixed at the start, and the library's functions on them are thread-safe.
    private let producer: OpaquePointer
    private let cluster: OpaquePointer
    /// Topics that the producer knows.
    private let known = Mutex<Set<TopicName>>([])
    /// The ports of the brokers that are stopped; nil where somebody else was faster.
    private let heldPorts = Mutex<[Int32: HeldPort?]>([:])

    /// Starts that many brokers, numbered from 1, each on a port of its own on the loopback address.
    public init(brokers: Int32 = 3) throws(MockKafkaError) {
        guard let configuration = rd_kafka_conf_new() else { throw .init(what: "configure", why: "refused") }
        // Brokers that are stopped on purpose are no news.
        rd_kafka_conf_set(configuration, "log_level", "0", nil, 0)
        guard let producer = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0) else {
            rd_kafka_conf_destroy(configuration)
            throw .init(
                what: "create a producer", why: String(cString: rd_kafka_err2str(rd_kafka_last_error())))
        }
        guard let cluster = rd_kafka_mock_cluster_new(producer, brokers),
            let servers = rd_kafka_mock_cluster_bootstraps(cluster)
        else {
            rd_kafka_destroy(producer)
            throw .init(what: "start \(brokers) brokers", why: "the library refuses")
        }
        rd_kafka_brokers_add(producer, servers)
        self.producer = producer
        self.cluster = cluster
    }

    deinit {
        rd_kafka_flush(producer, 1000)
        rd_kafka_mock_cluster_destroy(cluster)
        rd_kafka_destroy(producer)
    }

    /// Where its brokers listen.
    public var bootstrapServers: [ServerAddress] {
        guard let list = rd_kafka_mock_cluster_bootstraps(cluster) else { return [] }
        return String(cString: list).split(separator: ",").compactMap { server in
            let parts = server.split(separator: ":")
            guard parts.count == 2, let port = UInt16(parts[1]) else { return nil }
            return ServerAddress(host: String(parts[0]), port: port)
        }
    }

    /// Creates a topic; partition n is led by broker n modulo `brokers`, plus one.
    ///
    /// With nil for `brokers` the library chooses the leaders. Naming one may take the library a second.
    public func createTopic(
        _ topic: TopicName, partitions: Int32, replicas: Int32 = 1, brokers: Int32? = 3
    ) {
        rd_kafka_mock_topic_create(cluster, topic.rawValue, partitions, replicas)
        guard let brokers else { return }
        for partition in 0..<partitions { lead(topic, partition, by: partition % brokers + 1) }
    }

    /// Creates many topics of one replica; the library chooses the leaders, which is quick. Blocks.
    public func createTopics(_ topics: [TopicName], partitions: Int32) {
        for topic in topics { rd_kafka_mock_topic_create(cluster, topic.rawValue, partitions, 1) }
    }

    /// Gives a partition another leader, or none for nil.
    public func lead(_ topic: TopicName, _ partition: Int32, by broker: Int32?) {
        // The library's way to write "none".
        rd_kafka_mock_partition_set_leader(cluster, topic.rawValue, partition, broker ?? -1)
    }

    /// Writes records and waits for them: one by one, so that each is a batch of its own, or all together.
    public func append(
        _ records: [MockRecord], to topic: TopicName, _ partition: Int32 = 0, batched: Bool = false
    ) async throws(MockKafkaError) {
        guard !records.isEmpty else { return }
        let outcome: Result<Void, MockKafkaError>
        do throws(OwnThread.CannotStart) {
            outcome = try await OwnThread.run("mock-produce") { [self] in
                Result { () throws(MockKafkaError) in
                    for batch in batched ? [records] : records.map({ [$0] }) {
                        try write(batch, to: topic, partition)
                    }
                }
            }
        } catch {
            throw MockKafkaError(what: "write to \(topic)", why: error.description)
        }
        try outcome.get()
    }

    private func write(_ records: [MockRecord], to topic: TopicName, _ partition: Int32)
        throws(MockKafkaError)
    {
        guard let log = rd_kafka_topic_new(producer, topic.rawValue, nil) else {
            throw .init(
                what: "write to \(topic)", why: String(cString: rd_kafka_err2str(rd_kafka_last_error())))
        }
        defer { rd_kafka_topic_destroy(log) }
        if known.withLock({ $0.insert(topic).inserted }) { introduce(log) }
        for record in records {
            let error = Self.fields(of: record, log, partition) { rd_kafka_produceva(producer, $0, $1) }
            defer { rd_kafka_error_destroy(error) }
            try check(
                error == nil ? RD_KAFKA_RESP_ERR_NO_ERROR : rd_kafka_error_code(error), topic, partition)
        }
        try check(rd_kafka_flush(producer, 60_000), topic, partition)
    }

    /// A record as the library takes it; it copies what it is shown.
    private static func fields(
        of record: MockRecord, _ log: OpaquePointer, _ partition: Int32,
        _ body: (UnsafePointer<rd_kafka_vu_t>, Int) -> OpaquePointer?
    ) -> OpaquePointer? {
        func field(
            _ type: rd_kafka_vtype_t, _ fill: (inout rd_kafka_vu_t.__Unnamed_union_u) -> Void
        ) -> rd_kafka_vu_t {
            var field = rd_kafka_vu_t()
            field.vtype = type
            fill(&field.u)
            return field
        }
        // With a byte behind each, for an empty text has an address as well.
        var (key, value) = (record.key + [0], record.value + [0])
        return key.withUnsafeMutableBytes { key in
            value.withUnsafeMutableBytes { value in
                var fields = [
                    field(RD_KAFKA_VTYPE_RKT) { $0.rkt = log },
                    field(RD_KAFKA_VTYPE_PARTITION) { $0.i32 = partition },
                    field(RD_KAFKA_VTYPE_MSGFLAGS) { $0.i = RD_KAFKA_MSG_F_COPY },
                    field(RD_KAFKA_VTYPE_KEY) {
                        $0.mem = .init(ptr: key.baseAddress, size: record.key.count)
                    },
                    field(RD_KAFKA_VTYPE_VALUE) {
                        $0.mem = .init(ptr: value.baseAddress, size: record.value.count)
                    },
                ]
                if let timestamp = record.timestamp {
                    fields.append(field(RD_KAFKA_VTYPE_TIMESTAMP) { $0.i64 = timestamp })
                }
                return body(fields, fields.count)
            }
        }
    }

    /// Has the producer ask for a topic that is new to it, which it would do by itself a second later.
    private func introduce(_ log: OpaquePointer) {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        guard rd_kafka_metadata(producer, 0, log, &metadata, 1000) == RD_KAFKA_RESP_ERR_NO_ERROR else {
            return
        }
        rd_kafka_metadata_destroy(metadata)
    }

    private func check(_ error: rd_kafka_resp_err_t, _ topic: TopicName, _ partition: Int32)
        throws(MockKafkaError)
    {
        guard error == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw .init(
                what: "write to \(topic)-\(partition)", why: String(cString: rd_kafka_err2str(error)))
        }
    }

    /// The next requests of this kind fail, one for each of Kafka's error codes.
    public func fail(_ request: Request, with errors: [Int32]) {
        let errors = errors.map { rd_kafka_resp_err_t(rawValue: $0) }
        rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, errors.count, errors)
    }

    /// Takes back what ``fail(_:with:)`` ordered.
    public func forgetFailures(_ request: Request) {
        rd_kafka_mock_clear_request_errors(cluster, request.rawValue)
    }

    /// Answers of a broker, or of all for nil, come this much later.
    public func delay(broker: Int32? = nil, milliseconds: Int32) {
        rd_kafka_mock_broker_set_rtt(cluster, broker ?? -1, milliseconds)
    }

    /// A broker, or all for nil, drops its connections and refuses new ones.
    public func stop(broker: Int32? = nil) {
        rd_kafka_mock_broker_set_down(cluster, broker ?? -1)
        heldPorts.withLock { held in
            for (number, server) in zip(Int32(1)..., bootstrapServers) where broker ?? number == number {
                held.updateValue((held[number] ?? nil) ?? HeldPort(server.port), forKey: number)
            }
        }
    }

    /// Ends what ``stop(broker:)`` began; waits for as long as somebody else has one of the ports.
    public func start(broker: Int32? = nil) {
        heldPorts.withLock { held in
            for (number, server) in zip(Int32(1)..., bootstrapServers) where broker ?? number == number {
                while let port = held[number], port == nil {
                    held.updateValue(HeldPort(server.port), forKey: number)
                    usleep(1000)
                }
            }
            rd_kafka_mock_broker_set_up(cluster, broker ?? -1)
            held = held.filter { broker ?? $0.key != $0.key }
        }
    }

    /// Kafka's numbers for requests.
    public enum Request: Int16, Sendable {
        case fetch = 1
        case listOffsets = 2
        case metadata = 3
    }
}
