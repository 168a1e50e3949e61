import Foundation
import Quiescence
import TestKafka

/// Topics on two real clusters; what each must come to stands beside it.
final class ComparedWorld {
    private(set) var expected: [String: String] = [:]
    private let pair: KafkaPair
    private let old: TestClient
    private let new: TestClient
    private let oldProducer: TestProducer
    private let newProducer: TestProducer

    init(_ pair: KafkaPair) async throws {
        self.pair = pair
        old = try TestClient(pair.bootstrap(.old))
        new = try TestClient(pair.bootstrap(.new))
        oldProducer = try await TestProducer(pair.bootstrap(.old))
        newProducer = try await TestProducer(pair.bootstrap(.new))
    }

    /// What MirrorMaker itself mirrors, everything that a record can be.
    func mirrored() async throws {
        try await old.createTopic("real", partitions: 2)
        let records: [TestRecord] = [
            TestRecord(key: "k", "v"), TestRecord(nil), TestRecord(key: "", ""), TestRecord(key: "k", nil),
            TestRecord(key: "h", "v", headers: [.init("a", [1]), .init("b", nil), .init("a", [])]),
            TestRecord(key: "t", "v", timestamp: minuteAgo), TestRecord(key: "ü", "ü"),
            TestRecord(key: "k", "v"),
        ]
        try await oldProducer.send(records, to: "real")
        try await oldProducer.send(0..<2000, to: "real", partition: 1)
        let transactions = try await TestProducer(pair.bootstrap(.old), transactionalID: "real")
        for isCommitted in [true, false] {
            try await transactions.begin()
            try await transactions.send(0..<5, to: "real")
            try await isCommitted ? transactions.commit() : transactions.abort()
        }
        try await pair.startMirror(properties: ["OLD->NEW.topics": "real"])
        try await eventually("all of it is mirrored", within: .seconds(120)) {
            try await self.new.read("OLD.real").count == 2018
        }
        try await pair.stopMirror()
        expected["real"] = "equal"
    }

    /// Mirrors by a hand that errs.
    func written() async throws {
        let records = self.records(0..<20)
        try await pairOfTopics("lost", records, records.filter { $0.key != Array("k7".utf8) })
        expected["lost"] = "different, missing 7"
        try await pairOfTopics("twice", records, records + records[5..<8])
        expected["twice"] = "equal, extra 20–22"
        var changed = records
        changed[3].headers.reverse()
        changed[4].value = nil
        changed[5].value = []
        changed[6].timestamp = minuteAgo - 1
        try await pairOfTopics("changed", records, changed)
        expected["changed"] = "different, missing 3–6, extra 3–6"
        try await pairOfTopics(
            "stamped", records, records, mirror: ["message.timestamp.type": "LogAppendTime"])
        expected["stamped"] = "equal"
        try await old.createTopic("absent")
        try await oldProducer.send(records, to: "absent")
        expected["absent"] = "different, missing 0–19"
        try await old.createTopic("empty")
        expected["empty"] = "equal"
    }

    func expired() async throws {
        let records = self.records(0..<20)
        try await pairOfTopics("expired-mirror", records, records)
        try await new.deleteRecords(below: 5, of: "OLD.expired-mirror")
        expected["expired-mirror"] = "expired_or_missing, expired or missing 0–4"
        try await pairOfTopics("expired-old", records, records)
        try await old.deleteRecords(below: 5, of: "expired-old")
        expected["expired-old"] = "equal, expired on OLD 5"
        try await pairOfTopics("expired-both", records, records.filter { $0.key != Array("k12".utf8) })
        try await new.deleteRecords(below: 5, of: "OLD.expired-both")
        expected["expired-both"] = "different, missing 12, expired or missing 0–4"
    }

    /// A log that has been compacted is written as what compaction leaves.
    func compacted() async throws {
        let policy = ["cleanup.policy": "compact"]
        let history = [("a", "1"), ("b", "1"), ("a", "2"), ("c", nil), ("b", "2")].enumerated().map {
            TestRecord(key: $0.element.0, $0.element.1, timestamp: minuteAgo + Int64($0.offset))
        }
        try await pairOfTopics(
            "compacted", history, [history[2], history[4]], source: policy, mirror: policy)
        expected["compacted"] = "equal, superseded 3"
        try await pairOfTopics("outdated", history, Array(history[..<4]), source: policy, mirror: policy)
        expected["outdated"] = "different, missing 4"
        try await pairOfTopics("overtaken", history, history + [history[0]], source: policy, mirror: policy)
        expected["overtaken"] = "different, overtaken 2, extra 5"
        try await pairOfTopics("not-compacted", history, Array(history[2...]), source: policy)
        expected["not-compacted"] = "different, missing 0–1"
    }

    func inTransactions() async throws {
        try await pairOfTopics("aborted", [], [])
        let source = try await TestProducer(pair.bootstrap(.old), transactionalID: "aborted")
        try await source.begin()
        try await source.send(records(0..<3), to: "aborted")
        try await source.commit()
        try await source.begin()
        try await source.send(records(3..<5), to: "aborted")
        try await source.abort()
        try await newProducer.send(records(0..<3), to: "OLD.aborted")
        expected["aborted"] = "different, missing 4–5"

        try await pairOfTopics("open", records(0..<3), [])
        let mirror = try await TestProducer(pair.bootstrap(.new), transactionalID: "open")
        try await mirror.begin()
        try await mirror.send(records(0..<3), to: "OLD.open")
        openTransaction = mirror
        expected["open"] = "unknown"
    }

    /// Lives as long as this does.
    private var openTransaction: TestProducer?

    /// Partitions of 20 kB each.
    func many(partitions: Int32) async throws {
        try await old.createTopic("many", partitions: partitions)
        try await new.createTopic("OLD.many", partitions: partitions)
        for partition in 0..<partitions { try await write("many", partition: partition) }
    }

    /// The same records to a partition of both clusters.
    func write(_ topic: String, partition: Int32) async throws {
        let text = String(repeating: "x", count: 1000)
        let records = (0..<20).map { number in
            TestRecord(key: "k\(number)", text, partition: partition, timestamp: minuteAgo + Int64(number))
        }
        try await oldProducer.send(records, to: TopicName(rawValue: topic))
        try await newProducer.send(records, to: TopicName(rawValue: "OLD.\(topic)"))
    }

    /// One small record to OLD.
    func trickle(_ topic: TopicName, partition: Int32) async throws {
        try await oldProducer.send([TestRecord("x", partition: partition)], to: topic)
    }

    private func pairOfTopics(
        _ name: String, _ records: [TestRecord], _ mirrored: [TestRecord], source: [String: String] = [:],
        mirror: [String: String] = [:]
    ) async throws {
        let (topic, mirrorTopic) = (TopicName(rawValue: name), TopicName(rawValue: "OLD.\(name)"))
        try await old.createTopic(topic, configuration: source)
        try await new.createTopic(mirrorTopic, configuration: mirror)
        if !records.isEmpty { try await oldProducer.send(records, to: topic) }
        if !mirrored.isEmpty { try await newProducer.send(mirrored, to: mirrorTopic) }
    }

    /// A minute ago: what carries an old timestamp expires at once.
    private let minuteAgo = Int64(Date.now.timeIntervalSince1970 * 1000) - 60_000

    private func records(_ numbers: Range<Int>) -> [TestRecord] {
        numbers.map { number in
            TestRecord(
                key: "k\(number)", "v\(number)", timestamp: minuteAgo + Int64(number),
                headers: [.init("a", [1]), .init("b", [2])])
        }
    }
}
