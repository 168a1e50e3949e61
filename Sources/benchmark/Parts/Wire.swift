internal import CRDKafka
import OwnThread
import Quiescence

/// What a survey cannot do without, asked of one cluster through librdkafka alone, with nothing around it:
/// the yardstick that a survey is measured by.
///
/// Unchecked: both handles are fixed at the start, and the library's functions on them are thread-safe.
final class Wire: @unchecked Sendable {
    private let uncommitted: OpaquePointer
    private let committed: OpaquePointer
    private static let milliseconds: Int32 = 60_000
    /// Partitions in one call: the library's own work grows with the square of it.
    private static let chunk = 250
    private static let groupsInFlight = 32

    init(_ bootstrap: String) throws(BenchmarkError) {
        uncommitted = try Self.client(bootstrap, .readUncommitted)
        committed = try Self.client(bootstrap, .readCommitted)
    }

    deinit {
        rd_kafka_destroy(uncommitted)
        rd_kafka_destroy(committed)
    }

    /// Asks everything once, one thing after the other. An answer with an error is an error: what was not read
    /// took no time.
    func ask() async throws {
        try await OwnThread.run("wire") { Result { try self.askBlocking() } }.get()
    }

    private func askBlocking() throws {
        let partitions = try self.partitions()
        try readCommits(of: try groups())
        try readOffsets(of: partitions, RD_KAFKA_OFFSET_BEGINNING, uncommitted)
        try readOffsets(of: partitions, RD_KAFKA_OFFSET_END, uncommitted)
        try readOffsets(of: partitions, RD_KAFKA_OFFSET_END, committed)
    }

    private func partitions() throws(BenchmarkError) -> [(topic: String, number: Int32)] {
        var partitions: [(topic: String, number: Int32)] = []
        // Each client knows the leaders by metadata of its own.
        for client in [committed, uncommitted] {
            var answer: UnsafePointer<rd_kafka_metadata>?
            try check("metadata", rd_kafka_metadata(client, 1, nil, &answer, Self.milliseconds))
            guard let answer else { throw BenchmarkError("metadata: no answer") }
            defer { rd_kafka_metadata_destroy(answer) }
            let topics = UnsafeBufferPointer(
                start: answer.pointee.topics, count: Int(answer.pointee.topic_cnt))
            partitions = topics.flatMap { topic in
                let name = String(cString: topic.topic)
                return (0..<topic.partition_cnt).map { (name, $0) }
            }
        }
        return partitions
    }

    private func readOffsets(
        of partitions: [(topic: String, number: Int32)], _ which: Int32, _ client: OpaquePointer
    ) throws(BenchmarkError) {
        for first in stride(from: 0, to: partitions.count, by: Self.chunk) {
            let list = rd_kafka_topic_partition_list_new(Int32(Self.chunk))
            defer { rd_kafka_topic_partition_list_destroy(list) }
            for partition in partitions[first..<min(first + Self.chunk, partitions.count)] {
                rd_kafka_topic_partition_list_add(list, partition.topic, partition.number)?
                    .pointee.offset = Int64(which)
            }
            try check("offsets", rd_kafka_offsets_for_times(client, list, Self.milliseconds))
            guard let list else { continue }
            for element in UnsafeBufferPointer(start: list.pointee.elems, count: Int(list.pointee.cnt)) {
                try check("offset", element.err)
                guard element.offset >= 0 else { throw BenchmarkError("offset: none in the answer") }
            }
        }
    }

    private func groups() throws(BenchmarkError) -> [String] {
        var answer: UnsafePointer<rd_kafka_group_list>?
        try check("list of groups", rd_kafka_list_groups(uncommitted, nil, &answer, Self.milliseconds))
        guard let answer else { throw BenchmarkError("list of groups: no answer") }
        defer { rd_kafka_group_list_destroy(answer) }
        return UnsafeBufferPointer(start: answer.pointee.groups, count: Int(answer.pointee.group_cnt))
            .map { String(cString: $0.group) }
    }

    private func readCommits(of groups: [String]) throws(BenchmarkError) {
        let queue = rd_kafka_queue_new(uncommitted)
        defer { rd_kafka_queue_destroy(queue) }
        var sent = 0
        for received in groups.indices {
            while sent < groups.count, sent - received < Self.groupsInFlight {
                var request = rd_kafka_ListConsumerGroupOffsets_new(groups[sent], nil)
                rd_kafka_ListConsumerGroupOffsets(uncommitted, &request, 1, nil, queue)
                rd_kafka_ListConsumerGroupOffsets_destroy(request)
                sent += 1
            }
            guard let event = rd_kafka_queue_poll(queue, Self.milliseconds) else {
                throw BenchmarkError("commits: no answer")
            }
            defer { rd_kafka_event_destroy(event) }
            try check("commits", rd_kafka_event_error(event))
        }
    }

    private static func client(_ bootstrap: String, _ isolation: Isolation) throws(BenchmarkError)
        -> OpaquePointer
    {
        guard let configuration = rd_kafka_conf_new() else { throw BenchmarkError("no memory") }
        let properties = [
            "bootstrap.servers": bootstrap, "isolation.level": isolation.rawValue, "log_level": "0",
            "allow.auto.create.topics": "false", "topic.metadata.refresh.interval.ms": "-1",
            // Without one a coordinator that moves ends the process.
            "group.id": "benchmark-never-joins",
        ]
        for (name, value) in properties { rd_kafka_conf_set(configuration, name, value, nil, 0) }
        guard let client = rd_kafka_new(RD_KAFKA_CONSUMER, configuration, nil, 0) else {
            rd_kafka_conf_destroy(configuration)
            throw BenchmarkError("no client for \(bootstrap)")
        }
        return client
    }
}

private func check(_ what: String, _ error: rd_kafka_resp_err_t) throws(BenchmarkError) {
    guard error == RD_KAFKA_RESP_ERR_NO_ERROR else {
        throw BenchmarkError("\(what): \(String(cString: rd_kafka_err2str(error)))")
    }
}
