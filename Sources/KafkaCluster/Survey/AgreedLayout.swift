import DecommissionGate
import Quiescence

/// What two clients' metadata say together; where they differ it is unreadable.
struct AgreedLayout: Sendable {
    let identity: Reading<ClusterID>
    let brokers: Reading<[Broker]>
    let topics: [TopicName: Reading<[PartitionLayout]>]
    /// Whether both said the same of cluster, brokers, topics and leaders.
    let isUnanimous: Bool
    /// The first of the two, for comparison with what single brokers say.
    let reference: Layout

    init(_ one: Layout, _ other: Layout) {
        identity =
            one.clusterID == other.clusterID
            ? one.clusterID
            : .unreadable(
                Cause(
                    .contradiction,
                    "two connections name different cluster ids: \(one.clusterID.words)"
                        + " and \(other.clusterID.words)"))
        brokers =
            one.brokers == other.brokers
            ? .known(one.brokers)
            : .unreadable(
                Cause(
                    .contradiction,
                    "two connections name different brokers: \(one.brokers.words)"
                        + " and \(other.brokers.words)"))
        topics = AgreedLayout.agreed(one.topics, other.topics)
        isUnanimous = identity.isKnown && brokers.isKnown && one.leads(like: other)
        reference = one
    }

    private static func agreed(
        _ one: [TopicName: Reading<[PartitionLayout]>], _ other: [TopicName: Reading<[PartitionLayout]>]
    ) -> [TopicName: Reading<[PartitionLayout]>] {
        // Where they say the same, which is nearly always, nothing is copied: what is shared costs nothing.
        var agreed = one
        for (name, topic) in other where one[name] != topic {
            agreed[name] = agreedTopic(name, one[name], topic)
        }
        for name in one.keys where other[name] == nil { agreed[name] = agreedTopic(name, one[name], nil) }
        return agreed
    }

    private static func agreedTopic(
        _ name: TopicName, _ one: Reading<[PartitionLayout]>?, _ other: Reading<[PartitionLayout]>?
    ) -> Reading<[PartitionLayout]> {
        guard let one, let other else {
            return .unreadable(
                Cause(.contradiction, "topic \(name): one connection lists it and another does not"))
        }
        guard case .known(let left) = one else { return one }
        guard case .known(let right) = other else { return other }
        guard left.count == right.count else {
            return .unreadable(
                Cause(.contradiction, "topic \(name): \(left.count) or \(right.count) partitions"))
        }
        return .known(
            zip(left, right).enumerated().map { partition, pair in
                PartitionLayout(
                    leader: pair.0.leader == pair.1.leader
                        ? pair.0.leader
                        : .unreadable(
                            Cause(
                                .contradiction,
                                "leader of \(name)-\(partition):"
                                    + " \(pair.0.leader.words) or \(pair.1.leader.words)")),
                    replication: pair.0.replication.worse(pair.1.replication))
            })
    }
}

extension Layout {
    fileprivate func leads(like other: Layout) -> Bool {
        topics.count == other.topics.count
            && topics.allSatisfy { name, topic in
                other.topics[name].map { $0 == topic || $0.leaders == topic.leaders } ?? false
            }
    }
}

extension Reading<[PartitionLayout]> {
    fileprivate var leaders: Reading<[Reading<BrokerID>]> { map { $0.map(\.leader) } }
}

extension Reading where Value: CustomStringConvertible {
    /// For sentences.
    var words: String {
        switch self {
        case .known(let value): value.description
        case .absent: "none"
        case .unreadable(let cause): "unknown (\(cause.detail))"
        }
    }
}

extension [Broker] {
    /// For sentences: "1 (a:9092), 2 (b:9092)".
    var words: String { map { "\($0.id) (\($0.address))" }.joined(separator: ", ") }
}
