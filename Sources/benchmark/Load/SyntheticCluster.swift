import Quiescence

/// One cluster of a load, as a survey of it finds it.
///
/// As with the readers of clusters, equal names share their storage over all surveys.
struct SyntheticCluster {
    let load: Load
    let side: Side
    /// Groups behind by a record in each of their partitions.
    let groupsBehind: Int
    private let topics: [TopicName]
    private let groups: [GroupName]

    init(load: Load, side: Side, groupsBehind: Int = 0) {
        self.load = load
        self.side = side
        self.groupsBehind = groupsBehind
        topics = load.topics(on: side)
        groups = (0..<load.groups).map(Load.group)
    }

    func survey() -> ClusterSurvey {
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
        survey.topics = .known(topicSurveys)
        survey.groups = GroupListing(completeness: .complete, seen: groupSurveys)
        return survey
    }

    private var topicSurveys: [TopicName: Reading<TopicSurvey>] {
        let partitions = TopicSurvey(
            partitions: Array(repeating: Self.partition(end: Int64(Load.records)), count: load.partitions))
        var surveys = topics.reduce(into: [TopicName: Reading<TopicSurvey>]()) {
            $0[$1] = .known(partitions)
        }
        surveys["__consumer_offsets"] = .known(
            TopicSurvey(partitions: Array(repeating: Self.partition(end: 0), count: 50)))
        return surveys
    }

    private var groupSurveys: [GroupName: GroupSurvey] {
        groups.enumerated().reduce(into: [:]) { surveys, group in
            let (number, name) = group
            let behind: Int64 = number < groupsBehind ? 1 : 0
            let commits = load.commits(of: number, in: topics).compactMap { partition, offset in
                CommittedOffset(offset - behind).map { (partition, $0) }
            }
            surveys[name] = GroupSurvey(
                protocolType: .known("consumer"), state: .known(.empty), members: .known([]),
                commits: .known(PartitionMap(commits)))
        }
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
}
