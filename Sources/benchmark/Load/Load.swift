import Quiescence

/// What the clusters hold while they are measured: a migration at rest.
///
/// OLD has topics and groups that read them; NEW has a mirror of each topic and the same groups, which have read
/// the mirrors. MirrorMaker's positions and offset syncs stand at the end of every partition.
struct Load: Sendable, Equatable {
    /// Topics of OLD, and as many mirrors on NEW.
    var topics = 1000
    /// Partitions of each topic.
    var partitions = 10
    /// Groups of each cluster.
    var groups = 500
    /// Brokers of each cluster.
    var brokers = 1

    /// 100,000 partitions and 2,000 groups on both sides together.
    static let large = Load(topics: 5000, partitions: 10, groups: 1000)

    /// Records in each partition: so many that five of them are compared with their mirrors.
    static let records = 9

    /// Surveys that it takes, beside the first one, until every partition's records were compared once.
    var surveysUntilCompared: Int { topics * partitions / LedgerQuestion.mostSampled }

    /// Partitions of both clusters together.
    var partitionsInAll: Int { 2 * topics * partitions }

    static func topic(_ number: Int) -> TopicName { TopicName(rawValue: "shop.events-\(padded(number))") }
    static func mirror(_ number: Int) -> TopicName { TopicName(rawValue: "OLD.\(topic(number))") }
    static func group(_ number: Int) -> GroupName { GroupName(rawValue: "service-\(padded(number))") }

    /// The topics of one cluster, in order.
    func topics(on side: Side) -> [TopicName] {
        (0..<topics).map { side == .old ? Self.topic($0) : Self.mirror($0) }
    }

    /// What a group has committed on topics of one cluster: the end of 20 partitions, or of so many more that each
    /// partition has a reader.
    func commits(of group: Int, in topics: [TopicName]) -> [TopicPartition: Int64] {
        let all = topics.count * partitions
        let count = min(max(20, (all + groups - 1) / groups), all)
        return (group * count..<(group + 1) * count).reduce(into: [:]) { commits, number in
            let name = topics[number / partitions % topics.count]
            commits[TopicPartition(name, Int32(number % partitions))] = Int64(Self.records)
        }
    }

    private static func padded(_ number: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}

extension Load: CustomStringConvertible {
    var description: String {
        "\(counted(topics, "topic")) of \(counted(partitions, "partition")) and \(counted(groups, "group"))"
            + " on each of two clusters of \(counted(brokers, "broker"))"
    }
}
