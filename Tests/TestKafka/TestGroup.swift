import CRDKafka
public import Quiescence

/// One member of a classic consumer group.
public final class TestGroup: Sendable {
    private let handle: Handle
    private let name: GroupName

    /// Joins; partitions are assigned while it consumes.
    public init(
        _ name: GroupName, _ bootstrap: String, reading topics: [TopicName],
        properties: [String: String] = [:]
    ) async throws {
        self.name = name
        let settings = [
            "group.id": name.rawValue, "auto.offset.reset": "earliest", "enable.auto.commit": "false",
            "fetch.wait.max.ms": "20",
        ]
        let handle = try Handle(RD_KAFKA_CONSUMER, bootstrap, settings.merging(properties) { $1 })
        self.handle = handle
        try await onThread {
            try check("poll", rd_kafka_poll_set_consumer(handle.pointer))
            let list = rd_kafka_topic_partition_list_new(Int32(topics.count))
            defer { rd_kafka_topic_partition_list_destroy(list) }
            for topic in topics { rd_kafka_topic_partition_list_add(list, topic.rawValue, -1) }
            try check("subscribe", rd_kafka_subscribe(handle.pointer, list))
        }
    }

    /// Waits for as many records.
    @discardableResult
    public func consume(_ count: Int) async throws -> [ReadRecord] {
        let handle = handle
        let name = name
        return try await onThread {
            var records: [ReadRecord] = []
            var silence = 0
            while records.count < count {
                guard let message = rd_kafka_consumer_poll(handle.pointer, 1000) else {
                    silence += 1
                    guard silence < 60 else {
                        throw TestKafkaError("\(name) got \(records.count) records of \(count)")
                    }
                    continue
                }
                defer { rd_kafka_message_destroy(message) }
                try check("consume as \(name)", message.pointee.err)
                records.append(ReadRecord(message))
                silence = 0
            }
            return records
        }
    }

    /// Commits what was consumed.
    public func commit() async throws {
        let handle = handle
        let name = name
        try await onThread { try check("commit as \(name)", rd_kafka_commit(handle.pointer, nil, 0)) }
    }

    /// Leaves the group; its offsets stay.
    public func leave() async throws {
        let handle = handle
        let name = name
        try await onThread { try check("leave \(name)", rd_kafka_consumer_close(handle.pointer)) }
    }
}

extension TestClient {
    /// Commits offsets as a group that never had a member, as Flink and tools do.
    public func commit(_ offsets: [TopicPartition: Int64], as group: GroupName) async throws {
        guard !group.rawValue.isEmpty else { return try await commitWithoutGroupName(offsets) }
        let settings = ["group.id": group.rawValue, "enable.auto.commit": "false"]
        let committer = try Handle(RD_KAFKA_CONSUMER, bootstrap, properties.merging(settings) { $1 })
        try await onThread {
            let list = partitionList(offsets)
            defer { rd_kafka_topic_partition_list_destroy(list) }
            try check("commit as \(group)", rd_kafka_commit(committer.pointer, list, 0))
        }
    }

    /// To the library a client whose `group.id` is empty has none; its admin API takes that name. It does not
    /// wait for a coordinator that is only just becoming one, and a client that met one never finds the next.
    private func commitWithoutGroupName(_ offsets: [TopicPartition: Int64]) async throws {
        try await eventually("commit as the group without a name") {
            let client = try TestClient(self.bootstrap, properties: self.properties)
            try await client.administer("commit") { handle, queue in
                let list = partitionList(offsets)
                defer { rd_kafka_topic_partition_list_destroy(list) }
                var commits = rd_kafka_AlterConsumerGroupOffsets_new("", list)
                rd_kafka_AlterConsumerGroupOffsets(handle, &commits, 1, nil, queue)
                rd_kafka_AlterConsumerGroupOffsets_destroy(commits)
            }
            return true
        }
    }
}

private func partitionList(
    _ offsets: [TopicPartition: Int64]
) -> UnsafeMutablePointer<rd_kafka_topic_partition_list_t>? {
    let list = rd_kafka_topic_partition_list_new(Int32(offsets.count))
    for (partition, offset) in offsets {
        let item = rd_kafka_topic_partition_list_add(list, partition.topic.rawValue, partition.partition)
        item?.pointee.offset = offset
    }
    return list
}
