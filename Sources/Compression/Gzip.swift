public import DecommissionGate
internal import CZlib

/// Compression in the gzip format (RFC 1952), through zlib.
///
/// Parts are compressed each by itself, and any of them put together are one gzip member: what several pages
/// have in common is compressed and kept once.
public struct Gzip: Compressor {
    /// 1 is fastest, 9 smallest. A page of metrics shrinks to about a tenth at any of them.
    private let level: Int32

    public init(level: Int32 = 5) { self.level = level }

    /// The same input gives the same output.
    public func deflated(_ bytes: [UInt8]) throws(CompressionError) -> Deflated {
        var stream = try ZStream(deflating: level)
        let output = try stream.run(bytes, room: bytes.count / 8 + 64)
        return Deflated(bytes: output, checksum: checksum(bytes), count: bytes.count)
    }

    public func inflated(_ part: Deflated) throws(CompressionError) -> [UInt8] {
        var stream = try ZStream()
        let output = try stream.run(part.bytes, room: part.count)
        guard output.count == part.count, checksum(output) == part.checksum else {
            throw CompressionError(code: Z_DATA_ERROR, operation: "undoing gzip")
        }
        return output
    }

    public func gzip(_ parts: [Deflated]) -> [UInt8] {
        var bytes: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
        bytes.reserveCapacity(parts.reduce(bytes.count + Self.end.count + 8) { $0 + $1.bytes.count })
        var (checksum, count) = (UInt32(0), 0)
        for part in parts {
            bytes += part.bytes
            checksum = UInt32(
                truncatingIfNeeded: crc32_combine(uLong(checksum), uLong(part.checksum), part.count))
            count += part.count
        }
        bytes += Self.end
        for word in [checksum, UInt32(truncatingIfNeeded: count)] {
            withUnsafeBytes(of: word.littleEndian) { bytes += $0 }
        }
        return bytes
    }

    /// An empty last block: every part ends at a whole byte, and none is marked as the last one.
    private static let end: [UInt8] = [3, 0]

    private func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count)) }
    }
}

/// zlib refused.
public struct CompressionError: Error, Equatable, CustomStringConvertible {
    /// zlib's code, such as −4 for "out of memory".
    public let code: Int32
    /// What was being done.
    public let operation: String

    public var description: String {
        "\(operation) failed: \(zError(code).map { String(cString: $0) } ?? "zlib error \(code)")"
    }
}
