import CRDKafka
public import Quiescence
import Synchronization

/// Writes records, in transactions where it has a transactional id.
public final class TestProducer: Sendable {
    private let handle: Handle
    /// One send at a time: the reports of delivery come through one queue.
    private let sending = Mutex<Void>(())

    /// - Parameters:
    ///   - transactionalID: with one, every record has to be sent between `begin` and `commit` or `abort`.
    ///   - properties: librdkafka's; `acks`, `compression.type`, `transaction.timeout.ms`, …
    public init(
        _ bootstrap: String, transactionalID: String? = nil, properties: [String: String] = [:]
    ) async throws {
        var all = ["linger.ms": "0"].merging(properties) { $1 }
        all["transactional.id"] = transactionalID
        let handle = try Handle(RD_KAFKA_PRODUCER, bootstrap, all, events: RD_KAFKA_EVENT_DR)
        self.handle = handle
        if transactionalID != nil {
            try await onThread {
                try check("init transactions", rd_kafka_init_transactions(handle.pointer, 60_000))
            }
        }
    }

    /// Begins a transaction; it stays open until it is committed, aborted or times out at the broker.
    public func begin() async throws {
        let handle = handle
        try await onThread { try check("begin", rd_kafka_begin_transaction(handle.pointer)) }
    }

    public func commit() async throws {
        let handle = handle
        try await onThread { try check("commit", rd_kafka_commit_transaction(handle.pointer, 60_000)) }
    }

    public func abort() async throws {
        let handle = handle
        try await onThread { try check("abort", rd_kafka_abort_transaction(handle.pointer, 60_000)) }
    }

    /// Writes records and waits until each is acknowledged.
    public func send(_ records: [TestRecord], to topic: TopicName) async throws {
        try await send([topic: records])
    }

    /// The same for several topics at once: the client needs about a second to learn of a topic, or of many.
    public func send(_ records: [TopicName: [TestRecord]]) async throws {
        try await onThread { [self] in
            try sending.withLock { _ in
                for (topic, some) in records { for record in some { try enqueue(record, topic) } }
                let names = records.keys.map(\.rawValue).sorted().prefix(3).joined(separator: ", ")
                try awaitReports(records.values.reduce(0) { $0 + $1.count }, names)
            }
        }
    }

    /// Writes as many records as `numbers` has, each with its number for key and value.
    public func send(_ numbers: Range<Int>, to topic: TopicName, partition: Int32 = 0) async throws {
        try await send(
            numbers.map { TestRecord(key: "k\($0)", "v\($0)", partition: partition) }, to: topic)
    }

    private func awaitReports(_ count: Int, _ topics: String) throws {
        let queue = rd_kafka_queue_get_main(handle.pointer)
        defer { rd_kafka_queue_destroy(queue) }
        var open = count
        while open > 0 {
            guard let event = rd_kafka_queue_poll(queue, 60_000) else {
                throw TestKafkaError("\(open) records to \(topics) were never acknowledged")
            }
            defer { rd_kafka_event_destroy(event) }
            while let report = rd_kafka_event_message_next(event) {
                try check("write to \(topics)", report.pointee.err)
                open -= 1
            }
        }
    }

    private func enqueue(_ record: TestRecord, _ topic: TopicName) throws {
        let headers = rd_kafka_headers_new(record.headers.count)
        for header in record.headers {
            withBytes(header.value) { value, size in
                _ = rd_kafka_header_add(headers, header.name, -1, value, value == nil ? 0 : size)
            }
        }
        let error = topic.rawValue.withCString { name in
            withBytes(record.key) { key, keySize in
                withBytes(record.value) { value, valueSize in
                    var fields: [rd_kafka_vu_t] = [
                        field(RD_KAFKA_VTYPE_TOPIC) { $0.cstr = name },
                        field(RD_KAFKA_VTYPE_PARTITION) { $0.i32 = record.partition ?? -1 },
                        field(RD_KAFKA_VTYPE_MSGFLAGS) { $0.i = RD_KAFKA_MSG_F_COPY },
                        field(RD_KAFKA_VTYPE_KEY) { $0.mem = .init(ptr: key, size: keySize) },
                        field(RD_KAFKA_VTYPE_VALUE) { $0.mem = .init(ptr: value, size: valueSize) },
                        field(RD_KAFKA_VTYPE_HEADERS) { $0.headers = headers },
                    ]
                    if let timestamp = record.timestamp {
                        fields.append(field(RD_KAFKA_VTYPE_TIMESTAMP) { $0.i64 = timestamp })
                    }
                    return rd_kafka_produceva(handle.pointer, fields, fields.count)
                }
            }
        }
        // The headers belong to the library only where it took the record.
        if error != nil { rd_kafka_headers_destroy(headers) }
        try check("write to \(topic)", error)
    }
}

private func field(_ type: rd_kafka_vtype_t, _ fill: (inout rd_kafka_vu_t.__Unnamed_union_u) -> Void)
    -> rd_kafka_vu_t
{
    var field = rd_kafka_vu_t()
    field.vtype = type
    fill(&field.u)
    return field
}

/// A pointer to the bytes, nil for nil and only for nil: an empty key is not a missing one.
private func withBytes<Answer>(
    _ bytes: [UInt8]?, _ body: (UnsafeMutableRawPointer?, Int) -> Answer
) -> Answer {
    guard let bytes else { return body(nil, 0) }
    var padded = bytes + [0]
    return padded.withUnsafeMutableBytes { body($0.baseAddress, bytes.count) }
}
