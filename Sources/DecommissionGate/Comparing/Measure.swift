public import Quiescence

/// What has to be equal in one partition.
public enum Measure: String, Codable, Sendable, CaseIterable {
    /// Every record that OLD retains.
    case everyRecord = "every_record"
    /// Of each key the newest record; older ones may be gone from the mirror, which compacts.
    case newestByKey = "newest_by_key"
    /// Both: OLD compacts and the mirror does not.
    case everyRecordAndNewestByKey = "every_record_and_newest_by_key"
    /// The same, where it could not be read whether the mirror compacts: then older ones that are gone from it
    /// may be compacted or lost.
    case newestByKeyOlderUnknown = "newest_by_key_older_unknown"

    /// - Parameters: whether each topic's `cleanup.policy` compacts.
    public init(oldCompacts: Reading<Bool>, newCompacts: Reading<Bool>) {
        switch (oldCompacts, newCompacts) {
        case (_, .known(true)): self = .newestByKey
        case (.known(false), .known(false)): self = .everyRecord
        case (_, .known(false)): self = .everyRecordAndNewestByKey
        case (_, .absent), (_, .unreadable): self = .newestByKeyOlderUnknown
        }
    }

    var looksAtKeys: Bool { self != .everyRecord }
}

/// Takes the records of both sides of one partition, in whatever order, and says in what they differ.
struct PartitionTally {
    private let measure: Measure
    private let capacity: Int
    private let makeStorage: StorageMaker
    /// Used where keys are of no matter: what is equal leaves at once.
    private var unmatched = Unmatched()
    private var rows: SortedRows

    /// - Parameter capacity: Records of which it keeps a row in memory.
    init(_ measure: Measure, capacity: Int, storage: @escaping StorageMaker) {
        self.measure = measure
        self.capacity = capacity
        makeStorage = storage
        rows = SortedRows(capacity: capacity, storage: storage)
    }

    /// Takes a record, the `number`-th of its side.
    ///
    /// - Returns: How many records of the other side came before the equal one, where it has met that already.
    mutating func take(_ record: DigestedRecord, from side: Side, number: Int64) throws(Cause) -> Int64? {
        guard measure.looksAtKeys, let key = record.key else {
            let match = unmatched.take(record.content, offset: record.offset, from: side, number: number)
            if unmatched.count >= capacity { try sortUnmatched() }
            return match
        }
        try rows.add(
            Row(
                key: key, content: record.content, side: side, offset: record.offset,
                isTombstone: record.isTombstone))
        return nil
    }

    private mutating func sortUnmatched() throws(Cause) {
        var rows = rows
        self.rows = SortedRows(capacity: capacity, storage: makeStorage)
        try unmatched.drain { (content, side, offset) throws(Cause) in
            try rows.add(Row(key: nil, content: content, side: side, offset: offset))
        }
        self.rows = rows
    }

    /// The difference, once everything was taken.
    ///
    /// - Parameters:
    ///   - oldStart, newStart: Where the two logs start; what stood below has expired.
    mutating func difference(oldStart: Int64, newStart: Int64) throws(Cause) -> Difference {
        try sortUnmatched()
        var groups = GroupPass(
            measure, unmatched.lowest, leftovers: SortedRows(capacity: capacity, storage: makeStorage))
        var merged = try rows.merged()
        while let row = try merged.next() { try groups.take(row) }
        return try groups.finish(oldStart: oldStart, newStart: newStart)
    }
}
