import Quiescence
import TestKafka
import Testing

/// MirrorMaker steps over records on real clusters; the service names them, and nothing else.
@Suite("EndToEnd: what MirrorMaker stepped over is named", .serialized, .realKafka)
struct LedgerTests {
    @Test(
        "A record too large, a filter and retention ahead of a stopped mirror; transactions and compaction lose nothing",
        .timeLimit(.minutes(5)))
    func losses() async throws {
        let quickCleaner = ClusterSetup(
            distribution: .old, properties: ["log.cleaner.backoff.ms": "200", "message.max.bytes": "5000000"])
        try await withKafkaPair(old: quickCleaner) { pair in
            let world = try await LedgerWorld(pair)
            try await world.writeHealthy()
            try await world.writeLossy()
            let properties = LedgerWorld.filter.merging(["OLD->NEW.errors.tolerance": "all"]) { $1 }
            try await pair.startMirror(properties: properties)
            try await withGateService(configuration: configuration(pair)) { service in
                try await service.wait(for: "the first losses are named", within: .seconds(120)) {
                    $0.offenders("mirror_gapless").sorted() == Self.first
                        && $0.doubts("mirror_gapless") == []
                }
                try await isListed(by: service)
                try await pair.stopMirror()
                try await world.expireAhead()
                try await pair.startMirror(properties: properties)
                try await service.wait(for: "what expired is told", within: .seconds(120)) {
                    $0.offenders("mirror_gapless").sorted()
                        == [
                            "ahead-0: offsets 10–14 expired before it could be read what MirrorMaker stepped over there"
                        ] + Self.first && $0.doubts("mirror_gapless") == []
                }
            }
        }
    }

    /// SHA-256 of the key `large`, its first half.
    private static let digest = "d35c416a85b807e9b5384915d6ebb4a9"

    private func isListed(by service: GateService) async throws {
        let workshop = try Workshop()
        let process = try workshop.start(
            "lost", [GateService.program, "lost", "http://\(service.address)", "--output", "json"])
        #expect(await process.end(within: .seconds(20)))
        let text = workshop.logTail("lost", lines: 1000)
        await workshop.close()
        #expect(
            text.contains(
                #""key_digest":"\#(Self.digest)","offset":5,"partition":0,"timestamp_milliseconds":1"#))
        #expect(text.contains(#""offset":2,"partition":0"#) && text.contains(#""topic":"dropped"}"#))
        #expect(!text.contains("xxx"))
        let metrics = try await service.get("/metrics").body
        #expect(metrics.contains(#"decommission_mirror_lost_records{topic="dropped"} 2"#))
        #expect(metrics.contains(#"decommission_mirror_lost_records{topic="plain"} 0"#))
        #expect(metrics.contains(#"decommission_mirror_skipped_records{topic="committed"} 0"#))
    }

    private static let first = [
        "big-0: 1 record of OLD never reached NEW: offset 5",
        "dropped-0: 2 records of OLD never reached NEW: offset 2, 4",
    ]

    @Test(
        "MirrorMaker 3.9 writes its newest pair as well, so that its ledger reaches its position",
        .timeLimit(.minutes(4)))
    func older() async throws {
        try await withKafkaPair { pair in
            let world = try await LedgerWorld(pair)
            try await world.write("plain", 0..<20)
            try await world.write("longer", 0..<250)
            try await pair.startMirror(distribution: .old)
            try await withGateService(configuration: configuration(pair)) { service in
                let gates = try await service.wait(for: "all is mirrored and proven", within: .seconds(90)) {
                    $0.state("mirror_drained") == "holds" && $0.state("mirror_gapless") == "holds"
                }
                #expect(gates.doubts("mirror_gapless") == [])
            }
        }
    }

    @Test(
        "Exactly-once and a filter: the skew stays as it was, for a marker cancels the loss",
        .timeLimit(.minutes(4)))
    func exactlyOnce() async throws {
        try await withKafkaPair { pair in
            let world = try await LedgerWorld(pair)
            try await pair.startMirror(
                properties: LedgerWorld.filter.merging([
                    "NEW.exactly.once.source.support": "enabled",
                    "OLD.consumer.isolation.level": "read_committed",
                ]) { $1 })
            try await world.writeOneByOne()
            try await withGateService(configuration: configuration(pair)) { service in
                let gates = try await service.wait(for: "the loss is named", within: .seconds(90)) {
                    $0.state("mirror_gapless") == "fails" && $0.doubts("mirror_gapless") == []
                }
                #expect(
                    gates.offenders("mirror_gapless")
                        == ["dropped-0: 1 record of OLD never reached NEW: offset 1"])
            }
        }
    }

    @Test(
        "auto.offset.reset=latest: what the topic held before is named, from its first record on",
        .timeLimit(.minutes(4)))
    func latest() async throws {
        try await withKafkaPair { pair in
            let world = try await LedgerWorld(pair)
            try await world.write("late", 0..<10)
            try await pair.startMirror(properties: ["OLD->NEW.consumer.auto.offset.reset": "latest"])
            try await world.writeUntilMirrored("late")
            try await withGateService(configuration: configuration(pair)) { service in
                let gates = try await service.wait(for: "the losses are named", within: .seconds(90)) {
                    $0.state("mirror_gapless") == "fails" && $0.doubts("mirror_gapless") == []
                }
                let words = try #require(gates.offenders("mirror_gapless").first)
                #expect(words.contains("records of OLD never reached NEW: offset 0, 1, 2, 3, 4 and "))
            }
        }
    }
}

/// Topics of OLD, and what becomes of them.
private struct LedgerWorld {
    private let pair: KafkaPair
    private let old: TestClient
    private let new: TestClient
    private let producer: TestProducer

    /// MirrorMaker leaves out tombstones.
    static let filter = [
        "OLD->NEW.transforms": "drop",
        "OLD->NEW.transforms.drop.type": "org.apache.kafka.connect.transforms.Filter",
        "OLD->NEW.transforms.drop.predicate": "tombstone",
        "OLD->NEW.predicates": "tombstone",
        "OLD->NEW.predicates.tombstone.type":
            "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone",
    ]

    init(_ pair: KafkaPair) async throws {
        self.pair = pair
        old = try TestClient(pair.bootstrap(.old))
        new = try TestClient(pair.bootstrap(.new))
        producer = try await TestProducer(
            pair.bootstrap(.old), properties: ["message.max.bytes": "5000000"])
    }

    func write(_ topic: TopicName, _ numbers: Range<Int>) async throws {
        try await old.createTopic(topic)
        try await producer.send(numbers, to: topic)
    }

    func writeHealthy() async throws {
        try await write("plain", 0..<20)
        for topic: TopicName in ["committed", "aborted"] {
            try await old.createTopic(topic)
            let writer = try await TestProducer(pair.bootstrap(.old), transactionalID: topic.rawValue)
            for number in 0..<3 {
                try await writer.begin()
                try await writer.send(number * 5..<number * 5 + 5, to: topic)
                try await topic == "aborted" && number == 1 ? writer.abort() : writer.commit()
            }
        }
        try await old.createTopic(
            "compacted",
            configuration: [
                "cleanup.policy": "compact", "segment.ms": "200", "min.cleanable.dirty.ratio": "0.01",
                "max.compaction.lag.ms": "200",
            ])
        // A segment is closed by a record written after its time, and cleaned once it is closed.
        try await eventually("the log is compacted") {
            try await producer.send((0..<50).map { TestRecord(key: "k\($0 % 3)", "v\($0)") }, to: "compacted")
            return try await Int64(old.read("compacted").count)
                < old.offsets(of: "compacted").upperBound - 50
        }
    }

    func writeLossy() async throws {
        try await old.createTopic("big", configuration: ["max.message.bytes": "5000000"])
        let large = TestRecord(key: "large", String(repeating: "x", count: 2_000_000))
        try await producer.send((0..<5).map { TestRecord(key: "k\($0)", "v") } + [large], to: "big")
        try await producer.send(6..<9, to: "big")
        try await old.createTopic("dropped")
        try await producer.send(
            (0..<6).map { TestRecord(key: "k\($0)", $0 == 2 || $0 == 4 ? nil : "v") }, to: "dropped")
        try await write("ahead", 0..<10)
    }

    /// Retention does its work while the mirror is down.
    func expireAhead() async throws {
        try await producer.send(10..<30, to: "ahead")
        try await old.deleteRecords(below: 15, of: "ahead")
    }

    /// Each record is mirrored in a transaction of its own, so that behind each stands a marker; save one that
    /// is left out.
    func writeOneByOne() async throws {
        try await write("whole", 0..<1)
        try await write("dropped", 0..<1)
        try await isMirrored("whole", 1)
        try await isMirrored("dropped", 1)
        for number in 1..<4 {
            try await producer.send(number..<number + 1, to: "whole")
            try await isMirrored("whole", number + 1)
        }
        // Its first record and a marker, then this: the skew is 0 before and behind it.
        try await producer.send([TestRecord(key: "gone", nil), TestRecord(key: "k", "v")], to: "dropped")
        try await isMirrored("dropped", 2)
    }

    /// What is written before the mirror's consumer stands at the end is left out as well.
    func writeUntilMirrored(_ topic: TopicName) async throws {
        try await eventually("the mirror has begun", within: .seconds(90), every: .seconds(1)) {
            try await producer.send(0..<1, to: topic)
            return try await new.read(mirror(topic)).isEmpty == false
        }
    }

    private func isMirrored(_ topic: TopicName, _ count: Int) async throws {
        try await eventually("\(count) records of \(topic) are mirrored", within: .seconds(90)) {
            try await new.read(mirror(topic)).count == count
        }
    }

    private func mirror(_ topic: TopicName) -> TopicName { TopicName(rawValue: "OLD.\(topic)") }
}
