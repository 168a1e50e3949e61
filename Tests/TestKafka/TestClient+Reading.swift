import CRDKafka
public import Quiescence

extension TestClient {
    /// All records of a topic, in the order of each partition's log; without a group, nothing committed.
    public func read(_ topic: TopicName, isolation: Isolation = .readUncommitted) async throws -> [ReadRecord]
    {
        guard let partitions = try await topics()[topic] else { throw TestKafkaError("no topic \(topic)") }
        let settings = [
            "isolation.level": isolation.rawValue, "enable.partition.eof": "true", "fetch.wait.max.ms": "20",
            "auto.offset.reset": "error",
        ]
        let reader = try Handle(RD_KAFKA_CONSUMER, bootstrap, properties.merging(settings) { $1 })
        return try await onThread { try readAll(topic, partitions, reader) }
    }
}

private func readAll(_ topic: TopicName, _ partitions: Int32, _ reader: Handle) throws -> [ReadRecord] {
    let log = rd_kafka_topic_new(reader.pointer, topic.rawValue, nil)
    defer { rd_kafka_topic_destroy(log) }
    let queue = rd_kafka_queue_new(reader.pointer)
    defer { rd_kafka_queue_destroy(queue) }
    for partition in 0..<partitions {
        guard rd_kafka_consume_start_queue(log, partition, Int64(RD_KAFKA_OFFSET_BEGINNING), queue) == 0
        else {
            throw TestKafkaError("read \(topic)-\(partition): refused")
        }
    }
    defer { for partition in 0..<partitions { rd_kafka_consume_stop(log, partition) } }
    var records: [ReadRecord] = []
    var open = partitions
    while open > 0 {
        guard let message = rd_kafka_consume_queue(queue, 30_000) else {
            throw TestKafkaError("read \(topic): \(open) partitions never came to an end")
        }
        defer { rd_kafka_message_destroy(message) }
        if message.pointee.err == RD_KAFKA_RESP_ERR__PARTITION_EOF {
            open -= 1
        } else {
            try check("read \(topic)", message.pointee.err)
            records.append(ReadRecord(message))
        }
    }
    return records
}

extension ReadRecord {
    init(_ message: UnsafeMutablePointer<rd_kafka_message_t>) {
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let time = rd_kafka_message_timestamp(message, &type)
        self.init(
            partition: message.pointee.partition, offset: message.pointee.offset,
            key: Self.bytes(message.pointee.key, message.pointee.key_len),
            value: Self.bytes(message.pointee.payload, message.pointee.len),
            timestamp: type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? nil : time)
    }

    private static func bytes(_ start: UnsafeMutableRawPointer?, _ count: Int) -> [UInt8]? {
        start.map { Array(UnsafeRawBufferPointer(start: $0, count: count)) }
    }
}
