import DecommissionGate
import FoundationEssentials
import Quiescence

/// Two clusters and a MirrorMaker as a file has them: one line of four numbers, written over by whoever plays them.
///
/// `orders` has what the file says; twenty topics beside it are at rest, so that there is something to keep.
struct ScriptedWorld {
    /// Log start and end of `orders` on OLD.
    let start: Int64
    let end: Int64
    /// MirrorMaker, the mirror and its reader have come to here.
    let mirrored: Int64
    /// MirrorMaker's pairs of offsets have come to here.
    let paired: Int64

    /// Throws where the file is not there, or no such line.
    init(_ path: String) throws {
        let numbers = try String(contentsOfFile: path, encoding: .utf8).split { " \n".contains($0) }
            .compactMap { Int64($0) }
        guard numbers.count == 4 else { throw NoWorld(path: path) }
        (start, end, mirrored, paired) = (numbers[0], numbers[1], numbers[2], numbers[3])
    }

    struct NoWorld: Error { let path: String }

    private static let quiet: Int64 = 100
    private static let group: GroupName = "billing"
    private static var quietTopics: [TopicName] { (0..<20).map { TopicName(rawValue: "quiet-\($0)") } }

    static var plan: Plan {
        Plan(
            old: ClusterPlan(alias: "OLD", bootstrapServers: [ServerAddress(host: "old", port: 9092)]),
            new: ClusterPlan(alias: "NEW", bootstrapServers: [ServerAddress(host: "new", port: 9092)]),
            producers: .observed,
            timing: Timing(
                interval: .milliseconds(200), window: .milliseconds(1500), confirmation: .milliseconds(100)))
    }

    /// A partition: where its log starts and ends, and how far it was read.
    private struct Log {
        var start: Int64 = 0
        var end = quiet
        var read = quiet
    }

    private func partitions(of side: Side) -> [TopicPartition: Log] {
        var found: [TopicPartition: Log] = [:]
        for topic in Self.quietTopics {
            let name = side == .old ? topic : TopicName(rawValue: "OLD.\(topic)")
            for number in 0..<4 as Range<Int32> { found[TopicPartition(name, number)] = Log() }
        }
        switch side {
        case .old: found[TopicPartition("orders", 0)] = Log(start: start, end: end, read: end)
        case .new: found[TopicPartition("OLD.orders", 0)] = Log(end: mirrored, read: mirrored)
        }
        found[TopicPartition("__consumer_offsets", 0)] = Log(end: 0, read: 0)
        return found
    }

    func survey(of side: Side) -> ClusterSurvey {
        let alias: ClusterAlias = side == .old ? "OLD" : "NEW"
        var survey = ClusterSurvey(alias: alias, nothingReadable: Cause(.notAsked, "not asked"))
        survey.identity = .known(ClusterID(rawValue: "id-of-\(side)"))
        let address = ServerAddress(host: side.rawValue, port: 9092)
        survey.brokers = .known([Broker(id: BrokerID(rawValue: 1), address: address)])
        survey.agreement = .known(.unanimous(1))
        survey.topicSight = .known(.everything)
        survey.groupSight = .known(.everything)
        survey.authorization = .known(.noAuthorizer)
        var topics: [TopicName: [PartitionSurvey]] = [:]
        var commits: PartitionMap<CommittedOffset> = [:]
        for (partition, log) in partitions(of: side).sorted(by: { $0.key < $1.key }) {
            topics[partition.topic, default: []].append(Self.partition(log.start, log.end))
            if log.end > 0 { commits[partition] = CommittedOffset(log.read) }
        }
        survey.topics = .known(topics.mapValues { .known(TopicSurvey(partitions: $0)) })
        let group = GroupSurvey(
            protocolType: .known("consumer"), state: .known(.empty), members: .known([]),
            commits: .known(commits))
        survey.groups = GroupListing(completeness: .complete, seen: [Self.group: group])
        return survey
    }

    private static func partition(_ start: Int64, _ end: Int64) -> PartitionSurvey {
        PartitionSurvey(
            leader: .known(BrokerID(rawValue: 1)), replication: .complete(1), start: known(start),
            end: known(end), stable: known(end))
    }

    private static func known<Kind>(_ offset: Int64) -> Reading<Offset<Kind>> {
        Offset(offset).map { .known($0) } ?? .absent
    }

    var mirror: MirrorSurvey {
        var positions: PartitionMap<Reading<MirrorPosition>> = [:]
        var syncs: PartitionMap<[OffsetSync]> = [:]
        for (partition, _) in partitions(of: .old) where partition.topic != "__consumer_offsets" {
            let isPlayed = partition.topic == "orders"
            positions[partition] = MirrorPosition((isPlayed ? mirrored : Self.quiet) - 1).map { .known($0) }
            let last = (isPlayed ? paired : Self.quiet) - 1
            syncs[partition] = [
                OffsetSync(upstream: 0, downstream: 0), OffsetSync(upstream: last, downstream: last),
            ]
        }
        return MirrorSurvey(
            positions: .known(["MirrorSourceConnector": positions]), syncs: .known(syncs),
            checkpoints: .absent, heartbeat: .absent)
    }

    /// The records of a range: on both clusters the same ones at the same offsets.
    func records(_ range: DigestRange, on side: Side) -> [DigestedRecord] {
        guard let log = partitions(of: side)[range.partition] else { return [] }
        let (lower, upper) = (max(range.range.lower, log.start), min(range.range.upper, log.end))
        guard lower < upper else { return [] }
        return (lower..<(range.isFirstOnly ? lower + 1 : upper)).map { offset in
            DigestedRecord(
                offset: offset, content: Fingerprint((UInt64(offset), 0, 0, 0)), key: nil, isTombstone: false,
                stamp: .created, size: 1)
        }
    }
}
