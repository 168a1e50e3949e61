import Quiescence

/// Reads both sides of a partition in step: whichever has gone less far past the last equal record reads on.
///
/// MirrorMaker keeps the order within a partition, so that little has to be held; where it wrote records twice,
/// or wrote none for a while, one side waits until the other has caught up.
struct Walk {
    private var tally: PartitionTally
    private(set) var old = Progress()
    private(set) var new = Progress()

    /// How far one side has come.
    struct Progress {
        var records: Int64 = 0
        var bytes: Int64 = 0
        var newest: DigestedRecord?
        var hasEnded = false
        /// Records read when the last one was read that has met its equal.
        fileprivate var lastMatch: Int64 = 0
        fileprivate var ahead: Int64 { records - lastMatch }
    }

    init(_ tally: PartitionTally) { self.tally = tally }

    /// Which side is to be read from next; nil at the end of both.
    var next: Side? {
        if old.hasEnded { return new.hasEnded ? nil : .new }
        return new.hasEnded || old.ahead <= new.ahead ? .old : .new
    }

    mutating func end(_ side: Side) {
        switch side {
        case .old: old.hasEnded = true
        case .new: new.hasEnded = true
        }
    }

    mutating func take(_ record: DigestedRecord, from side: Side) throws(Cause) {
        let number = side == .old ? old.records : new.records
        let match = try tally.take(record, from: side, number: number)
        switch side {
        case .old: old.take(record, matched: match != nil)
        case .new: new.take(record, matched: match != nil)
        }
        guard let match else { return }
        switch side {
        case .old: new.lastMatch = max(new.lastMatch, match + 1)
        case .new: old.lastMatch = max(old.lastMatch, match + 1)
        }
    }

    mutating func difference(oldStart: Int64, newStart: Int64) throws(Cause) -> Difference {
        try tally.difference(oldStart: oldStart, newStart: newStart)
    }
}

extension Walk.Progress {
    fileprivate mutating func take(_ record: DigestedRecord, matched: Bool) {
        records += 1
        newest = record
        bytes += Int64(record.size)
        if matched { lastMatch = records }
    }
}
