import CZlib
import Compression
import Testing

@Suite struct GzipTests {
    /// Undoes gzip with zlib's own strict reader; nil unless it is one whole member with a right checksum.
    private func unzip(_ bytes: [UInt8], room: Int) -> [UInt8]? {
        var input = bytes
        var stream = z_stream()
        var code = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { inflateEnd(&stream) }
        let count = input.count
        let output = [UInt8](unsafeUninitializedCapacity: room + 1) { buffer, size in
            input.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(buffer.count)
                code = inflate(&stream, Z_FINISH)
                size = buffer.count - Int(stream.avail_out)
            }
        }
        return code == Z_STREAM_END && stream.avail_in == 0 ? output : nil
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 3_000_000])
    func `what was compressed comes back`(size: Int) throws {
        let text = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
        #expect(unzip(try Gzip.compress(text), room: size) == text)
    }

    @Test func `bytes that cannot be compressed come back too`() throws {
        var generator = SystemRandomNumberGenerator()
        let noise = (0..<300_000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        #expect(unzip(try Gzip.compress(noise), room: noise.count) == noise)
    }

    @Test func `the same page gives the same bytes`() throws {
        let page = Array(String(repeating: "topic_log_end_offset 42\n", count: 10_000).utf8)
        let zipped = try Gzip.compress(page)
        #expect(zipped == (try Gzip.compress(page)))
        #expect(zipped.count < page.count / 50)
    }

    @Test func `a level that zlib does not know is an error with its words`() {
        let error = #expect(throws: CompressionError.self) { try Gzip.compress([1], level: 42) }
        #expect(error?.description == "starting gzip failed: stream error")
    }
}
