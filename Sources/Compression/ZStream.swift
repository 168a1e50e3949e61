internal import CZlib

/// The owner of one `z_stream` of blocks without a header: the only place that makes, uses and frees it.
///
/// zlib keeps the stream's address in its state and refuses a stream that moved, hence the allocation.
struct ZStream: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    private let isDeflating: Bool

    /// One that compresses.
    init(deflating level: Int32) throws(CompressionError) {
        try self.init(deflating: true) { stream in
            deflateInit2_(
                stream, level, Z_DEFLATED, Self.bareBlocks, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size))
        }
    }

    /// One that undoes it.
    init() throws(CompressionError) {
        try self.init(deflating: false) { stream in
            inflateInit2_(stream, Self.bareBlocks, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        }
    }

    private init(
        deflating: Bool, _ begin: (UnsafeMutablePointer<z_stream>) -> Int32
    ) throws(CompressionError) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = begin(stream)
        guard code == Z_OK else {
            stream.deallocate()
            throw CompressionError(code: code, operation: "starting gzip")
        }
        self.stream = stream
        isDeflating = deflating
    }

    deinit {
        if isDeflating { deflateEnd(stream) } else { inflateEnd(stream) }
        stream.deallocate()
    }

    /// The largest window; below zero: no header and no trailer.
    private static var bareBlocks: Int32 { -15 }
    /// zlib counts in 32 bits: a larger input goes in by pieces.
    private static var largestPiece: Int { 1 << 30 }
    private static var bufferSize: Int { 64 << 10 }

    /// What comes of `bytes`, to the last whole byte of it; some `room` is set aside for that.
    mutating func run(_ bytes: [UInt8], room: Int) throws(CompressionError) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(room)
        var rest = bytes[...]
        repeat {
            let piece = rest.prefix(Self.largestPiece)
            rest = rest.dropFirst(piece.count)
            try feed(piece, into: &output)
        } while !rest.isEmpty
        return output
    }

    private mutating func feed(
        _ piece: ArraySlice<UInt8>, into output: inout [UInt8]
    ) throws(CompressionError) {
        let code = piece.withUnsafeBufferPointer { input in
            // zlib's header has no const here; it only reads.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            defer { stream.pointee.next_in = nil }
            return drain(into: &output)
        }
        // Z_BUF_ERROR says that a piece ended exactly where the buffer did.
        guard code == Z_OK || code == Z_BUF_ERROR, stream.pointee.avail_in == 0 else {
            throw CompressionError(code: code, operation: isDeflating ? "gzip" : "undoing gzip")
        }
    }

    /// Runs until the input is used up.
    private mutating func drain(into output: inout [UInt8]) -> Int32 {
        var code = Z_OK
        repeat {
            let chunk = [UInt8](unsafeUninitializedCapacity: Self.bufferSize) { buffer, count in
                stream.pointee.next_out = buffer.baseAddress
                stream.pointee.avail_out = UInt32(buffer.count)
                code = isDeflating ? deflate(stream, Z_SYNC_FLUSH) : inflate(stream, Z_SYNC_FLUSH)
                count = buffer.count - Int(stream.pointee.avail_out)
                stream.pointee.next_out = nil
            }
            output += chunk
        } while code == Z_OK && stream.pointee.avail_out == 0
        return code
    }
}
