import CRDKafka
public import Quiescence

extension TestClient {
    /// Creates a topic and waits until every broker knows it.
    public func createTopic(
        _ topic: TopicName, partitions: Int32 = 1, replicas: Int32 = 1, configuration: [String: String] = [:]
    ) async throws {
        try await administer("create \(topic)") { handle, queue in
            var text = [CChar](repeating: 0, count: 256)
            var new = rd_kafka_NewTopic_new(topic.rawValue, partitions, replicas, &text, text.count)
            guard new != nil else { throw TestKafkaError(message(text)) }
            for (name, value) in configuration {
                try check("set \(name)", rd_kafka_NewTopic_set_config(new, name, value))
            }
            rd_kafka_CreateTopics(handle, &new, 1, nil, queue)
            rd_kafka_NewTopic_destroy(new)
        }
        try await waitUntilKnown(topic, partitions: partitions)
    }

    /// Creates topics with one request, and waits until every broker knows the last of them.
    public func createTopics(_ topics: [TopicName], partitions: Int32, replicas: Int32 = 1) async throws {
        try await administer("create \(topics.count) topics") { handle, queue in
            var new = topics.map { rd_kafka_NewTopic_new($0.rawValue, partitions, replicas, nil, 0) }
            rd_kafka_CreateTopics(handle, &new, new.count, nil, queue)
            rd_kafka_NewTopic_destroy_array(&new, new.count)
        }
        if let last = topics.last { try await waitUntilKnown(last, partitions: partitions) }
    }

    /// Deletes a topic and waits until this client's cluster no longer lists it.
    public func deleteTopic(_ topic: TopicName) async throws {
        try await administer("delete \(topic)") { handle, queue in
            var old = rd_kafka_DeleteTopic_new(topic.rawValue)
            rd_kafka_DeleteTopics(handle, &old, 1, nil, queue)
            rd_kafka_DeleteTopic_destroy(old)
        }
        try await eventually("\(topic) is gone") { try await self.topics()[topic] == nil }
    }

    /// Gives a topic more partitions and waits until every broker knows them.
    public func createPartitions(of topic: TopicName, total: Int32) async throws {
        try await administer("create partitions of \(topic)") { handle, queue in
            var text = [CChar](repeating: 0, count: 256)
            var more = rd_kafka_NewPartitions_new(topic.rawValue, Int(total), &text, text.count)
            guard more != nil else { throw TestKafkaError(message(text)) }
            rd_kafka_CreatePartitions(handle, &more, 1, nil, queue)
            rd_kafka_NewPartitions_destroy(more)
        }
        try await waitUntilKnown(topic, partitions: total)
    }

    /// Deletes the records below `offset`, as retention does.
    public func deleteRecords(below offset: Int64, of topic: TopicName, _ partition: Int32 = 0) async throws {
        try await administer("delete records of \(topic)-\(partition)") { handle, queue in
            let list = rd_kafka_topic_partition_list_new(1)
            defer { rd_kafka_topic_partition_list_destroy(list) }
            rd_kafka_topic_partition_list_add(list, topic.rawValue, partition).pointee.offset = offset
            var below = rd_kafka_DeleteRecords_new(list)
            rd_kafka_DeleteRecords(handle, &below, 1, nil, queue)
            rd_kafka_DeleteRecords_destroy(below)
        }
    }

    /// Sends one request of the admin API and takes its result, in which each item has an error of its own.
    func administer(
        _ what: String, _ send: @escaping @Sendable (OpaquePointer, OpaquePointer) throws -> Void
    ) async throws {
        let handle = handle
        try await onThread {
            guard let queue = rd_kafka_queue_new(handle.pointer) else { throw TestKafkaError("no queue") }
            defer { rd_kafka_queue_destroy(queue) }
            try send(handle.pointer, queue)
            guard let event = rd_kafka_queue_poll(queue, 60_000) else {
                throw TestKafkaError("\(what): no answer")
            }
            defer { rd_kafka_event_destroy(event) }
            try check(what, rd_kafka_event_error(event))
            for error in itemErrors(of: event) { try check(what, error) }
        }
    }
}

private func itemErrors(of event: OpaquePointer) -> [rd_kafka_resp_err_t] {
    if let deleted = rd_kafka_event_DeleteRecords_result(event) {
        guard let list = rd_kafka_DeleteRecords_result_offsets(deleted) else { return [] }
        return (0..<Int(list.pointee.cnt)).map { list.pointee.elems[$0].err }
    }
    if let committed = rd_kafka_event_AlterConsumerGroupOffsets_result(event) {
        return groupErrors(of: committed)
    }
    var count = 0
    let results =
        rd_kafka_event_CreateTopics_result(event).map { rd_kafka_CreateTopics_result_topics($0, &count) }
        ?? rd_kafka_event_DeleteTopics_result(event).map { rd_kafka_DeleteTopics_result_topics($0, &count) }
        ?? rd_kafka_event_CreatePartitions_result(event).map {
            rd_kafka_CreatePartitions_result_topics($0, &count)
        }
    return (0..<count).compactMap { index in
        results.flatMap { $0?[index] }.map { rd_kafka_topic_result_error($0) }
    }
}

/// Errors of a commit: of its group and of each of its partitions.
private func groupErrors(of committed: OpaquePointer) -> [rd_kafka_resp_err_t] {
    var count = 0
    let groups = rd_kafka_AlterConsumerGroupOffsets_result_groups(committed, &count)
    return (0..<count).flatMap { index -> [rd_kafka_resp_err_t] in
        if let error = rd_kafka_group_result_error(groups?[index]) { return [rd_kafka_error_code(error)] }
        guard let list = rd_kafka_group_result_partitions(groups?[index]) else { return [] }
        return (0..<Int(list.pointee.cnt)).map { list.pointee.elems[$0].err }
    }
}
