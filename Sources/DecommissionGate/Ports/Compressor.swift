/// Compresses pages by parts. `Compression` implements it through zlib.
public protocol Compressor: Sendable {
    /// `bytes` compressed by themselves.
    func deflated(_ bytes: [UInt8]) throws -> Deflated

    /// What ``deflated(_:)`` was given.
    func inflated(_ part: Deflated) throws -> [UInt8]

    /// The parts one behind the other, as a whole in the gzip format.
    func gzip(_ parts: [Deflated]) -> [UInt8]
}

/// Bytes that were compressed by themselves, so that they can stand anywhere in a compressed page.
public struct Deflated: Sendable, Equatable {
    /// Blocks of RFC 1951 that end at a whole byte, the last one not marked as such.
    public let bytes: [UInt8]
    /// CRC-32 of what was compressed.
    public let checksum: UInt32
    /// How many bytes were compressed.
    public let count: Int

    public init(bytes: [UInt8], checksum: UInt32, count: Int) {
        self.bytes = bytes
        self.checksum = checksum
        self.count = count
    }
}
