internal import CRDKafka
import DecommissionGate
import Quiescence

/// Reads partitions from given offsets without a group: nothing joins, nothing is committed.
///
/// Stops every partition and frees every topic when it goes out of scope.
struct LogReader: ~Copyable {
    private let handle: Handle
    private let queue: Queue
    private var topics: [TopicName: OpaquePointer] = [:]
    private var names: [OpaquePointer: TopicName] = [:]
    /// What stopping one partition may take; it has to fit in before the deadline too.
    static let stopping = Duration.milliseconds(2)
    private var started: [(topic: OpaquePointer, partition: Int32)] = []

    init(_ handle: Handle) {
        self.handle = handle
        queue = Queue(handle)
    }

    /// Begins to read a partition at `offset`. The topic must be in the latest metadata.
    mutating func start(_ partition: TopicPartition, at offset: Int64) throws(Cause) {
        let topic = try topic(partition.topic)
        guard rd_kafka_consume_start_queue(topic, partition.partition, offset, queue.pointer) == 0 else {
            throw Cause(.refused, "reading \(partition): \(errorWords(rd_kafka_last_error()))")
        }
        started.append((topic, partition.partition))
    }

    /// Ends the reading of a partition; what was fetched of it is thrown away.
    mutating func stop(_ partition: TopicPartition) {
        guard let topic = topics[partition.topic],
            let index = started.lastIndex(where: { $0 == (topic, partition.partition) })
        else { return }
        rd_kafka_consume_stop(topic, partition.partition)
        started.remove(at: index)
    }

    /// What came next from any of the partitions; nil when nothing came in time.
    func next(_ budget: Budget) -> LogMessage? {
        LogMessage(polledFrom: queue.pointer, budget.milliseconds)
    }

    /// Which partition a message is from; nil for a message of the whole client.
    func origin(of message: borrowing LogMessage) -> TopicPartition? {
        guard let topic = message.topic, let name = names[topic] else { return nil }
        return TopicPartition(name, message.partition)
    }

    private mutating func topic(_ name: TopicName) throws(Cause) -> OpaquePointer {
        if let topic = topics[name] { return topic }
        guard let topic = rd_kafka_topic_new(handle.client, name.rawValue, nil) else {
            throw Cause(.refused, "reading topic \(name): \(errorWords(rd_kafka_last_error()))")
        }
        topics[name] = topic
        names[topic] = name
        return topic
    }

    deinit {
        for one in started { rd_kafka_consume_stop(one.topic, one.partition) }
        for topic in topics.values { rd_kafka_topic_destroy(topic) }
    }
}

/// A fetched record, the end of a partition, or an error of one.
struct LogMessage: ~Copyable {
    let pointer: UnsafeMutablePointer<rd_kafka_message_t>

    fileprivate init?(polledFrom queue: OpaquePointer, _ milliseconds: Int32) {
        guard let pointer = rd_kafka_consume_queue(queue, milliseconds) else { return nil }
        self.pointer = pointer
    }

    var topic: OpaquePointer? { pointer.pointee.rkt }
    var partition: Int32 { pointer.pointee.partition }
    var offset: Int64 { pointer.pointee.offset }
    /// Bytes of key and value.
    var size: Int { pointer.pointee.len + pointer.pointee.key_len }

    /// What it is.
    var kind: Kind {
        switch pointer.pointee.err {
        case RD_KAFKA_RESP_ERR_NO_ERROR: .record
        case RD_KAFKA_RESP_ERR__PARTITION_EOF: .end
        case let error: .failure(error)
        }
    }

    enum Kind {
        case record
        /// The reader has come to the end; ``LogMessage/offset`` is that end.
        case end
        case failure(rd_kafka_resp_err_t)
    }

    /// A copy that outlives the message.
    var record: LogRecord {
        let message = pointer.pointee
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let time = rd_kafka_message_timestamp(pointer, &type)
        return LogRecord(
            partition: message.partition, offset: message.offset, key: bytes(message.key, message.key_len),
            value: bytes(message.payload, message.len),
            timestamp: type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE || time < 0
                ? nil : WallTime(millisecondsSince1970: time))
    }

    private func bytes(_ start: UnsafeMutableRawPointer?, _ count: Int) -> [UInt8]? {
        start.map { [UInt8](UnsafeRawBufferPointer(start: $0, count: count)) }
    }

    deinit { rd_kafka_message_destroy(pointer) }
}

extension rd_kafka_resp_err_t {
    /// A failure to read a partition, in words that name the permission where one lacks.
    func cause(reading partition: TopicPartition) -> Cause {
        switch self {
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
            Cause(.contradiction, "reading \(partition): its log does not hold the offset to read from")
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
            Cause(
                .notAuthorized, "reading \(partition): \(errorWords(self))",
                remedy: "grant Read on the topic \(partition.topic)")
        default:
            Cause(kind, "reading \(partition): \(errorWords(self))")
        }
    }
}
