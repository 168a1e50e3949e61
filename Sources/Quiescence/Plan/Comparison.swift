/// What a file of `compare` says, as far as it can be evidence.
public struct Comparison: Sendable, Equatable {
    /// For sentences: the file as the configuration names it, and when it was made.
    public var title: String
    /// Of what it says: tells it from another file of that name.
    public var sha256: String
    /// The clusters that were compared.
    public var old: ClusterID
    public var new: ClusterID
    public var topicPrefix: String
    /// The level at which OLD was read.
    public var isolation: Isolation
    /// The latest time in it, by the clock of the machine that compared.
    public var latest: WallTime
    /// By partition of OLD: those that were equal without reservation, and those that were not.
    public var partitions: PartitionMap<ComparedExtent>

    /// - Parameter latest: When it was made; where a partition was compared later, that counts.
    public init(
        title: String, sha256: String, old: ClusterID, new: ClusterID, topicPrefix: String,
        isolation: Isolation, latest: WallTime, partitions: PartitionMap<ComparedExtent>
    ) {
        self.title = title
        self.sha256 = sha256
        self.old = old
        self.new = new
        self.topicPrefix = topicPrefix
        self.isolation = isolation
        self.latest = partitions.reduce(latest) { max($0, $1.value.time) }
        self.partitions = partitions
    }

    /// How many partitions it found equal.
    public var equalCount: Int { partitions.reduce(0) { $0 + ($1.value.isEqual ? 1 : 0) } }
}

extension Comparison {
    /// So far the clocks of two machines may differ unnoticed: where two of their times are no further apart, either
    /// may be the later one, and the worse order is taken.
    static let clockTolerance = Duration.seconds(5)

    /// Whether it was made, by its own clock, after this moment of ours, at which it was there already. Then its
    /// times cannot be laid beside ours.
    func isAhead(of moment: Moment) -> Bool { latest > moment.wall.advanced(by: Self.clockTolerance) }
}

/// The ranges of both logs of a partition that were compared.
public struct ComparedExtent: Hashable, Sendable {
    /// Everything that OLD held stood in the mirror. Otherwise records were found on OLD alone.
    public var isEqual: Bool
    /// OLD's log, `sourceStart ..< sourceEnd`.
    public var sourceStart: Int64
    public var sourceEnd: Int64
    /// How many records OLD gave of it; the other offsets hold none.
    public var records: Int64
    /// The mirror's log; both 0 where there was none.
    public var mirrorStart: Int64
    public var mirrorEnd: Int64
    /// Reading had not begun before.
    public var time: WallTime

    public init(
        isEqual: Bool = true, sourceStart: Int64, sourceEnd: Int64, records: Int64, mirrorStart: Int64,
        mirrorEnd: Int64, time: WallTime
    ) {
        self.isEqual = isEqual
        self.sourceStart = sourceStart
        self.sourceEnd = sourceEnd
        self.records = records
        self.mirrorStart = mirrorStart
        self.mirrorEnd = mirrorEnd
        self.time = time
    }

    /// Where it stands among others: what speaks against a partition may have come later than it says.
    var turn: WallTime { isEqual ? time : time.advanced(by: Comparison.clockTolerance) }

    /// Whether what was seen at a time of ours may have been there when it was not compared yet.
    func isBefore(_ seen: WallTime) -> Bool { seen.advanced(by: Comparison.clockTolerance) >= time }
}
