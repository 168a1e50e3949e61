import Quiescence

/// What comparing one partition of OLD with its mirror came to.
public struct ComparedPartition: Codable, Sendable, Equatable {
    public var partition: Int32
    public var measure: Measure
    /// Whether timestamps were compared, and not only key, value and headers.
    public var timestampsCompared: Bool
    public var old: ComparedLog
    /// Null where the mirror has no such partition.
    @Nullable public var new: ComparedLog?
    public var difference: Difference
    /// What changed while it was compared; a sentence each.
    public var moved: [String]
    /// Why it could not be compared; nothing else is then said.
    @Nullable public var unreadable: String?
    public var comparedAt: Timestamp

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

    public init(start: Int64, end: Int64, records: Int64, bytes: Int64) {
        self.start = start
        self.end = end
        self.records = records
        self.bytes = bytes
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

extension ComparedPartition {
    /// Follows from what was found: "equal" beside a missing record cannot be written down.
    public var outcome: ComparisonOutcome {
        if unreadable != nil { return .unknown }
        // What is missing of a partition that moved may only be on its way.
        if !moved.isEmpty { return .moved }
        if !difference.missing.isEmpty || !difference.overtaken.isEmpty { return .different }
        return difference.expiredOrMissing.isEmpty ? .equal : .expiredOrMissing
    }
}
