import CRDKafka
import OwnThread

/// A librdkafka handle; it may be used from many threads at once.
final class Handle: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ type: rd_kafka_type_t, _ bootstrap: String, _ properties: [String: String], events: Int32 = 0)
        throws
    {
        let configuration = rd_kafka_conf_new()
        var all = [
            "bootstrap.servers": bootstrap, "log_level": "0", "allow.auto.create.topics": "false",
            "socket.timeout.ms": "10000",
        ]
        if type == RD_KAFKA_PRODUCER { all["allow.auto.create.topics"] = nil }
        all.merge(properties) { $1 }
        var text = [CChar](repeating: 0, count: 512)
        for (name, value) in all {
            let result = rd_kafka_conf_set(configuration, name, value, &text, text.count)
            guard result == RD_KAFKA_CONF_OK else {
                rd_kafka_conf_destroy(configuration)
                throw TestKafkaError(message(text))
            }
        }
        if events != 0 { rd_kafka_conf_set_events(configuration, events) }
        guard let pointer = rd_kafka_new(type, configuration, &text, text.count) else {
            rd_kafka_conf_destroy(configuration)
            throw TestKafkaError(message(text))
        }
        self.pointer = pointer
    }

    /// On a thread of its own: with a group it can take long, and nobody waits for it.
    deinit {
        nonisolated(unsafe) let pointer = pointer
        _ = OwnThread.start("test-destroy") { rd_kafka_destroy(pointer) }
    }
}

/// The text that C wrote into a buffer.
func message(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

func check(_ what: String, _ error: rd_kafka_resp_err_t) throws {
    guard error == RD_KAFKA_RESP_ERR_NO_ERROR else {
        throw TestKafkaError("\(what): \(String(cString: rd_kafka_err2str(error)))")
    }
}

func check(_ what: String, _ error: OpaquePointer?) throws {
    guard let error else { return }
    defer { rd_kafka_error_destroy(error) }
    throw TestKafkaError("\(what): \(String(cString: rd_kafka_error_string(error)))")
}
