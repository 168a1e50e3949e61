public import Quiescence

/// A SHA-256 digest, as four numbers.
public struct Fingerprint: Hashable, Comparable, Sendable {
    public let words: (UInt64, UInt64, UInt64, UInt64)

    public init(_ words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// In the usual 64 letters.
    public var hexadecimal: String {
        [words.0, words.1, words.2, words.3].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    public static func == (left: Self, right: Self) -> Bool { left.words == right.words }
    public static func < (left: Self, right: Self) -> Bool { left.words < right.words }
    /// A digest's bits are as good as random already.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

/// The first half of the SHA-256 digest of a key.
public struct KeyFingerprint: Hashable, Sendable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// A record without its content: all that comparing keeps of it.
public struct DigestedRecord: Hashable, Sendable {
    public let offset: Int64
    /// Of key, value, headers in their order and, where timestamps are compared, the timestamp's value.
    public let content: Fingerprint
    /// Nil where the record has no key, or where keys are not looked at.
    public let key: KeyFingerprint?
    public let isTombstone: Bool
    public let stamp: Stamp
    /// Bytes of key, value and headers.
    public let size: Int
    /// Nil where it carries none.
    public let time: WallTime?

    /// Whose timestamp a record carries.
    public enum Stamp: Hashable, Sendable {
        /// Its producer's, which MirrorMaker hands on.
        case created
        /// That of the broker which stored it.
        case appended
        /// None: it was written in a format older than timestamps.
        case none
    }

    public init(
        offset: Int64, content: Fingerprint, key: KeyFingerprint?, isTombstone: Bool, stamp: Stamp, size: Int,
        time: WallTime? = nil
    ) {
        self.offset = offset
        self.content = content
        self.key = key
        self.isTombstone = isTombstone
        self.stamp = stamp
        self.size = size
        self.time = time
    }
}
