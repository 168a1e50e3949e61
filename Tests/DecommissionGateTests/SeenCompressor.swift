@testable import DecommissionGate

/// Compresses nothing: puts brackets around what it was given, so that a test sees its parts.
struct SeenCompressor: Compressor {
    struct Refusal: Error {}

    var refusesToDeflate = false
    var refusesToInflate = false

    func deflated(_ bytes: [UInt8]) throws -> Deflated {
        if refusesToDeflate { throw Refusal() }
        return Deflated(
            bytes: [UInt8(ascii: "<")] + bytes + [UInt8(ascii: ">")], checksum: 0, count: bytes.count)
    }

    func inflated(_ part: Deflated) throws -> [UInt8] {
        if refusesToInflate { throw Refusal() }
        return Array(part.bytes.dropFirst().dropLast())
    }

    func gzip(_ parts: [Deflated]) -> [UInt8] { parts.reduce([0x1f, 0x8b]) { $0 + $1.bytes } }
}
