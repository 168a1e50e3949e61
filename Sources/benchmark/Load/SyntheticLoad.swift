import Quiescence

/// Surveys of a load, made without any cluster.
///
/// MirrorMaker's words have names of their own, as those that are read from records do.
struct SyntheticLoad {
    private let old: SyntheticCluster
    private let new: SyntheticCluster
    private let mirror: MirrorSurvey

    /// - Parameter groupsBehind: Of the groups of both clusters, those behind by a record in each of their partitions.
    init(load: Load, groupsBehind: Int = 0) {
        old = SyntheticCluster(load: load, side: .old, groupsBehind: groupsBehind)
        new = SyntheticCluster(load: load, side: .new, groupsBehind: groupsBehind)
        mirror = Self.mirror(of: load)
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
            began: Self.moment(time), ended: Self.moment(time + .seconds(1)), old: old.survey(),
            new: new.survey(), mirror: mirror)
    }

    /// So long after the first survey began.
    static func moment(_ time: Duration) -> Moment {
        let wall = WallTime(millisecondsSince1970: 1_800_000_000_000).advanced(by: time)
        return Moment(monotonic: time, boottime: time, wall: wall, boot: "boot")
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
