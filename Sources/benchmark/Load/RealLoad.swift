import Glibc
import Quiescence
import TestKafka

extension Load {
    /// Two real clusters that hold this load; ended whatever comes of `body`.
    func onRealKafka<Answer: Sendable>(
        _ progress: Progress, _ body: (KafkaPair) async throws -> Answer
    ) async throws -> Answer {
        progress.show("starting \(2 * brokers) brokers")
        let heap = "\(max(256, partitionsInAll / brokers / 40))m"
        return try await withKafkaPair(
            old: ClusterSetup(brokers: brokers, distribution: .old, heap: heap),
            new: ClusterSetup(brokers: brokers, distribution: .new, heap: heap)
        ) { pair in
            try await fill(pair, progress)
            return try await body(pair)
        }
    }

    private func fill(_ pair: KafkaPair, _ progress: Progress) async throws {
        try await withThrowingTaskGroup { group in
            for side in Side.allCases {
                group.addTask { try await fill(pair.bootstrap(side), side, progress) }
            }
            try await group.waitForAll()
        }
    }

    /// The time of every record, for a mirror's is its source's; milliseconds since 1970.
    private static let written = Int64(time(nil)) * 1000

    private func fill(_ bootstrap: String, _ side: Side, _ progress: Progress) async throws {
        let client = try TestClient(bootstrap)
        let names = topics(on: side)
        let records = (0..<partitions * Self.records).map { index in
            TestRecord(
                key: "\(index)", "record", partition: Int32(index % partitions), timestamp: Self.written)
        }
        // A controller refuses requests that create very many partitions at once.
        let batch = max(1, 1000 / partitions)
        for first in stride(from: 0, to: topics, by: batch) {
            progress.show("\(side.rawValue): \(first) of \(counted(topics, "topic")) created")
            let some = names[first..<min(first + batch, topics)]
            try await client.createTopics(Array(some), partitions: Int32(partitions))
        }
        let producer = try await TestProducer(bootstrap, properties: ["acks": "1", "linger.ms": "5"])
        for first in stride(from: 0, to: topics, by: 500) {
            progress.show("\(side.rawValue): \(first) of \(counted(topics, "topic")) written to")
            let some = names[first..<min(first + 500, topics)]
            try await producer.send(Dictionary(uniqueKeysWithValues: some.map { ($0, records) }))
        }
        try await writeMirrorTopics(client, producer, side)
        for number in 0..<groups {
            if number.isMultiple(of: 100) {
                progress.show("\(side.rawValue): \(number) of \(counted(groups, "group")) have committed")
            }
            try await client.commit(commits(of: number, in: names), as: Self.group(number))
        }
    }

    /// What MirrorMaker keeps on this cluster: its positions and checkpoints on NEW, its offset syncs on OLD.
    private func writeMirrorTopics(_ client: TestClient, _ producer: TestProducer, _ side: Side) async throws
    {
        let records = mirrorRecords(on: side).mapValues { $0() }
        for topic in records.keys {
            try await client.createTopic(
                topic, partitions: topic.rawValue.hasPrefix("mm2-offsets.") ? 25 : 1,
                configuration: ["cleanup.policy": "compact"])
        }
        try await producer.send(records)
    }
}
