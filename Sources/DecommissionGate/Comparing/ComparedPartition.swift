import Quiescence

/// What comparing one partition of OLD with its mirror came to.
public struct ComparedPartition: Codable, Sendable, Equatable {
    public let partition: Int32
    public let measure: Measure
    /// Whether timestamps were compared, and not only key, value and headers.
    public let timestampsCompared: Bool
    public let old: ComparedLog
    /// Null where the mirror has no such partition.
    @Nullable public private(set) var new: ComparedLog?
    public let difference: Difference
    /// What changed while it was compared; a sentence each.
    public private(set) var moved: [String]
    /// Why it could not be compared; nothing else is then said.
    @Nullable public private(set) var unreadable: String?
    public let comparedAt: Timestamp
    /// Follows from the rest.
    public private(set) var outcome: ComparisonOutcome

    public init(
        partition: Int32, measure: Measure, timestampsCompared: Bool, old: ComparedLog, new: ComparedLog?,
        difference: Difference = Difference(), moved: [String] = [], unreadable: String? = nil,
        comparedAt: Timestamp
    ) {
        self.partition = partition
        self.measure = measure
        self.timestampsCompared = timestampsCompared
        self.old = old
        _new = Nullable(wrappedValue: new)
        self.difference = difference
        self.moved = moved
        _unreadable = Nullable(wrappedValue: unreadable)
        self.comparedAt = comparedAt
        outcome = Self.outcome(difference, moved: !moved.isEmpty, isUnreadable: unreadable != nil)
    }

    /// The same, of which it was learnt later that it moved meanwhile.
    public func moved(_ changes: [String]) -> ComparedPartition {
        ComparedPartition(
            partition: partition, measure: measure, timestampsCompared: timestampsCompared, old: old,
            new: new,
            difference: difference, moved: moved + changes, unreadable: unreadable, comparedAt: comparedAt)
    }

    /// What was found decides: "equal" beside a missing record is nothing that could be made.
    private static func outcome(_ difference: Difference, moved: Bool, isUnreadable: Bool)
        -> ComparisonOutcome
    {
        if isUnreadable { return .unknown }
        // What is missing of a partition that moved may only be on its way.
        if moved { return .moved }
        if !difference.missing.isEmpty || !difference.overtaken.isEmpty { return .different }
        return difference.expiredOrMissing.isEmpty ? .equal : .expiredOrMissing
    }

    /// What its own figures come to, whatever a file says.
    var trueOutcome: ComparisonOutcome {
        Self.outcome(difference, moved: !moved.isEmpty, isUnreadable: unreadable != nil)
    }
}

/// The range of one log that was read.
public struct ComparedLog: Codable, Sendable, Equatable {
    /// The first offset of the log when it was begun; all below had expired.
    public var start: Int64
    /// The offset behind the last one: the high watermark.
    public var end: Int64
    /// Records that a reader of this isolation level is given; offsets without one are markers or were compacted.
    public var records: Int64
    /// Bytes of their keys, values and headers.
    public var bytes: Int64
    /// The last record of the range, by which the log can be known again; null where it holds none.
    @Nullable public var newest: ComparedRecord?

    public init(start: Int64, end: Int64, records: Int64, bytes: Int64, newest: ComparedRecord?) {
        self.start = start
        self.end = end
        self.records = records
        self.bytes = bytes
        _newest = Nullable(wrappedValue: newest)
    }
}

/// A record, by its place and its digest.
public struct ComparedRecord: Codable, Sendable, Equatable {
    public var offset: Int64
    /// Of its key, value and headers and, where timestamps were compared, its timestamp.
    public var sha256: String

    init(_ record: DigestedRecord) {
        offset = record.offset
        sha256 = record.content.hexadecimal
    }
}

/// What a partition, a topic or everything came to; the worst of several speaks for all.
public enum ComparisonOutcome: String, Codable, Sendable, CaseIterable, Comparable {
    /// All that OLD retains stands in the mirror.
    case equal
    /// It is on NEW no more, or never was: that cannot be told.
    case expiredOrMissing = "expired_or_missing"
    /// It was written, expired, or was led by another broker while it was compared.
    case moved
    /// It could not be compared.
    case unknown
    /// Something that OLD retains is not in the mirror, or is not its newest there.
    case different

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .equal: 0
        case .expiredOrMissing: 1
        case .moved: 2
        case .unknown: 3
        case .different: 4
        }
    }
}
