import DecommissionGate
import Quiescence
import Testing

/// Bytes written as hexadecimal digits, spaces between them as one likes.
func bytes(hex: String) throws -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    try #require(digits.count.isMultiple(of: 2))
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

extension LogRecord {
    init(
        partition: Int32 = 0, offset: Int64 = 0, key: [UInt8]?, value: [UInt8]?, at time: WallTime? = nil
    ) {
        self.init(partition: partition, offset: offset, key: key, value: value, timestamp: time)
    }

    init(partition: Int32 = 0, offset: Int64 = 0, key: String, value: String?) {
        self.init(
            partition: partition, offset: offset, key: Array(key.utf8), value: value.map { Array($0.utf8) })
    }
}

/// A record's fields in Kafka's binary encoding.
struct Fields {
    private(set) var bytes: [UInt8] = []

    func int16(_ value: Int16) -> Fields { adding(value) }
    func int32(_ value: Int32) -> Fields { adding(value) }
    func int64(_ value: Int64) -> Fields { adding(value) }

    func string(_ text: String) -> Fields {
        var copy = int16(Int16(text.utf8.count))
        copy.bytes += Array(text.utf8)
        return copy
    }

    private func adding(_ value: some FixedWidthInteger) -> Fields {
        var copy = self
        copy.bytes += withUnsafeBytes(of: value.bigEndian) { Array($0) }
        return copy
    }
}

/// Every way to cut bytes short.
func truncations(_ bytes: [UInt8]) -> [[UInt8]] { bytes.indices.map { Array(bytes[..<$0]) } }
