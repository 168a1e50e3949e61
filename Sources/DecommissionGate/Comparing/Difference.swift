import Quiescence

/// Offsets of one log: how many, and the first ones by range.
public struct OffsetTally: Codable, Sendable, Equatable {
    /// All of them, those that ``ranges`` leaves out too.
    public private(set) var count: Int64 = 0
    /// In ascending order; neighbours are one range. The first ones only, of many.
    public private(set) var ranges: [Span] = []

    /// Offsets `from ... to`.
    public struct Span: Codable, Sendable, Equatable {
        public var from: Int64
        public var to: Int64
    }

    /// A partition that differs throughout must not make the answer as large as itself.
    static let mostRanges = 100

    public init() {}

    public var isEmpty: Bool { count == 0 }

    /// How many offsets stand in ``ranges``.
    public var named: Int64 { ranges.reduce(0) { $0 + ($1.to - $1.from + 1) } }

    /// Adds an offset above all that were added before.
    mutating func add(_ offset: Int64) {
        // Once one was left out, a later neighbour of the last range must be left out as well.
        let isComplete = named == count
        count += 1
        guard isComplete else { return }
        if let last = ranges.indices.last, ranges[last].to == offset - 1 {
            ranges[last].to = offset
        } else if ranges.count < Self.mostRanges {
            ranges.append(Span(from: offset, to: offset))
        }
    }

    /// Adds offsets of which only the number is known.
    mutating func add(unnamed: Int64) { count += unnamed }

    /// For sentences: `5–9, 12 and 1,000 more`.
    public func words(atMost limit: Int = 10) -> String {
        let shown = ranges.prefix(limit)
        let text = shown.map { $0.from == $0.to ? "\($0.from)" : "\($0.from)–\($0.to)" }
            .joined(separator: ", ")
        let left = count - shown.reduce(0) { $0 + ($1.to - $1.from + 1) }
        if left == 0 { return text }
        return text.isEmpty ? "not named" : "\(text) and \(grouped(Int(clamping: left))) more"
    }
}

/// What one partition's two logs do not have in common.
public struct Difference: Codable, Sendable, Equatable {
    /// Offsets on OLD: the record stands there and nowhere in the mirror, and its mirror could not have expired.
    public var missing = OffsetTally()
    /// Offsets on OLD: not in the mirror, where it may have stood and expired. It cannot be told, and is not equal.
    public var expiredOrMissing = OffsetTally()
    /// Offsets on OLD, each the newest record of its key: it stands in the mirror, and behind it another one of
    /// the key, which is what compaction and readers of the newest value would leave of it.
    public var overtaken = OffsetTally()
    /// Records of OLD that the mirror lacks, each with a newer one of its key behind it, where the mirror compacts.
    public var superseded: Int64 = 0
    /// Records in the mirror that OLD lacks, each with a newer one of its key behind it.
    public var supersededInMirror: Int64 = 0
    /// Offsets in the mirror: more copies than OLD has, or records that OLD never had. Nothing is lost by them.
    public var extra = OffsetTally()
    /// Records in the mirror before all that OLD still holds: they have expired there.
    public var expiredOnOld: Int64 = 0

    public init() {}
}
