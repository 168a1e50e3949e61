/// Do the records that OLD gives of a range stand in the mirror?
///
/// Asked where MirrorMaker's pairs of offsets do not say so themselves. Counting would not do: a record that was
/// lost and one that came from elsewhere cancel each other.
public struct LedgerQuestion: Hashable, Sendable {
    /// Of OLD.
    public let source: TopicPartition
    /// Offsets of OLD, never more than ``mostOffsets``, save where only the first record is looked for.
    public let range: OffsetRange
    /// Only the first record of the range is looked at.
    public let isFirstOnly: Bool
    /// That of MirrorMaker's own consumer; the mirror is always read `read_committed`.
    public let isolation: Isolation
    /// Of NEW.
    public let mirror: TopicPartition
    public let place: Place

    /// Where the records ought to stand in the mirror.
    public enum Place: Hashable, Sendable {
        /// Somewhere among these offsets, in any order.
        case within(OffsetRange)
        /// There is no such place: whatever OLD gives is missing.
        case nowhere
        /// Only the first record of the range is looked at; its mirror's offset is its own less this number.
        case atSkew(Int64)

        /// Whether it is one offset for one record.
        var isExact: Bool {
            if case .atSkew = self { true } else { false }
        }
    }

    /// Offsets of either log that one question may make a reader go through: 100 bytes for each are held.
    public static let mostOffsets: Int64 = 20_000

    /// Partitions of which single records are compared in one survey.
    public static let mostSampled = 250

    public init(
        source: TopicPartition, range: OffsetRange, isolation: Isolation, mirror: TopicPartition,
        place: Place,
        isFirstOnly: Bool = false
    ) {
        self.source = source
        self.range = range
        self.isFirstOnly = isFirstOnly || place.isExact
        self.isolation = isolation
        self.mirror = mirror
        self.place = place
    }
}

/// What reading both sides came to.
public struct LedgerAnswer: Hashable, Sendable {
    /// Records that OLD gave of the range; 0 or 1 where only the first one was looked for.
    public var records: Int64
    /// How many of them do not stand where they ought to.
    public var missing: Int64
    /// How many more do not stand there in a mirror that compacts: later records of their keys may have taken
    /// their place.
    public var superseded: Int64
    /// The first of those that are missing, ``mostNamed`` at most, in the order of their offsets.
    public var named: [LostRecord]

    public static let mostNamed = 1000

    public init(records: Int64, missing: Int64 = 0, superseded: Int64 = 0, named: [LostRecord] = []) {
        self.records = records
        self.missing = missing
        self.superseded = superseded
        self.named = named
    }
}

/// A record of OLD that NEW does not have: enough to find it and to save it, and nothing of what it says.
public struct LostRecord: Hashable, Sendable {
    public let offset: Int64
    /// The record's own timestamp; absent where it carries none.
    public let time: Reading<WallTime>
    /// The first half of the SHA-256 of its key, in 32 letters; absent where it has no key.
    public let key: Reading<String>

    public init(offset: Int64, time: Reading<WallTime>, key: Reading<String>) {
        self.offset = offset
        self.time = time
        self.key = key
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.offset == right.offset && left.time == right.time && left.key == right.key
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(offset) }
}

/// What must be read before a survey can be weighed, each kind in turn: what a bound leaves over comes first in
/// the next survey.
public struct Questions: Sendable, Equatable {
    public var tails: [TailQuestion]
    public var ledger: [LedgerQuestion]

    public init(tails: [TailQuestion] = [], ledger: [LedgerQuestion] = []) {
        self.tails = tails
        self.ledger = ledger
    }
}
