internal import CRDKafka
import DecommissionGate
import Digest
import Glibc
import Quiescence

extension LogMessage {
    /// The record's digests; nothing of the record itself is kept.
    func digested(by digest: borrowing SHA256, _ choice: DigestChoice) throws(Cause) -> DigestedRecord {
        var headers: OpaquePointer?
        let error = rd_kafka_message_headers(pointer, &headers)
        guard error == RD_KAFKA_RESP_ERR_NO_ERROR || error == RD_KAFKA_RESP_ERR__NOENT else {
            throw Cause(.malformed, "the headers of the record at \(offset): \(errorWords(error))")
        }
        do throws(SHA256.Refused) {
            return try digestedRecord(headers, digest, choice)
        } catch {
            throw Cause(
                .unsupported, error.description, remedy: "see which providers this system's OpenSSL loads")
        }
    }

    private func digestedRecord(
        _ headers: OpaquePointer?, _ digest: borrowing SHA256, _ choice: DigestChoice
    ) throws(SHA256.Refused) -> DigestedRecord {
        let message = pointer.pointee
        var key: KeyFingerprint?
        if choice.keys, message.key != nil {
            try digest.begin()
            try digest.feed(UnsafeRawBufferPointer(start: message.key, count: message.key_len))
            let words = try digest.finish()
            key = KeyFingerprint(high: words.0, low: words.1)
        }
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let time = rd_kafka_message_timestamp(pointer, &type)
        try digest.begin()
        try feed(message.key, message.key_len, to: digest)
        try feed(message.payload, message.len, to: digest)
        let headerSize = try feed(headers, to: digest)
        if choice.stamps { try digest.feed(UInt64(bitPattern: time)) }
        return DigestedRecord(
            offset: message.offset, content: Fingerprint(try digest.finish()), key: key,
            isTombstone: message.payload == nil, stamp: time < 0 ? .none : stamp(type),
            size: size + headerSize,
            time: type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE || time < 0
                ? nil : WallTime(millisecondsSince1970: time))
    }

    /// Null is one number and an empty text another, and a length stands before every text: no two records have
    /// the same bytes.
    private func feed(_ start: UnsafeRawPointer?, _ count: Int, to digest: borrowing SHA256)
        throws(SHA256.Refused)
    {
        guard let start else { return try digest.feed(UInt64.max) }
        try digest.feed(UInt64(count))
        try digest.feed(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Feeds the headers in their order; answers their size in bytes.
    private func feed(_ headers: OpaquePointer?, to digest: borrowing SHA256) throws(SHA256.Refused) -> Int {
        guard let headers else {
            try digest.feed(UInt64(0))
            return 0
        }
        let count = rd_kafka_header_cnt(headers)
        try digest.feed(UInt64(count))
        var bytes = 0
        for index in 0..<count {
            var name: UnsafePointer<CChar>?
            var value: UnsafeRawPointer?
            var length = 0
            rd_kafka_header_get_all(headers, index, &name, &value, &length)
            let nameLength = name.map { strlen($0) } ?? 0
            try feed(name, nameLength, to: digest)
            try feed(value, length, to: digest)
            bytes += nameLength + length
        }
        return bytes
    }

    private func stamp(_ type: rd_kafka_timestamp_type_t) -> DigestedRecord.Stamp {
        switch type {
        case RD_KAFKA_TIMESTAMP_CREATE_TIME: .created
        case RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME: .appended
        default: .none
        }
    }
}
