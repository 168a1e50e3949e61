import DecommissionGate
import Quiescence

/// The three offsets of one partition.
struct PartitionOffsets: Sendable {
    var start: Reading<StartOffset>
    var end: Reading<EndOffset>
    var stable: Reading<StableOffset>

    init(unreadable cause: Cause) {
        start = .unreadable(cause)
        end = .unreadable(cause)
        stable = .unreadable(cause)
    }

    init(start: Reading<Int64>, end: Reading<Int64>, stable: Reading<Int64>) {
        self.start = start.asOffset()
        self.end = end.asOffset()
        self.stable = stable.asOffset()
    }
}

extension Reading<Int64> {
    /// The number as an offset; librdkafka's negative ones are none.
    func asOffset<Kind>() -> Reading<Offset<Kind>> {
        switch self {
        case .known(let value):
            Offset(value).map { .known($0) }
                ?? .unreadable(Cause(.incomplete, "an answer with the offset \(value)"))
        case .absent: .absent
        case .unreadable(let cause): .unreadable(cause)
        }
    }
}

/// Asks one leader for the three offsets of its partitions, chunk by chunk.
///
/// The order is start, end, stable. A stable offset that was read after the end and is still below
/// it can only mean an open transaction: had it ended in between, the offset would have passed the end.
struct OffsetPass: Sendable {
    let clients: Clients
    let leader: LeaderTalk

    /// The offsets of a chunk of the leader's partitions. Blocks.
    func offsets(of chunk: ArraySlice<TopicPartition>) -> [PartitionOffsets] {
        let starts = leader.ask(.start, clients.uncommitted, chunk)
        let ends = leader.ask(.end, clients.uncommitted, chunk)
        let stables = leader.ask(.end, clients.committed, chunk)
        return zip(starts, zip(ends, stables)).map { start, pair in
            PartitionOffsets(start: start, end: pair.0, stable: pair.1.cappedAt(pair.0))
        }
    }
}

extension Reading<Int64> {
    /// A stable offset that has passed the end, which was read before it, says that all below the
    /// end is decided; as an offset below the end's own it is comparable to it.
    fileprivate func cappedAt(_ end: Reading<Int64>) -> Reading<Int64> {
        guard case .known(let stable) = self, case .known(let end) = end else { return self }
        return .known(Swift.min(stable, end))
    }
}
