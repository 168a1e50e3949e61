import Quiescence

/// Goes through all rows in order, key by key and within a key content by content, and finds what has no equal.
///
/// Memory does not grow with the size of a group: NEW's rows of a content come first, so that each of OLD's
/// that follow is known at once to have an equal or none.
struct GroupPass {
    private let measure: Measure
    private var lowest: LowestMatched
    private var difference = Difference()
    /// Rows without an equal, to be had again by offset.
    private var leftovers: SortedRows
    private var key: KeyGroup?
    private var content: ContentGroup?

    /// What is known of the key in hand.
    private struct KeyGroup {
        let key: KeyFingerprint
        let hasKey: Bool
        var newestOld: Newest?
        var newestNew: Newest?
        var unmatchedOld: Int64 = 0
        var unmatchedNew: Int64 = 0
    }

    private struct Newest {
        let offset: Int64
        let content: Fingerprint
        let isTombstone: Bool
        /// Whether the other side holds a record like it that is not taken by another of this side.
        var hasEqual: Bool

        init(_ row: Row, hasEqual: Bool) {
            offset = row.offset
            content = row.content
            isTombstone = row.isTombstone
            self.hasEqual = hasEqual
        }

        /// Whether a reader of the newest value of the key finds the same in the mirror. Compaction removes a
        /// tombstone in the end, and then no record says what it said; where a mirror does not compact, one that
        /// it lacks is left over already.
        func isEqual(to mirror: Newest?) -> Bool {
            guard let mirror else { return isTombstone }
            return mirror.content == content
        }
    }

    /// What is known of the content in hand: copies in the mirror, of which those of OLD each take one.
    private struct ContentGroup {
        let content: Fingerprint
        var copies: Int64 = 0
        /// Offsets of the copies; of very many the first.
        var offsets: [Int64] = []
        var taken: Int64 = 0

        static let mostOffsets = 1 << 20
    }

    /// Why a row is left over; ``Row/note``.
    private enum Reason: UInt8 {
        case unmatched
        /// An older record of its key, where nobody knows whether the mirror compacts.
        case olderUnknown
        case overtaken
    }

    init(_ measure: Measure, _ lowest: LowestMatched, leftovers: SortedRows) {
        self.measure = measure
        self.lowest = lowest
        self.leftovers = leftovers
    }

    mutating func take(_ row: Row) throws(Cause) {
        if key?.key != row.key || key?.hasKey != row.hasKey {
            try endContent()
            try endKey()
            key = KeyGroup(key: row.key, hasKey: row.hasKey)
        }
        if content?.content != row.content {
            try endContent()
            content = ContentGroup(content: row.content)
        }
        switch row.side {
        case .new: takeNew(row)
        case .old: try takeOld(row)
        }
    }

    private mutating func takeNew(_ row: Row) {
        content?.copies += 1
        if let count = content?.offsets.count, count < ContentGroup.mostOffsets {
            content?.offsets.append(row.offset)
        }
        if row.offset > key?.newestNew?.offset ?? -1 {
            key?.newestNew = Newest(row, hasEqual: false)
        }
    }

    private mutating func takeOld(_ row: Row) throws(Cause) {
        guard let group = content else { return }
        if row.offset > key?.newestOld?.offset ?? -1 {
            key?.newestOld = Newest(row, hasEqual: group.copies > 0)
        }
        if group.taken < group.copies {
            if Int(group.taken) < group.offsets.count {
                lowest.note(row.offset, group.offsets[Int(group.taken)])
            }
            content?.taken += 1
        } else {
            key?.unmatchedOld += 1
            try leaveUnmatched(row)
        }
    }

    /// Under a measure by key the newest record is judged when its key ends, and is left over then.
    private mutating func leaveUnmatched(_ row: Row) throws(Cause) {
        guard row.hasKey else { return try leave(row.offset, .old, .unmatched) }
        switch measure {
        case .everyRecord, .everyRecordAndNewestByKey: try leave(row.offset, .old, .unmatched)
        case .newestByKey: break
        case .newestByKeyOlderUnknown: try leave(row.offset, .old, .olderUnknown)
        }
    }

    private mutating func endContent() throws(Cause) {
        guard let group = content else { return }
        content = nil
        let unmatched = group.copies - group.taken
        if let newest = key?.newestNew, newest.content == group.content {
            key?.newestNew?.hasEqual = unmatched == 0
        }
        guard unmatched > 0 else { return }
        if key?.hasKey == true {
            key?.unmatchedNew += unmatched
            return
        }
        for offset in group.offsets.dropFirst(Int(group.taken)) { try leave(offset, .new, .unmatched) }
        difference.extra.add(unnamed: group.copies - max(group.taken, Int64(group.offsets.count)))
    }

    private mutating func endKey() throws(Cause) {
        guard let group = key else { return }
        key = nil
        guard group.hasKey else { return }
        try judgeMirror(group)
        guard let newest = group.newestOld else { return }
        let mayLackOlder = measure == .newestByKey
        if mayLackOlder { difference.superseded += group.unmatchedOld }
        if newest.isEqual(to: group.newestNew) { return }
        if newest.hasEqual { return try leave(newest.offset, .old, .overtaken) }
        if mayLackOlder { difference.superseded -= 1 }
        // Where older ones count as well it is left over already, perhaps as one that may be superseded.
        if measure != .everyRecordAndNewestByKey { try leave(newest.offset, .old, .unmatched) }
    }

    private mutating func judgeMirror(_ group: KeyGroup) throws(Cause) {
        guard let newest = group.newestNew else { return }
        difference.supersededInMirror += group.unmatchedNew
        guard !newest.hasEqual, newest.content != group.newestOld?.content else { return }
        difference.supersededInMirror -= 1
        try leave(newest.offset, .new, .unmatched)
    }

    private mutating func leave(_ offset: Int64, _ side: Side, _ reason: Reason) throws(Cause) {
        try leftovers.add(
            Row(
                key: nil, content: Fingerprint((0, 0, 0, 0)), side: side, offset: offset,
                note: reason.rawValue))
    }
}

extension GroupPass {
    /// What is left over, sorted into kinds once it is known where the two logs begin to agree.
    mutating func finish(oldStart: Int64, newStart: Int64) throws(Cause) -> Difference {
        try endContent()
        try endKey()
        var merged = try leftovers.merged()
        var following = try merged.next()
        while let row = following {
            following = try merged.next()
            switch row.side {
            case .new: place(extraAt: row.offset, oldStart: oldStart)
            case .old:
                var reason = Reason(rawValue: row.note) ?? .unmatched
                // One record, left over for two reasons, is one finding; the graver one counts.
                while let next = following, next.side == .old, next.offset == row.offset {
                    if reason == .olderUnknown { reason = Reason(rawValue: next.note) ?? .unmatched }
                    following = try merged.next()
                }
                place(row.offset, reason, newStart: newStart)
            }
        }
        return difference
    }

    private mutating func place(_ offset: Int64, _ reason: Reason, newStart: Int64) {
        // Nothing has expired from a log that still starts at 0; and what MirrorMaker read after a record whose
        // mirror is still there was written behind that one, and would be there too.
        let wouldBeThere = newStart == 0 || lowest.old.map { offset > $0 } ?? false
        switch reason {
        case .overtaken: difference.overtaken.add(offset)
        case .unmatched where wouldBeThere: difference.missing.add(offset)
        case .unmatched, .olderUnknown: difference.expiredOrMissing.add(offset)
        }
    }

    private mutating func place(extraAt offset: Int64, oldStart: Int64) {
        if oldStart > 0, lowest.new.map({ offset < $0 }) ?? true {
            difference.expiredOnOld += 1
        } else {
            difference.extra.add(offset)
        }
    }
}
