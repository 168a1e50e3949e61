import DecommissionGate
import Quiescence

/// The pairs of `mm2-offset-syncs`: a source offset and the mirror's offset that it became.
///
/// Key: topic (string), partition (int32). Value: upstream (int64), downstream (int64), without a version.
/// A pair in the middle that cannot be understood costs nothing, the next one says as much; where the
/// newest pair of a partition cannot, a step may go unseen, and the ledger as a whole is unreadable.
///
/// Of each partition ``mostPairs`` are kept, for a topic that is written in transactions gains a pair with each
/// of them: of the older half every second one gives way. What was stepped over between its neighbours is still
/// seen as one sum, over a wider range. A pair at which the skew turns never gives way to make room for others:
/// without it a rise and a fall would cancel each other.
struct OffsetSyncBook: Book {
    /// Pairs of one partition, 16 bytes each.
    static let mostPairs = 1000

    private(set) var malformed = 0
    private var syncs: PartitionMap<[OffsetSync]> = [:]
    /// Partitions of which the newest pair could not be understood.
    private var unreadable: [TopicPartition: Cause] = [:]

    var content: Reading<PartitionMap<[OffsetSync]>> {
        firstCause(unreadable.values).map(Reading.unreadable) ?? .known(syncs)
    }

    mutating func take(_ record: LogRecord) {
        do throws(MalformedRecord) {
            take(record, of: try Self.key(record))
        } catch {
            malformed += 1
        }
    }

    private mutating func take(_ record: LogRecord, of partition: TopicPartition) {
        do throws(MalformedRecord) {
            let sync = try Self.sync(record)
            syncs[partition, default: []].join(sync)
            unreadable[partition] = nil
        } catch {
            malformed += 1
            unreadable[partition] = Cause(
                .malformed, "offset sync of \(partition) at offset \(record.offset): \(error)")
        }
    }

    mutating func clear() { self = OffsetSyncBook() }

    private static func key(_ record: LogRecord) throws(MalformedRecord) -> TopicPartition {
        guard let bytes = record.key else { throw .missing("key") }
        var key = FieldReader(bytes)
        let partition = TopicPartition(TopicName(rawValue: try key.string()), try key.partition())
        try key.finish()
        return partition
    }

    private static func sync(_ record: LogRecord) throws(MalformedRecord) -> OffsetSync {
        guard let bytes = record.value else { throw .missing("value") }
        var value = FieldReader(bytes)
        let sync = OffsetSync(
            upstream: try value.offset("upstream offset"), downstream: try value.offset("downstream offset"))
        try value.finish()
        return sync
    }
}

extension [OffsetSync] {
    /// Adds the next pair of the log. Of a run of pairs that ascend with equal skew only the first and the
    /// last are kept: whatever lies between two of them translates exactly, so those between say nothing.
    fileprivate mutating func join(_ sync: OffsetSync) {
        if count >= 2, self[count - 1].isFollowed(by: sync), self[count - 2].isFollowed(by: self[count - 1]) {
            self[count - 1] = sync
        } else if last != sync {
            append(sync)
            if count > OffsetSyncBook.mostPairs { makeRoom() }
        }
    }

    private mutating func makeRoom() {
        // Equally sparse over the whole log, so that the widest range is not too wide to be read.
        let widest = (self[count - 1].upstream - self[0].upstream) / (Int64(count) / 5)
        let kept = indices.filter { index in
            index % 2 == 0 || index >= count / 2
                || !self[index].isBetween(self[index - 1], self[index + 1])
                || self[index + 1].upstream - self[index - 1].upstream > widest
        }
        if kept.count == count { dropOldest() } else { self = kept.map { self[$0] } }
    }

    /// Drops the oldest pair. While nothing went back since, the two of a first step down stay: behind it
    /// equal skews prove nothing, and without it they would seem to.
    private mutating func dropOldest() {
        let wentBack = indices.dropFirst().contains { self[$0].goesBack(behind: self[$0 - 1]) }
        remove(at: !wentBack && self[1].skew < self[0].skew ? 2 : 0)
    }
}

extension OffsetSync {
    /// Every source offset from here to `next` became one mirror record; nothing was stepped over or replayed.
    fileprivate func isFollowed(by next: OffsetSync) -> Bool { next.skew == skew && next.upstream > upstream }

    /// Both offsets and the skew go on from the one through this to the other.
    fileprivate func isBetween(_ before: OffsetSync, _ next: OffsetSync) -> Bool {
        before.upstream < upstream && upstream < next.upstream && before.downstream < downstream
            && downstream < next.downstream
            && (before.skew <= skew && skew <= next.skew || before.skew >= skew && skew >= next.skew)
    }

    /// The mirror or its source counts anew, or a part was mirrored once more.
    fileprivate func goesBack(behind last: OffsetSync) -> Bool {
        upstream < last.upstream || downstream < last.downstream
    }
}
