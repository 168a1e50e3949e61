public import Quiescence

/// Compares one partition after the other; each call blocks until that partition is done.
public struct PartitionComparer: Sendable {
    private let old: any DigestSource
    private let new: any DigestSource
    private let oldIsolation: Isolation
    private let capacity: Int
    private let storage: StorageMaker
    private let pace: any ReadingPace
    private let clocks: any Clocks

    /// - Parameters:
    ///   - oldIsolation: The level at which MirrorMaker reads OLD. The mirror is always read committed.
    ///   - capacity: Records of which a row of 64 bytes is kept in memory; what is more goes to `storage`.
    public init(
        old: any DigestSource, new: any DigestSource, oldIsolation: Isolation, capacity: Int,
        storage: @escaping StorageMaker, pace: any ReadingPace, clocks: any Clocks
    ) {
        self.old = old
        self.new = new
        self.oldIsolation = oldIsolation
        self.capacity = capacity
        self.storage = storage
        self.pace = pace
        self.clocks = clocks
    }

    /// Compares a partition; nil where it was stopped.
    ///
    /// - Parameter former: What an earlier run came to; it stands where neither log has changed since.
    public func compare(_ pair: PartitionPair, former: ComparedPartition? = nil) -> ComparedPartition? {
        do throws(Cause) {
            if let former, try stands(former, of: pair) { return former }
            for stamps in [true, false] {
                switch try attempt(pair, stamps: stamps) {
                case .done(let compared): return compared
                case .stopped: return nil
                case .stampsDiffer: continue
                }
            }
            throw Cause(.contradiction, "\(pair.source): timestamps differ where none are compared")
        } catch {
            return ComparedPartition(unreadable: error, pair, at: Timestamp(clocks.now().wall))
        }
    }

    /// Whether both logs are still those of which an earlier run spoke: offsets alone do not tell, for a topic may
    /// have been made anew.
    private func stands(_ former: ComparedPartition, of pair: PartitionPair) throws(Cause) -> Bool {
        guard former.isSettled, former.fits(pair, try extents(of: pair)) else { return false }
        let digests = DigestChoice(stamps: former.timestampsCompared, keys: false)
        guard try old.holds(former.old, at: pair.source, digests) else { return false }
        guard let mirror = pair.mirror, let log = former.new else { return true }
        return try new.holds(log, at: mirror, digests)
    }

    private enum Attempt {
        case done(ComparedPartition)
        case stopped
        /// It has to be begun again without timestamps.
        case stampsDiffer
    }

    private func attempt(_ pair: PartitionPair, stamps: Bool) throws(Cause) -> Attempt {
        let before = try extents(of: pair)
        var walk = Walk(PartitionTally(pair.measure, capacity: capacity, storage: storage))
        if let early = try readAll(of: pair, before, stamps: stamps, into: &walk) { return early }
        let difference = try walk.difference(oldStart: before.old.start, newStart: before.new.start)
        let after = try extents(of: pair)
        var moved = before.old.changes(to: after.old, of: pair.source)
        if let mirror = pair.mirror { moved += before.new.changes(to: after.new, of: mirror) }
        return .done(
            ComparedPartition(
                partition: pair.source.partition, measure: pair.measure, timestampsCompared: stamps,
                old: ComparedLog(before.old, walk.old),
                new: pair.mirror.map { _ in ComparedLog(before.new, walk.new) }, difference: difference,
                moved: moved, comparedAt: Timestamp(clocks.now().wall)))
    }

    private typealias Extents = (old: LogExtent, new: LogExtent)

    private func extents(of pair: PartitionPair) throws(Cause) -> Extents {
        let oldExtent = try old.extent(of: pair.source)
        try oldExtent.check(pair.source, oldIsolation)
        guard let mirror = pair.mirror else { return (oldExtent, .nothing) }
        let newExtent = try new.extent(of: mirror)
        try newExtent.check(mirror, .readCommitted)
        return (oldExtent, newExtent)
    }

    /// Nil once both sides have come to their ends.
    private func readAll(
        of pair: PartitionPair, _ extents: Extents, stamps: Bool, into walk: inout Walk
    ) throws(Cause) -> Attempt? {
        let digests = DigestChoice(stamps: stamps, keys: pair.measure.looksAtKeys)
        let oldStream = try old.stream(pair.source, extents.old, digests)
        var newStream: (any RecordStream)?
        if let mirror = pair.mirror { newStream = try new.stream(mirror, extents.new, digests) }
        while let side = walk.next {
            guard let records = try (side == .old ? oldStream : newStream)?.next() else {
                walk.end(side)
                continue
            }
            var size = 0
            for record in records {
                if stamps, !record.carriesComparableStamp(on: side) { return .stampsDiffer }
                try walk.take(record, from: side)
                size += record.size
            }
            guard pace.mayGoOn(after: size) else { return .stopped }
        }
        return nil
    }
}

extension DigestSource {
    /// Nil where there is nothing to read.
    fileprivate func stream(_ partition: TopicPartition, _ extent: LogExtent, _ digests: DigestChoice)
        throws(Cause)
        -> (any RecordStream)?
    {
        extent.start == extent.end ? nil : try open(partition, extent, digests)
    }
}

extension DigestSource {
    /// Whether the newest record is the one that was read before.
    fileprivate func holds(_ log: ComparedLog, at partition: TopicPartition, _ digests: DigestChoice)
        throws(Cause)
        -> Bool
    {
        guard let newest = log.newest else { return true }
        let rest = LogExtent(start: newest.offset, end: log.end, stable: log.end)
        guard let record = try stream(partition, rest, digests)?.next()?.first else { return false }
        return ComparedRecord(record) == newest
    }
}

extension DigestedRecord {
    /// MirrorMaker hands on what OLD gives, whoever set it; a mirror that stamps for itself drops it.
    fileprivate func carriesComparableStamp(on side: Side) -> Bool {
        switch side {
        case .old: stamp != .none
        case .new: stamp == .created
        }
    }
}

extension LogExtent {
    /// Refuses what could not be read to its end.
    fileprivate func check(_ partition: TopicPartition, _ isolation: Isolation) throws(Cause) {
        guard start <= end else {
            throw Cause(.contradiction, "\(partition): its log starts at \(start) and ends at \(end)")
        }
        guard isolation == .readUncommitted || stable >= end else {
            throw Cause(
                .incomplete,
                "\(partition): a transaction is open at \(stable), so that its records up to \(end) are not decided",
                remedy: "end that transaction, then compare again")
        }
    }

    /// How the same log differs later; a sentence each.
    fileprivate func changes(to later: LogExtent, of partition: TopicPartition) -> [String] {
        var changes: [String] = []
        if later.end > end {
            changes.append("\(partition) was written: its end went from \(end) to \(later.end)")
        }
        if later.end < end {
            changes.append(
                "\(partition) went back from end \(end) to \(later.end): recreated, or records were lost")
        }
        if later.start > start {
            changes.append("\(partition) expired: its start went from \(start) to \(later.start)")
        }
        if later.start < start {
            changes.append("\(partition) went back from start \(start) to \(later.start): it was recreated")
        }
        return changes
    }
}

extension ComparedPartition {
    /// Whether comparing again could only come to the same, as long as both logs are what they were.
    fileprivate var isSettled: Bool {
        switch outcome {
        case .equal, .different, .expiredOrMissing: true
        case .moved, .unknown: false
        }
    }

    fileprivate func fits(_ pair: PartitionPair, _ now: (old: LogExtent, new: LogExtent)) -> Bool {
        guard partition == pair.source.partition, measure == pair.measure, old.covers(now.old) else {
            return false
        }
        guard let new else { return pair.mirror == nil }
        return pair.mirror != nil && new.covers(now.new)
    }
}

extension ComparedLog {
    fileprivate func covers(_ extent: LogExtent) -> Bool { start == extent.start && end == extent.end }

    fileprivate init(_ extent: LogExtent, _ read: Walk.Progress) {
        self.init(
            start: extent.start, end: extent.end, records: read.records, bytes: read.bytes,
            newest: read.newest.map(ComparedRecord.init))
    }
}

extension ComparedPartition {
    /// One of which nothing can be said.
    fileprivate init(unreadable cause: Cause, _ pair: PartitionPair, at time: Timestamp) {
        self.init(
            partition: pair.source.partition, measure: pair.measure, timestampsCompared: false,
            old: ComparedLog(start: 0, end: 0, records: 0, bytes: 0, newest: nil), new: nil,
            unreadable: cause.inComparing, comparedAt: time)
    }
}

/// Slows reading down to what is wanted, and says when to stop.
public protocol ReadingPace: Sendable {
    /// Blocks for as long as `bytes` more were to take; false where reading is to stop.
    func mayGoOn(after bytes: Int) -> Bool
}

/// A partition of OLD and its mirror.
public struct PartitionPair: Hashable, Sendable {
    public let source: TopicPartition
    /// Nil where NEW has no such partition, which must be certain.
    public let mirror: TopicPartition?
    public let measure: Measure

    public init(source: TopicPartition, mirror: TopicPartition?, measure: Measure) {
        self.source = source
        self.mirror = mirror
        self.measure = measure
    }
}
