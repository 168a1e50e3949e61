public import DecommissionGate
public import Quiescence

/// Follows what MirrorMaker 2 writes about itself on both clusters, and keeps what it amounts to.
///
/// Everything is read `read_committed`: under exactly-once all but the offset syncs is written in
/// transactions, some of them aborted.
public actor MirrorMakerReader: MirrorReader {
    private let topics: MirrorTopics
    private var positions: PositionBook
    private var syncs = OffsetSyncBook()
    private var checkpoints = CheckpointBook()
    private var heartbeats: HeartbeatBook
    private var configs = ConfigBook()
    private var statuses = StatusBook()
    private var isReading = false

    /// - Parameters:
    ///   - old: OLD's alias, as MirrorMaker knows it: it stands in its records.
    public init(old: ClusterAlias, topics: MirrorTopics) {
        self.topics = topics
        positions = PositionBook(cluster: old)
        heartbeats = HeartbeatBook(old: old)
    }

    /// Records that could not be understood, by topic, since each topic was begun; topics without any left out.
    public var malformedRecords: [TopicName: Int] {
        let counts = [
            (topics.positions, positions.malformed), (topics.syncs, syncs.malformed),
            (topics.checkpoints, checkpoints.malformed), (topics.heartbeats, heartbeats.malformed),
            (topics.configs, configs.malformed), (topics.status, statuses.malformed),
        ]
        // A configuration may name one topic for two purposes.
        return Dictionary(counts, uniquingKeysWith: max).filter { $0.value > 0 }
    }

    public func readMirror(old: any ClusterReader, new: any ClusterReader, until deadline: Deadline) async
        -> MirrorSurvey
    {
        // Two readings at once would take the records of one topic in an order that is not its own.
        guard !isReading else {
            return MirrorSurvey(
                nothingReadable: Cause(.bounded, "MirrorMaker's topics: the reading before is not finished"))
        }
        isReading = true
        defer { isReading = false }

        let syncsReader = topics.syncsOn == .old ? old : new
        async let positions = readPositions(on: new, until: deadline)
        async let syncs = readSyncs(on: syncsReader, until: deadline)
        async let checkpoints = readCheckpoints(on: new, until: deadline)
        async let heartbeats = readHeartbeats(on: new, until: deadline)
        async let description = readDescription(on: new, until: deadline)
        return await MirrorSurvey(
            positions: positions, syncs: syncs, checkpoints: checkpoints, heartbeat: heartbeats,
            description: description)
    }

    // What a topic brings is taken in batch by batch: a long one is never held as a whole.

    private func readPositions(on reader: any ClusterReader, until deadline: Deadline) async
        -> Reading<PositionBook.Content>
    { await reader.follow(topics.positions, until: deadline) { positions.read($0) } }

    private func readSyncs(on reader: any ClusterReader, until deadline: Deadline) async
        -> Reading<OffsetSyncBook.Content>
    { await reader.follow(topics.syncs, until: deadline) { syncs.read($0) } }

    private func readCheckpoints(on reader: any ClusterReader, until deadline: Deadline) async
        -> Reading<CheckpointBook.Content>
    { await reader.follow(topics.checkpoints, until: deadline) { checkpoints.read($0) } }

    private func readHeartbeats(on reader: any ClusterReader, until deadline: Deadline) async
        -> Reading<HeartbeatBook.Content>
    { await reader.follow(topics.heartbeats, until: deadline) { heartbeats.read($0) } }

    /// Without a configs topic there is nothing that a status topic could be about, and looking for what does not
    /// exist takes a new list of all topics.
    private func readDescription(on new: any ClusterReader, until deadline: Deadline) async
        -> Reading<MirrorDescription>
    {
        switch await new.follow(topics.configs, until: deadline, take: { configs.read($0) }) {
        // The status topic is followed on from where it was read: what was taken of it is not given again.
        case .absent: return .absent
        case .unreadable(let cause): return .unreadable(cause)
        case .known(let connectors):
            let statuses = await new.follow(topics.status, until: deadline) { self.statuses.read($0) }
            return .known(MirrorDescription(connectors, statuses))
        }
    }
}
