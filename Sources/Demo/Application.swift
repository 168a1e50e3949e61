import DecommissionGate
import MockKafka
import Quiescence

/// A service that reads topics in a group of its own, first on OLD, then on NEW.
actor Application {
    let group: GroupName
    private let topics: [TopicName]
    private let old: Home
    private let new: Home
    private(set) var side = Side.old
    /// The next offset that it will read, by cluster.
    private var next: [Side: [TopicPartition: Int64]] = [:]

    /// A cluster and this application's own connection to it.
    struct Home: Sendable {
        let cluster: DemoCluster
        let reader: any ClusterReader
    }

    init(_ group: GroupName, reading topics: [TopicName], old: Home, new: Home) {
        self.group = group
        self.topics = topics
        self.old = old
        self.new = new
        old.cluster.groups.join(group, as: group.rawValue)
    }

    private func home(_ side: Side) -> Home { side == .old ? old : new }

    /// On NEW it reads the mirrors, and beside them what the producers write there after the flip.
    private func subscription(on side: Side) -> [TopicName] {
        side == .old ? topics : topics.map(Names.naming.mirror(of:)) + topics
    }

    /// Reads what is new and commits it.
    func step(until deadline: Deadline) async throws(MockKafkaError) {
        let before = next[side, default: [:]]
        await read(on: side, until: deadline)
        try await commit(on: side, since: before)
    }

    /// Starts on NEW with `auto.offset.reset=latest` and is rolled back: its group now has offsets there, and
    /// goes on reading on OLD.
    func seed(until deadline: Deadline) async throws(MockKafkaError) {
        await read(on: .new, until: deadline)
        for topic in Names.topics(on: .new) where subscription(on: .new).contains(topic.name) {
            for number in 0..<topic.partitions {
                next[.new, default: [:]][TopicPartition(topic.name, number), default: 0] += 0
            }
        }
        try await commit(on: .new, since: [:])
    }

    /// Whether it has read on OLD all that lies before its beginning on NEW; the demo's mirror skips nothing,
    /// so that offsets are equal on both sides.
    var hasReplayed: Bool {
        guard let seeds = next[.new] else { return false }
        return seeds.allSatisfy { mirror, seed in
            guard let source = Names.naming.source(ofMirror: mirror.topic) else { return true }
            return next[.old]?[TopicPartition(source, mirror.partition)] ?? 0 >= seed
        }
    }

    /// Is deployed against NEW for good.
    func move() {
        old.cluster.groups.leave(group)
        new.cluster.groups.join(group, as: group.rawValue)
        side = .new
    }

    private func read(on side: Side, until deadline: Deadline) async {
        for topic in subscription(on: side) {
            let followed = await home(side).reader.follow(
                topic, isolation: .readUncommitted, until: deadline)
            for record in followed.records {
                let partition = TopicPartition(topic, record.partition)
                next[side, default: [:]][partition] = max(
                    next[side]?[partition] ?? 0, record.offset + 1)
            }
        }
    }

    private func commit(on side: Side, since before: [TopicPartition: Int64]) async throws(MockKafkaError) {
        let moved = next[side, default: [:]].filter { before[$0.key] != $0.value }
        guard !moved.isEmpty else { return }
        let commits = moved.compactMap { partition, offset in CommittedOffset(offset).map { (partition, $0) }
        }
        try await home(side).cluster.commit(PartitionMap(commits), of: group)
    }
}
