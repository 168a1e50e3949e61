import Foundation
import Quiescence
import TestKafka
import Testing

/// A whole migration on two real clusters with a real MirrorMaker 2 between them.
@Suite("EndToEnd: a migration", .serialized, .realKafka)
struct MigrationTests {
    @Test("From a producer on OLD to safe, and back by one record", .timeLimit(.minutes(10)))
    func wholeWay() async throws {
        try await withKafkaPair { pair in
            let migration = try await Migration(pair)
            try await withGateService(configuration: configuration(pair)) { service in
                try await migration.producerOnOldBlocks(service)
                try await migration.stoppedMirrorIsNotDrained(service)
                try await migration.laggingGroupBlocks(service)
                try await migration.movedGroups(service)
                try await migration.flipReachesSafe(service)
                try await checkFormats(service)
                try await migration.oneRecordRevokes(service)
                try await migration.frozenBrokerIsUnknown(service)
                try await migration.stoppedBrokerIsUnknown(service)
            }
        }
    }
}

/// The story, act by act; each leaves the clusters at rest for the next.
struct Migration {
    let pair: KafkaPair
    let old: TestProducer
    let new: TestProducer
    let oldClient: TestClient
    let newClient: TestClient

    /// Three topics on OLD, mirrored: `plain`, `tx` with a committed and an aborted transaction, `compacted`.
    init(_ pair: KafkaPair) async throws {
        self.pair = pair
        old = try await TestProducer(pair.bootstrap(.old))
        new = try await TestProducer(pair.bootstrap(.new))
        oldClient = try TestClient(pair.bootstrap(.old))
        newClient = try TestClient(pair.bootstrap(.new))
        try await oldClient.createTopic("plain", partitions: 2)
        try await oldClient.createTopic("tx")
        try await oldClient.createTopic("compacted", configuration: ["cleanup.policy": "compact"])
        try await newClient.createTopic("plain", partitions: 2)
        try await old.send(0..<50, to: "plain")
        try await old.send(0..<50, to: "plain", partition: 1)
        for _ in 0..<4 { try await old.send(0..<10, to: "compacted") }
        let transactional = try await TestProducer(pair.bootstrap(.old), transactionalID: "tx-1")
        try await transactional.begin()
        try await transactional.send(0..<5, to: "tx")
        try await transactional.commit()
        try await transactional.begin()
        try await transactional.send(5..<8, to: "tx")
        try await transactional.abort()
        try await pair.startMirror()
        try await awaitMirror("plain", 50)
        try await awaitMirror("compacted", 40)
        try await readBothSides()
    }

    /// Waits until a mirror holds that many records in its first partition.
    func awaitMirror(_ topic: TopicName, _ end: Int64) async throws {
        let mirror = TopicName(rawValue: "OLD.\(topic)")
        try await eventually("\(mirror) holds \(end) records", within: .seconds(90)) {
            try await newClient.offsets(of: mirror).upperBound >= end
        }
    }

    /// A group on each side has read everything: `biller` on OLD, `shipper` on NEW.
    private func readBothSides() async throws {
        try await consumeOnOld("biller")
        try await consumeOnNew("shipper")
    }

    /// Commits, as `group`, the ends of all topics on OLD.
    func consumeOnOld(_ group: GroupName) async throws {
        var offsets: [TopicPartition: Int64] = [:]
        for (topic, partitions) in [("plain", 2), ("tx", 1), ("compacted", 1)] as [(TopicName, Int32)] {
            for partition in 0..<partitions {
                offsets[TopicPartition(topic, partition)] =
                    try await oldClient.offsets(of: topic, partition).upperBound
            }
        }
        try await oldClient.commit(offsets, as: group)
    }

    /// Commits, as `group`, the ends of all mirrors on NEW.
    func consumeOnNew(_ group: GroupName) async throws {
        var offsets: [TopicPartition: Int64] = [:]
        for (topic, partitions) in [("OLD.plain", 2), ("OLD.tx", 1), ("OLD.compacted", 1)]
            as [(TopicName, Int32)]
        {
            for partition in 0..<partitions {
                offsets[TopicPartition(topic, partition)] =
                    try await newClient.offsets(of: topic, partition).upperBound
            }
        }
        try await newClient.commit(offsets, as: group)
    }
}
