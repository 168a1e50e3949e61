/// Takes the fields of a record in Kafka's binary encoding: big-endian integers, strings behind their length.
struct FieldReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func int16() throws(MalformedRecord) -> Int16 { try integer() }
    mutating func int32() throws(MalformedRecord) -> Int32 { try integer() }
    mutating func int64() throws(MalformedRecord) -> Int64 { try integer() }

    /// A string that cannot be null: its length in bytes as int16, then UTF-8.
    mutating func string() throws(MalformedRecord) -> String {
        let length = try int16()
        guard length >= 0 else { throw .negativeLength(length) }
        guard let text = String(validating: try take(Int(length)), as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    /// An int32 that counts from 0.
    mutating func partition() throws(MalformedRecord) -> Int32 {
        let partition = try int32()
        guard partition >= 0 else { throw .negative("partition") }
        return partition
    }

    /// An int64 that counts from 0 and can be counted on from; `name` is for the error.
    mutating func offset(_ name: String) throws(MalformedRecord) -> Int64 {
        let offset = try int64()
        guard offset >= 0 else { throw .negative(name) }
        guard offset < .max else { throw .unexpectedShape("a possible \(name)") }
        return offset
    }

    /// The int16 in front of a value that has versions; only 0 was ever written.
    mutating func version() throws(MalformedRecord) {
        let version = try int16()
        guard version == 0 else { throw .unknownVersion(version) }
    }

    /// To be called behind the last field.
    func finish() throws(MalformedRecord) {
        guard rest.isEmpty else { throw .trailingBytes(rest.count) }
    }

    private mutating func integer<Integer: FixedWidthInteger>() throws(MalformedRecord) -> Integer {
        try take(Integer.bitWidth / 8).reduce(0) { $0 << 8 | Integer(truncatingIfNeeded: $1) }
    }

    private mutating func take(_ count: Int) throws(MalformedRecord) -> ArraySlice<UInt8> {
        guard rest.count >= count else { throw .truncated(needed: count, left: rest.count) }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
