internal import CZlib

/// Compression in the gzip format (RFC 1952), through zlib.
public enum Gzip {
    /// `bytes` as one gzip member; the same input gives the same output.
    ///
    /// Level 1 is fastest, 9 smallest. A page of metrics shrinks to about a tenth at any of them.
    public static func compress(_ bytes: [UInt8], level: Int32 = 5) throws(CompressionError) -> [UInt8] {
        var stream = try DeflateStream(level: level)
        return try stream.compress(bytes)
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

/// The owner of one `z_stream`: the only place that makes, uses and frees it.
///
/// zlib keeps the stream's address in its state and refuses a stream that moved, hence the allocation.
private struct DeflateStream: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>

    init(level: Int32) throws(CompressionError) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window; 16 more ask for gzip's header and trailer instead of zlib's.
        let code = deflateInit2_(
            stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else {
            stream.deallocate()
            throw CompressionError(code: code, operation: "starting gzip")
        }
        self.stream = stream
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    mutating func compress(_ bytes: [UInt8]) throws(CompressionError) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count / 8 + 64)
        var rest = bytes[...]
        // zlib counts in 32 bits: a larger input goes in by pieces.
        repeat {
            let piece = rest.prefix(Self.largestPiece)
            rest = rest.dropFirst(piece.count)
            try feed(piece, isLast: rest.isEmpty, into: &output)
        } while !rest.isEmpty
        return output
    }

    private static var largestPiece: Int { 1 << 30 }
    private static var bufferSize: Int { 64 << 10 }

    private mutating func feed(
        _ piece: ArraySlice<UInt8>, isLast: Bool, into output: inout [UInt8]
    ) throws(CompressionError) {
        let code = piece.withUnsafeBufferPointer { input in
            // zlib's header has no const here; it only reads.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            defer { stream.pointee.next_in = nil }
            return drain(flush: isLast ? Z_FINISH : Z_NO_FLUSH, into: &output)
        }
        // Z_BUF_ERROR says that a piece ended exactly where the buffer did.
        guard isLast ? code == Z_STREAM_END : code == Z_OK || code == Z_BUF_ERROR else {
            throw CompressionError(code: code, operation: "gzip")
        }
    }

    /// Runs until the input is used up, or to the end of the stream.
    private mutating func drain(flush: Int32, into output: inout [UInt8]) -> Int32 {
        var code = Z_OK
        repeat {
            let chunk = [UInt8](unsafeUninitializedCapacity: Self.bufferSize) { buffer, count in
                stream.pointee.next_out = buffer.baseAddress
                stream.pointee.avail_out = UInt32(buffer.count)
                code = deflate(stream, flush)
                count = buffer.count - Int(stream.pointee.avail_out)
                stream.pointee.next_out = nil
            }
            output += chunk
        } while code == Z_OK && stream.pointee.avail_out == 0
        return code
    }
}
