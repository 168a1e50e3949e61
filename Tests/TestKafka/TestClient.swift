import CRDKafka
public import Quiescence

/// What tests do to a cluster and ask of it, through librdkafka; quicker than Kafka's own tools.
public final class TestClient: Sendable {
    let bootstrap: String
    let properties: [String: String]
    let handle: Handle

    /// - Parameters:
    ///   - properties: librdkafka's, for listeners other than PLAINTEXT.
    public init(_ bootstrap: String, properties: [String: String] = [:]) throws {
        self.bootstrap = bootstrap
        self.properties = properties
        // Read uncommitted, so that the end of a partition is its high watermark.
        let settings = ["isolation.level": Isolation.readUncommitted.rawValue]
        handle = try Handle(RD_KAFKA_CONSUMER, bootstrap, settings.merging(properties) { $1 })
    }

    /// Ids of the live brokers, in order.
    public func brokers() async throws -> [Int] {
        try await metadata { metadata in
            (0..<Int(metadata.broker_cnt)).map { Int(metadata.brokers[$0].id) }.sorted()
        }
    }

    /// Every topic with the number of its partitions.
    public func topics() async throws -> [TopicName: Int32] {
        try await metadata { metadata in
            var topics: [TopicName: Int32] = [:]
            for index in 0..<Int(metadata.topic_cnt) {
                let topic = metadata.topics[index]
                topics[TopicName(rawValue: String(cString: topic.topic))] = topic.partition_cnt
            }
            return topics
        }
    }

    /// Start and end offset (high watermark) of a partition.
    public func offsets(of topic: TopicName, _ partition: Int32 = 0) async throws -> Range<Int64> {
        let handle = handle
        return try await onThread {
            var low: Int64 = 0
            var high: Int64 = 0
            try check(
                "offsets of \(topic)-\(partition)",
                rd_kafka_query_watermark_offsets(
                    handle.pointer, topic.rawValue, partition, &low, &high, 10_000))
            return low..<high
        }
    }

    /// Waits until every broker knows `topic` with `partitions` partitions, each with a leader.
    func waitUntilKnown(_ topic: TopicName, partitions: Int32) async throws {
        for address in bootstrap.split(separator: ",") {
            let single = try TestClient(String(address), properties: properties)
            try await eventually("\(address) knows \(topic) with \(partitions) partitions") {
                try await single.metadata { metadata in
                    (0..<Int(metadata.topic_cnt)).contains { index in
                        let found = metadata.topics[index]
                        return String(cString: found.topic) == topic.rawValue
                            && found.partition_cnt == partitions
                            && (0..<Int(partitions)).allSatisfy { found.partitions[$0].leader >= 0 }
                    }
                }
            }
        }
    }

    private func metadata<Answer: Sendable>(
        _ body: @escaping @Sendable (rd_kafka_metadata) -> Answer
    ) async throws -> Answer {
        let handle = handle
        return try await onThread {
            var metadata: UnsafePointer<rd_kafka_metadata>?
            try check("metadata", rd_kafka_metadata(handle.pointer, 1, nil, &metadata, 5000))
            guard let metadata else { throw TestKafkaError("metadata: none") }
            defer { rd_kafka_metadata_destroy(metadata) }
            return body(metadata.pointee)
        }
    }
}
