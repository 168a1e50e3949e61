import Foundation
import Quiescence
import TestKafka

/// A migration of two topics, one group and one declared producer, told in four phases.
final class MonitoredMigration: Sendable {
    static let topics: [TopicName] = ["orders", "payments"]
    static let group: GroupName = "billing"
    private let pair: KafkaPair
    private let newClient: TestClient
    private let oldProducer: SteadyProducer
    private let newProducer: SteadyProducer
    private let onOld: TestGroup
    private let files: Workshop

    /// Both topics are mirrored, the group reads them on OLD, and nobody writes yet.
    init(_ pair: KafkaPair) async throws {
        self.pair = pair
        files = try Workshop()
        newClient = try TestClient(pair.bootstrap(.new))
        let oldClient = try TestClient(pair.bootstrap(.old))
        for topic in Self.topics {
            try await oldClient.createTopic(topic)
            try await newClient.createTopic(topic)
        }
        oldProducer = SteadyProducer(try await TestProducer(pair.bootstrap(.old)), Self.topics)
        newProducer = SteadyProducer(try await TestProducer(pair.bootstrap(.new)), Self.topics)
        try files.write("bootstrap.servers=\(pair.bootstrap(.old))\n", to: "shop.properties")
        // Heartbeats that come through OLD are told of by a metric of their own.
        try await pair.startMirror(properties: ["NEW->OLD.emit.heartbeats.enabled": "true"])
        onOld = try await TestGroup(Self.group, pair.bootstrap(.old), reading: Self.topics)
        try await oldProducer.sendOnce()
        try await onOld.consume(oldProducer.sent)
        try await onOld.commit()
        for topic in Self.topics {
            let mirror = TopicName(rawValue: "OLD.\(topic)")
            try await eventually("\(mirror) is mirrored", within: .seconds(90)) {
                try await newClient.offsets(of: mirror).upperBound > 0
            }
        }
    }

    /// The shortest window and interval that real clusters keep up with; the declared producer is `shop`.
    var configuration: String {
        EndToEndTests.configuration(
            pair,
            producers: """
                [{name: shop, file: {path: "\(files.path("shop.properties"))", key: bootstrap.servers}}]
                """, gate: "{window: 20s, confirmation: 1s}")
    }

    /// OLD is written from now on.
    func writesOnOld() { oldProducer.start() }

    /// Producers write NEW, the declared one is configured so, and the group has read all of OLD and moves on.
    ///
    /// - Returns: the member on NEW, which stays.
    func flips() async throws -> TestGroup {
        try await oldProducer.stop()
        try files.write("bootstrap.servers=\(pair.bootstrap(.new))\n", to: "shop.properties")
        newProducer.start()
        try await onOld.consume(oldProducer.sent - Self.topics.count)
        try await onOld.commit()
        try await onOld.leave()
        let mirrors = Self.topics.map { TopicName(rawValue: "OLD.\($0)") }
        let onNew = try await TestGroup(Self.group, pair.bootstrap(.new), reading: mirrors)
        try await onNew.consume(oldProducer.sent)
        try await onNew.commit()
        return onNew
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
