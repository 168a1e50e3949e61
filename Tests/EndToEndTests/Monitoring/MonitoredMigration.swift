import Foundation
import Quiescence
import Synchronization
import TestKafka

/// A migration of two topics, with a group that moves in good order and one that reads on both sides for a while.
///
/// Beside them there is what a real cluster has had for long: a topic whose records have all expired before a
/// group read them, and a declared producer that was forgotten and is waived.
final class MonitoredMigration: Sendable {
    let pair: KafkaPair
    var oldClusterID: String { pair.old.clusterID }
    private static let topics: [TopicName] = ["orders", "payments"]
    private let newClient: TestClient
    private let oldProducer: SteadyProducer
    private let newProducer: SteadyProducer
    /// The members of `billing`, of which the one on NEW stays to the end, and of `audit`.
    private let billing: TestGroup
    private let moved = Mutex<TestGroup?>(nil)
    private let audit: [TestGroup]
    private let files: Workshop

    /// Both topics are mirrored, both groups read them, and nobody writes yet.
    init(_ pair: KafkaPair) async throws {
        self.pair = pair
        files = try Workshop()
        newClient = try TestClient(pair.bootstrap(.new))
        let oldClient = try TestClient(pair.bootstrap(.old))
        let onOld = try await TestProducer(pair.bootstrap(.old))
        for topic in Self.topics {
            try await oldClient.createTopic(topic)
            try await newClient.createTopic(topic)
        }
        try await Self.expire("archive", unreadBy: "archivist", onOld, oldClient)
        oldProducer = SteadyProducer(onOld, Self.topics)
        newProducer = SteadyProducer(try await TestProducer(pair.bootstrap(.new)), Self.topics)
        for producer in ["shop", "forgotten"] {
            try files.write("bootstrap.servers=\(pair.bootstrap(.old))\n", to: "\(producer).properties")
        }
        // Heartbeats that come through OLD are told of by a metric of their own, and positions keep pace with
        // rules in quick time.
        try await pair.startMirror(properties: [
            "NEW->OLD.emit.heartbeats.enabled": "true", "NEW.offset.flush.interval.ms": "1000",
        ])
        try await oldProducer.sendOnce()
        billing = try await TestGroup("billing", pair.bootstrap(.old), reading: Self.topics)
        try await billing.consume(oldProducer.sent)
        try await billing.commit()
        let auditOnOld = try await TestGroup("audit", pair.bootstrap(.old), reading: Self.topics)
        try await auditOnOld.consume(oldProducer.sent)
        let mirrors = Self.topics.map(Self.mirror(of:))
        // MirrorMaker finds the heartbeats' topic later than the others; until then it stands still like any topic.
        for mirror in mirrors + [Self.mirror(of: "heartbeats")] {
            try await eventually("\(mirror) is mirrored", within: .seconds(90)) { [newClient] in
                try await newClient.offsets(of: mirror).upperBound > 0
            }
        }
        let auditOnNew = try await TestGroup("audit", pair.bootstrap(.new), reading: mirrors)
        try await auditOnNew.consume(oldProducer.sent)
        audit = [auditOnOld, auditOnNew]
    }

    private static func mirror(of topic: TopicName) -> TopicName { TopicName(rawValue: "OLD.\(topic)") }

    /// A topic without any record left, and a group that had read only some of them: history before anybody watched.
    private static func expire(
        _ topic: TopicName, unreadBy group: GroupName, _ producer: TestProducer, _ client: TestClient
    ) async throws {
        try await client.createTopic(topic)
        try await producer.send(0..<5, to: topic)
        try await client.commit([TopicPartition(topic, 0): 2], as: group)
        try await client.deleteRecords(below: 5, of: topic)
    }

    /// The shortest interval that real clusters keep up with.
    ///
    /// - Parameter gate: the shortest windows too, unless said otherwise; the old brokers wait for longer.
    func configuration(
        gate: String = "{window: 20s, confirmation: 1s, gates: {old_brokers: {window: 35s}}}"
    ) -> String {
        let producers = ["shop", "forgotten"].map { name in
            let path = files.path("\(name).properties")
            return "{name: \(name), file: {path: \"\(path)\", key: bootstrap.servers}}"
        }
        return EndToEndTests.configuration(
            pair, producers: "[\(producers.joined(separator: ", "))]",
            gate: gate,
            extra: """
                waivers:
                  - condition: producers_retargeted
                    subject: forgotten
                    reason: it was switched off for good
                    owner: shop team
                    until: 2999-12-31
                """)
    }

    /// OLD is written from now on.
    func begins() { oldProducer.start() }

    /// A group reads on, and commits that.
    func reads() async throws {
        try await billing.consume(Self.topics.count)
        try await billing.commit()
    }

    /// Producers write NEW, the declared one is configured so, and the groups have read all of OLD and move on.
    func flips() async throws {
        try await oldProducer.stop()
        try files.write("bootstrap.servers=\(pair.bootstrap(.new))\n", to: "shop.properties")
        newProducer.start()
        let all = oldProducer.sent
        let read = [2 * Self.topics.count] + audit.map { _ in Self.topics.count }
        for (member, count) in zip([billing] + audit, read) {
            try await member.consume(all - count)
            try await member.commit()
            try await member.leave()
        }
        let mirrors = Self.topics.map(Self.mirror(of:))
        let onNew = try await TestGroup("billing", pair.bootstrap(.new), reading: mirrors)
        try await onNew.consume(all)
        try await onNew.commit()
        moved.withLock { $0 = onNew }
    }

    /// One record on OLD, after everything.
    func strays() async throws { try await oldProducer.sendOnce(to: [Self.topics[0]]) }

    /// Nothing writes any more, and its files are gone.
    func end() async {
        oldProducer.cancel()
        newProducer.cancel()
        await files.close()
    }
}
