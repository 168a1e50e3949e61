public import Quiescence

/// A topic that is to be compared, partition by partition.
public struct ScopedTopic: Sendable, Equatable {
    public let topic: TopicName
    public let mirror: TopicName
    /// How many it has on OLD; those that can be compared are ``pairs``.
    public let partitionCount: Int
    public let pairs: [PartitionPair]
    /// Why none of it can be compared.
    public let unreadable: String?

    /// What was found of it, by partition.
    public func compared(_ results: [TopicPartition: ComparedPartition]) -> ComparedTopic {
        ComparedTopic(
            topic: topic, mirror: mirror, partitionCount: partitionCount,
            partitions: pairs.compactMap { results[$0.source] }, unreadable: unreadable)
    }
}

/// Which topics and partitions there are to compare, and by what measure.
public struct ComparisonScope {
    public var old: LeaderLayout
    public var new: LeaderLayout
    /// Whether the credentials see every topic of NEW: only then is one that is not listed not there.
    public var newSight: Reading<Sight>
    /// Whether each topic's `cleanup.policy` compacts.
    public var oldCompacts: [TopicName: Reading<Bool>]
    public var newCompacts: [TopicName: Reading<Bool>]
    private let naming: MirrorNaming

    public init(
        plan: Plan, old: LeaderLayout, new: LeaderLayout, newSight: Reading<Sight>,
        oldCompacts: [TopicName: Reading<Bool>], newCompacts: [TopicName: Reading<Bool>]
    ) {
        naming = plan.naming
        self.old = old
        self.new = new
        self.newSight = newSight
        self.oldCompacts = oldCompacts
        self.newCompacts = newCompacts
    }

    public func topic(_ topic: TopicName) -> ScopedTopic {
        let mirror = naming.mirror(of: topic)
        do throws(Cause) {
            let partitions = try partitions(of: topic, listed: old.leaders[topic], mayLack: false)
            let mirrored = try self.partitions(of: mirror, listed: new.leaders[mirror], mayLack: true)
            let measure = Measure(
                oldCompacts: oldCompacts[topic] ?? .absent,
                newCompacts: mirrored == 0 ? .known(false) : newCompacts[mirror] ?? .absent)
            let pairs = (0..<Int32(clamping: partitions)).map { number in
                PartitionPair(
                    source: TopicPartition(topic, number),
                    mirror: Int(number) < mirrored ? TopicPartition(mirror, number) : nil, measure: measure)
            }
            return ScopedTopic(
                topic: topic, mirror: mirror, partitionCount: partitions, pairs: pairs, unreadable: nil)
        } catch {
            return ScopedTopic(
                topic: topic, mirror: mirror, partitionCount: 0, pairs: [],
                unreadable: error.inComparing)
        }
    }

    /// How many partitions a topic has; none where it may lack and certainly does.
    private func partitions(
        of topic: TopicName, listed: Reading<[Reading<BrokerID>]>?, mayLack: Bool
    ) throws(Cause) -> Int {
        switch listed {
        case .known(let leaders)?: return leaders.count
        case .unreadable(let cause)?: throw cause
        case .absent?, nil: break
        }
        guard mayLack else { throw Cause(.missing, "topic \(topic): the cluster lists it no more") }
        switch newSight {
        case .known(.everything): return 0
        case .known(.filtered), .absent:
            throw Cause(
                .notAuthorized, "topic \(topic) is not listed, and the credentials do not see every topic",
                remedy: "grant Describe on all topics of NEW")
        case .unreadable(let cause): throw cause
        }
    }
}

extension Plan {
    /// The names that MirrorMaker builds under this plan.
    public var naming: MirrorNaming {
        MirrorNaming(old: old.alias, new: new.alias, prefix: mirror.topicPrefix)
    }
}
