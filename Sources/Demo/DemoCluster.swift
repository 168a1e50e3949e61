import DecommissionGate
import MockKafka
import Quiescence

/// One of the demo's two clusters: the brokers, and the coordinator that they lack.
struct DemoCluster: Sendable {
    let side: Side
    let mock: MockCluster
    let groups = GroupCoordinator()

    init(_ side: Side) throws(MockKafkaError) {
        self.side = side
        mock = try MockCluster()
        for topic in Names.topics(on: side) {
            mock.createTopic(topic.name, partitions: topic.partitions, replicas: 3, brokers: nil)
        }
    }

    var connection: ClusterConnection {
        ClusterConnection(
            alias: side == .old ? Names.old : Names.new, bootstrapServers: mock.bootstrapServers)
    }

    /// Commits as a broker does: the coordinator knows it, and a record of it stands in the log.
    func commit(_ offsets: PartitionMap<CommittedOffset>, of group: GroupName)
        async throws(MockKafkaError)
    {
        groups.commit(offsets, of: group)
        let records = offsets.sorted { $0.key < $1.key }
            .map { MockRecord(key: "\(group) \($0.key)", "\($0.value)") }
        try await mock.append(records, to: Names.consumerOffsets, batched: true)
    }
}
