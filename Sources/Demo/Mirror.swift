import DecommissionGate
import MockKafka
import Quiescence

/// A small MirrorMaker 2: copies every topic of OLD into its mirror on NEW, at its own speed, and writes down
/// how far it has come where MirrorMaker does.
actor Mirror {
    /// Records in a second of the story: fewer than are written, so that some are in flight at the flip.
    static let rate = 24

    private let source: any ClusterReader
    private let old: MockCluster
    private let new: MockCluster
    /// Read on OLD and not written on NEW yet, in order.
    private var waiting: ArraySlice<(partition: TopicPartition, record: LogRecord)> = []
    /// Offset after the last record that was read.
    private var read: [TopicPartition: Int64] = [:]
    private var hasIntroducedItself = false
    /// Records written to each mirror.
    private var written: [TopicPartition: Int64] = [:]

    init(from source: any ClusterReader, on old: MockCluster, to new: MockCluster) {
        self.source = source
        self.old = old
        self.new = new
    }

    /// Reads what is new and copies up to `budget` records.
    func step(budget: Int, until deadline: Deadline) async throws(MockKafkaError) {
        try await introduceItself()
        for topic in Names.mirrored {
            let followed = await source.follow(topic.name, isolation: .readUncommitted, until: deadline)
            for record in followed.records {
                let partition = TopicPartition(topic.name, record.partition)
                // A topic that is followed from its start again brings what was read before.
                guard record.offset >= read[partition, default: 0] else { continue }
                read[partition] = record.offset + 1
                waiting.append((partition, record))
            }
        }
        let batch = waiting.prefix(budget)
        waiting = waiting.dropFirst(budget)
        try await copy(Dictionary(grouping: batch, by: \.partition).mapValues { $0.map(\.record) })
    }

    /// Writes down once how it is set up, where MirrorMaker does.
    private func introduceItself() async throws(MockKafkaError) {
        guard !hasIntroducedItself else { return }
        let connector = MirrorRecords.connector(from: old.bootstrapServers, to: new.bootstrapServers)
        try await new.append(connector, to: Names.configs)
        try await new.append(MirrorRecords.running, to: Names.status)
        hasIntroducedItself = true
    }

    /// Records first, then the pairs of offsets, then the positions: what is said to be mirrored is.
    private func copy(_ batch: [TopicPartition: [LogRecord]]) async throws(MockKafkaError) {
        var positions: [MockRecord] = []
        var syncs: [MockRecord] = []
        for (source, records) in batch.sorted(by: { $0.key < $1.key }) {
            guard let last = records.last else { continue }
            try await new.append(
                records.map {
                    MockRecord(
                        key: $0.key ?? [], value: $0.value ?? [],
                        timestamp: $0.timestamp?.millisecondsSince1970)
                },
                to: Names.naming.mirror(of: source.topic), source.partition, batched: true)
            written[source, default: 0] += Int64(records.count)
            syncs.append(MirrorRecords.sync(of: source, last.offset, written[source, default: 0] - 1))
            positions.append(MirrorRecords.position(of: source, at: last.offset))
        }
        try await old.append(syncs, to: Names.syncs, batched: true)
        try await new.append(positions, to: Names.positions, batched: true)
    }
}
