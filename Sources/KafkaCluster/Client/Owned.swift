internal import CRDKafka

/// An event taken from a queue; freed when it goes out of scope, and with it all that it lent.
struct Event: ~Copyable {
    let pointer: OpaquePointer

    /// Waits for the next event; nil when none came in time.
    init?(polledFrom queue: OpaquePointer, milliseconds: Int32) {
        guard let pointer = rd_kafka_queue_poll(queue, milliseconds) else { return nil }
        self.pointer = pointer
    }

    var type: Int32 { rd_kafka_event_type(pointer) }
    var error: rd_kafka_resp_err_t { rd_kafka_event_error(pointer) }
    /// The number that the request was tagged with; 0 where it was not.
    var tag: Int { Int(bitPattern: rd_kafka_event_opaque(pointer)) }
    var errorText: String { rd_kafka_event_error_string(pointer).map { String(cString: $0) } ?? "" }

    deinit { rd_kafka_event_destroy(pointer) }
}

/// A queue for the answers to admin requests or for fetched records.
struct Queue: ~Copyable {
    let pointer: OpaquePointer

    init(_ handle: Handle) { pointer = rd_kafka_queue_new(handle.client) }

    deinit { rd_kafka_queue_destroy(pointer) }
}

/// Options of one admin request.
struct AdminOptions: ~Copyable {
    let pointer: OpaquePointer

    init(_ handle: Handle, _ operation: rd_kafka_admin_op_t, milliseconds: Int32) {
        pointer = rd_kafka_AdminOptions_new(handle.client, operation)
        // It refuses only what no caller can ask for: a time outside 1 ms … 1 h.
        rd_kafka_AdminOptions_set_request_timeout(pointer, min(max(milliseconds, 1), 3_600_000), nil, 0)
    }

    /// Gives the request a number that its answer carries.
    func tag(_ number: Int) {
        rd_kafka_AdminOptions_set_opaque(pointer, UnsafeMutableRawPointer(bitPattern: number))
    }

    deinit { rd_kafka_AdminOptions_destroy(pointer) }
}

/// Partitions of topics with an offset or an error each.
struct PartitionList: ~Copyable {
    let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    init(capacity: Int) { pointer = rd_kafka_topic_partition_list_new(Int32(clamping: capacity)) }

    var elements: UnsafeBufferPointer<rd_kafka_topic_partition_t> {
        UnsafeBufferPointer(start: pointer.pointee.elems, count: Int(pointer.pointee.cnt))
    }

    func append(_ topic: String, _ partition: Int32, offset: Int64) {
        rd_kafka_topic_partition_list_add(pointer, topic, partition).pointee.offset = offset
    }

    deinit { rd_kafka_topic_partition_list_destroy(pointer) }
}
