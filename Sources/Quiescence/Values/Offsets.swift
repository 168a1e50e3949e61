/// A position in a partition's log that cannot be negative and cannot be taken for another kind.
///
/// Kafka and its client library write "not known" as −1 or −1001. Such a number is no offset: the
/// initializer refuses it, so that it has to become a ``Reading`` that says what happened.
public struct Offset<Kind: OffsetKind>: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The offset as Kafka counts: 0 for the first record that a partition ever held.
    public let value: Int64

    /// Fails for a negative number.
    public init?(_ value: Int64) {
        guard value >= 0 else { return nil }
        self.value = value
    }

    public var description: String { "\(value)" }
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// What an offset says; an empty type that only keeps kinds apart.
public protocol OffsetKind: Sendable {}

/// Kinds of offsets.
public enum Offsets {
    /// See ``StartOffset``.
    public enum Start: OffsetKind {}
    /// See ``EndOffset``.
    public enum End: OffsetKind {}
    /// See ``StableOffset``.
    public enum Stable: OffsetKind {}
    /// See ``CommittedOffset``.
    public enum Committed: OffsetKind {}
    /// See ``MirrorPosition``.
    public enum Mirrored: OffsetKind {}
}

/// The offset of the oldest record still kept (log start).
public typealias StartOffset = Offset<Offsets.Start>
/// The offset that the next record will get: the high watermark.
public typealias EndOffset = Offset<Offsets.End>
/// The end for a `read_committed` reader; below the end exactly while a transaction is open.
public typealias StableOffset = Offset<Offsets.Stable>
/// The next offset that a group will read.
public typealias CommittedOffset = Offset<Offsets.Committed>
/// The offset of the last record that MirrorMaker has mirrored: drained when this + 1 ≥ end.
public typealias MirrorPosition = Offset<Offsets.Mirrored>

/// Source offsets `lower ..< upper`, never empty.
public struct OffsetRange: Hashable, Sendable, CustomStringConvertible {
    public let lower: Int64
    public let upper: Int64

    /// Fails for an empty or backward range.
    public init?(_ lower: Int64, _ upper: Int64) {
        guard lower < upper else { return nil }
        self.lower = lower
        self.upper = upper
    }

    /// How many offsets it spans; each may or may not hold a record.
    public var count: Int64 { upper - lower }
    /// Whether all of `other` lies within it.
    func contains(_ other: OffsetRange) -> Bool { lower <= other.lower && other.upper <= upper }
    /// First and last offset, both included.
    public var description: String { count == 1 ? "\(lower)" : "\(lower)–\(upper - 1)" }
}
