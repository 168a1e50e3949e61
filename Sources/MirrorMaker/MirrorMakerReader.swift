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

        let topics = topics
        let syncsReader = topics.syncsOn == .old ? old : new
        async let positions = new.follow(topics.positions, isolation: .readCommitted, until: deadline)
        async let syncs = syncsReader.follow(topics.syncs, isolation: .readCommitted, until: deadline)
        async let checkpoints = new.follow(topics.checkpoints, isolation: .readCommitted, until: deadline)
        async let heartbeats = new.follow(topics.heartbeats, isolation: .readCommitted, until: deadline)
        async let description = readDescription(on: new, until: deadline)
        return MirrorSurvey(
            positions: self.positions.read(await positions), syncs: self.syncs.read(await syncs),
            checkpoints: self.checkpoints.read(await checkpoints),
            heartbeat: self.heartbeats.read(await heartbeats),
            description: await description)
    }

    /// Without a configs topic there is nothing that a status topic could be about, and looking for what does not
    /// exist takes a new list of all topics.
    private func readDescription(on new: any ClusterReader, until deadline: Deadline) async
        -> Reading<MirrorDescription>
    {
        let followed = await new.follow(topics.configs, isolation: .readCommitted, until: deadline)
        switch configs.read(followed) {
        case .absent:
            statuses.clear()
            return .absent
        case .unreadable(let cause): return .unreadable(cause)
        case .known(let connectors):
            let status = await new.follow(topics.status, isolation: .readCommitted, until: deadline)
            return .known(MirrorDescription(connectors, statuses.read(status)))
        }
    }
}
