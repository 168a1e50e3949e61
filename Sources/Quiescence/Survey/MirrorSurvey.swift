/// What MirrorMaker 2 wrote about itself in its internal topics.
public struct MirrorSurvey: Sendable, Equatable {
    /// Source positions by connector, never merged over connectors. Absent: the offsets topic does not exist.
    public var positions: Reading<[ConnectorName: PartitionMap<Reading<MirrorPosition>>]>
    /// Pairs of offsets per source partition, in the order of the log. Absent: the topic does not exist.
    public var syncs: Reading<PartitionMap<[OffsetSync]>>
    /// Newest checkpoint per group and mirror partition. Absent: the topic does not exist.
    public var checkpoints: Reading<[GroupName: PartitionMap<Checkpoint>]>
    /// Newest heartbeat that came through OLD. Absent: none ever did, and nothing depends on it. Malformed:
    /// a record among them is no heartbeat, so the topic is not MirrorMaker's alone.
    public var heartbeat: Reading<WallTime>
    /// How it is set up. Absent: the configs topic does not exist under the name that it is looked for.
    public var description: Reading<MirrorDescription>

    public init(
        positions: Reading<[ConnectorName: PartitionMap<Reading<MirrorPosition>>]>,
        syncs: Reading<PartitionMap<[OffsetSync]>>,
        checkpoints: Reading<[GroupName: PartitionMap<Checkpoint>]>, heartbeat: Reading<WallTime>,
        description: Reading<MirrorDescription> = .absent
    ) {
        self.positions = positions
        self.syncs = syncs
        self.checkpoints = checkpoints
        self.heartbeat = heartbeat
        self.description = description
    }

    /// A mirror of which nothing could be read, for one and the same reason.
    public init(nothingReadable cause: Cause) {
        self.init(
            positions: .unreadable(cause), syncs: .unreadable(cause), checkpoints: .unreadable(cause),
            heartbeat: .unreadable(cause), description: .unreadable(cause))
    }
}

/// One record of `mm2-offset-syncs`: the source offset `upstream` became the mirror's offset `downstream`.
public struct OffsetSync: Hashable, Sendable {
    public let upstream: Int64
    public let downstream: Int64

    public init(upstream: Int64, downstream: Int64) {
        self.upstream = upstream
        self.downstream = downstream
    }

    /// Source offsets that did not become mirror records so far (negative: the mirror has extra ones).
    public var skew: Int64 { upstream - downstream }
}

/// A group's progress as MirrorMaker translated it; with `sync.group.offsets` it also commits it on NEW.
public struct Checkpoint: Hashable, Sendable {
    public let upstream: Int64
    public let downstream: Int64

    public init(upstream: Int64, downstream: Int64) {
        self.upstream = upstream
        self.downstream = downstream
    }
}

/// Which records a reader is given.
public enum Isolation: String, Hashable, Sendable, CaseIterable {
    /// Aborted and undecided records too.
    case readUncommitted = "read_uncommitted"
    /// Only records of committed transactions and of none.
    case readCommitted = "read_committed"
}

/// Do the offsets `from ..< end` of a partition hold a record?
///
/// Markers, aborted records and compaction leave offsets with nothing to read, so a lag that never
/// reaches 0 is proven harmless by reading, not tolerated.
public struct TailQuestion: Hashable, Sendable {
    public let side: Side
    public let partition: TopicPartition
    public let from: Int64
    public let end: EndOffset
    public let isolation: Isolation

    public init(side: Side, partition: TopicPartition, from: Int64, end: EndOffset, isolation: Isolation) {
        self.side = side
        self.partition = partition
        self.from = from
        self.end = end
        self.isolation = isolation
    }
}

/// What a read to the end of that range found.
public enum TailAnswer: Hashable, Sendable {
    /// The reader reached `end` and was given no record: the range is proven empty.
    case empty
    /// There is a record; the offset of the first one.
    case holdsRecord(at: Int64)
}
