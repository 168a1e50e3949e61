import CZlib
import Compression
import DecommissionGate
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

    private let gzip = Gzip()

    private func zipped(_ bytes: [UInt8]) throws -> [UInt8] { gzip.gzip([try gzip.deflated(bytes)]) }

    private static func text(_ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 3_000_000])
    func `what was compressed comes back, from the whole and from the part`(size: Int) throws {
        let text = Self.text(size)
        #expect(unzip(try zipped(text), room: size) == text)
        #expect(try gzip.inflated(try gzip.deflated(text)) == text)
    }

    @Test func `parts put together in any order are one whole with a right checksum`() throws {
        let (one, other) = (Self.text(70_000), Array("decommission_gate_safe 0\n".utf8))
        let parts = try [one, other, []].map { try gzip.deflated($0) }
        let (first, second, nothing) = (parts[0], parts[1], parts[2])
        #expect(unzip(gzip.gzip([first, second]), room: 80_000) == one + other)
        #expect(unzip(gzip.gzip([second, nothing, first, second]), room: 80_000) == other + one + other)
        #expect(unzip(gzip.gzip([]), room: 0) == [])
    }

    @Test func `bytes that cannot be compressed come back too`() throws {
        var generator = SystemRandomNumberGenerator()
        let noise = (0..<300_000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        #expect(unzip(try zipped(noise), room: noise.count) == noise)
        #expect(try gzip.inflated(try gzip.deflated(noise)) == noise)
    }

    @Test func `a part that is not what was compressed is an error, not another page`() throws {
        let part = try gzip.deflated(Self.text(1000))
        let wrong = [
            Deflated(bytes: part.bytes, checksum: part.checksum ^ 1, count: part.count),
            Deflated(bytes: part.bytes, checksum: part.checksum, count: part.count + 1),
            Deflated(bytes: Array(part.bytes.dropLast(20)), checksum: part.checksum, count: part.count),
            Deflated(bytes: [0xff] + part.bytes, checksum: part.checksum, count: part.count),
        ]
        for part in wrong { #expect(throws: CompressionError.self) { try gzip.inflated(part) } }
    }

    @Test func `the same page gives the same bytes`() throws {
        let page = Array(String(repeating: "topic_log_end_offset 42\n", count: 10_000).utf8)
        let once = try zipped(page)
        #expect(once == (try zipped(page)))
        #expect(once.count < page.count / 50)
    }

    @Test func `a level that zlib does not know is an error with its words`() {
        let error = #expect(throws: CompressionError.self) { try Gzip(level: 42).deflated([1]) }
        #expect(error?.description == "starting gzip failed: stream error")
    }
}
