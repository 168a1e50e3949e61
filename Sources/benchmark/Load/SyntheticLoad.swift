import Quiescence

/// Surveys of a load, made without any cluster.
///
/// As with the readers of clusters, equal names of one cluster share their storage over all surveys; MirrorMaker's
/// words have names of their own.
struct SyntheticLoad {
    let load: Load
    /// Of the groups of both clusters, those behind by a record in each of their partitions.
    let groupsBehind: Int
    private let old: Names
    private let new: Names
    private let mirror: MirrorSurvey

    init(load: Load, groupsBehind: Int = 0) {
        self.load = load
        self.groupsBehind = groupsBehind
        old = Names(of: load, on: .old)
        new = Names(of: load, on: .new)
        mirror = Self.mirror(of: load)
    }

    /// What one cluster tells, in order.
    private struct Names {
        let topics: [TopicName]
        let groups: [GroupName]

        init(of load: Load, on side: Side) {
            topics = load.topics(on: side)
            groups = (0..<load.groups).map(Load.group)
        }
    }

    private func names(on side: Side) -> Names {
        switch side {
        case .old: old
        case .new: new
        }
    }

    /// The plan under which a load is weighed: everything by default, and producers observed.
    static func plan(
        old: [ServerAddress] = [ServerAddress(host: "old", port: 9092)],
        new: [ServerAddress] = [ServerAddress(host: "new", port: 9092)]
    ) -> Plan {
        Plan(
            old: ClusterPlan(alias: "OLD", bootstrapServers: old),
            new: ClusterPlan(alias: "NEW", bootstrapServers: new), producers: .observed)
    }

    /// The survey that began so long after the first one.
    func survey(at time: Duration) -> Survey {
        Survey(
            began: Self.moment(time), ended: Self.moment(time + .seconds(1)), old: cluster(.old),
            new: cluster(.new),
            mirror: mirror)
    }

    /// So long after the first survey began.
    static func moment(_ time: Duration) -> Moment {
        let wall = WallTime(millisecondsSince1970: 1_800_000_000_000).advanced(by: time)
        return Moment(monotonic: time, boottime: time, wall: wall, boot: "boot")
    }

    /// One cluster of that survey.
    func cluster(_ side: Side) -> ClusterSurvey {
        let alias: ClusterAlias = side == .old ? "OLD" : "NEW"
        var survey = ClusterSurvey(alias: alias, nothingReadable: Cause(.notAsked, "not asked"))
        let broker = Broker(
            id: BrokerID(rawValue: 1),
            address: ServerAddress(host: alias.rawValue.lowercased(), port: 9092))
        survey.identity = .known(ClusterID(rawValue: "cluster-\(side.rawValue)"))
        survey.brokers = .known([broker])
        survey.agreement = .known(.unanimous(1))
        survey.topicSight = .known(.everything)
        survey.groupSight = .known(.everything)
        survey.authorization = .known(.noAuthorizer)
        let partitions = TopicSurvey(
            partitions: Array(repeating: Self.partition(end: Int64(Load.records)), count: load.partitions))
        var topics = names(on: side).topics.reduce(into: [TopicName: Reading<TopicSurvey>]()) {
            $0[$1] = .known(partitions)
        }
        topics["__consumer_offsets"] = .known(
            TopicSurvey(partitions: Array(repeating: Self.partition(end: 0), count: 50)))
        survey.topics = .known(topics)
        survey.groups = GroupListing(completeness: .complete, seen: groups(side))
        return survey
    }

    /// One that holds what lies before that end.
    static func partition(end: Int64) -> PartitionSurvey {
        PartitionSurvey(
            leader: .known(BrokerID(rawValue: 1)), replication: .complete(1), start: known(0),
            end: known(end),
            stable: known(end))
    }

    /// Of a partition with all its records.
    static func end<Kind>() -> Reading<Offset<Kind>> { known(Int64(Load.records)) }

    private static func known<Kind>(_ offset: Int64) -> Reading<Offset<Kind>> {
        Offset(offset).map { .known($0) } ?? .absent
    }

    private func groups(_ side: Side) -> [GroupName: GroupSurvey] {
        let names = names(on: side)
        return names.groups.enumerated().reduce(into: [:]) { groups, group in
            let (number, name) = group
            let behind: Int64 = number < groupsBehind ? 1 : 0
            let commits = load.commits(of: number, in: names.topics).compactMap { partition, offset in
                CommittedOffset(offset - behind).map { (partition, $0) }
            }
            groups[name] = GroupSurvey(
                protocolType: .known("consumer"), state: .known(.empty), members: .known([]),
                commits: .known(PartitionMap(commits)))
        }
    }

    private static func mirror(of load: Load) -> MirrorSurvey {
        var positions: PartitionMap<Reading<MirrorPosition>> = [:]
        var syncs: PartitionMap<[OffsetSync]> = [:]
        for name in load.topics(on: .old) {
            for number in 0..<load.partitions {
                let partition = TopicPartition(name, Int32(number))
                positions[partition] = MirrorPosition(Int64(Load.records - 1)).map { .known($0) }
                let last = Int64(Load.records - 1)
                syncs[partition] = [
                    OffsetSync(upstream: 0, downstream: 0), OffsetSync(upstream: last, downstream: last),
                ]
            }
        }
        return MirrorSurvey(
            positions: .known(["MirrorSourceConnector": positions]), syncs: .known(syncs),
            checkpoints: .absent, heartbeat: .absent, description: .known(description))
    }

    /// MirrorMaker's own word, as every worker leaves it: where there is none, nothing rests on pairs alone.
    private static var description: MirrorDescription {
        let source = MirrorConnector(
            kind: .source, settings: [.sourceAlias: .known("OLD"), .targetAlias: .known("NEW")])
        return MirrorDescription(connectors: ["MirrorSourceConnector": source])
    }
}
