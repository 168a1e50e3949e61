import Quiescence

/// Records of one partition that wait for an equal one of the other side; every pair that is found leaves.
///
/// The order in which both sides come is of no matter: what is left at the end is the difference of the two as
/// multisets. What comes in nearly the same order leaves soon, so that little is held at a time.
struct Unmatched {
    private var waiting: [Fingerprint: Waiting] = [:]
    private(set) var count = 0
    private(set) var lowest = LowestMatched()

    /// Equal records, all of one side, in the order in which they came.
    private struct Waiting {
        let side: Side
        let first: Entry
        var more: ArraySlice<Entry> = []
    }

    /// An offset, and how many records of its side came before it.
    private struct Entry {
        let offset: Int64
        let number: Int64
    }

    /// Takes a record, the `number`-th of its side.
    ///
    /// - Returns: How many records of the other side came before the equal one; nil where it has to wait.
    mutating func take(_ content: Fingerprint, offset: Int64, from side: Side, number: Int64) -> Int64? {
        let entry = Entry(offset: offset, number: number)
        guard var equals = waiting[content] else {
            waiting[content] = Waiting(side: side, first: entry)
            count += 1
            return nil
        }
        guard equals.side != side else {
            // Emptied first, so that the list is not copied to grow by one.
            waiting[content] = nil
            equals.more.append(entry)
            waiting[content] = equals
            count += 1
            return nil
        }
        let match = equals.first
        waiting[content] = nil
        if let next = equals.more.popFirst() {
            waiting[content] = Waiting(side: equals.side, first: next, more: equals.more)
        }
        count -= 1
        lowest.note(side == .old ? offset : match.offset, side == .old ? match.offset : offset)
        return match.number
    }

    /// Hands over all that waits and forgets it.
    mutating func drain(_ body: (_ content: Fingerprint, _ side: Side, _ offset: Int64) throws(Cause) -> Void)
        throws(Cause)
    {
        for (content, equals) in waiting {
            try body(content, equals.side, equals.first.offset)
            for entry in equals.more { try body(content, equals.side, entry.offset) }
        }
        waiting.removeAll(keepingCapacity: true)
        count = 0
    }
}

/// The lowest offsets of both logs at which a record has its equal in the other. Where MirrorMaker has written
/// one record, all that it read afterwards stands behind it.
struct LowestMatched {
    private(set) var old: Int64?
    private(set) var new: Int64?

    mutating func note(_ oldOffset: Int64, _ newOffset: Int64) {
        old = min(old ?? oldOffset, oldOffset)
        new = min(new ?? newOffset, newOffset)
    }
}
