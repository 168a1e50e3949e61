import Quiescence
import TestKafka
import Testing

/// Records are compared on real clusters, with MirrorMaker's own mirrors.
@Suite("EndToEnd: a mirror of something else is named, and a true one is not", .serialized, .realKafka)
struct FaithfulTests {
    @Test(
        "Transactions, compaction, an empty source, one deleted before it was seen, and a mirror with its own times hold",
        .timeLimit(.minutes(5)))
    func healthy() async throws {
        let quickCleaner = ClusterSetup(
            distribution: .old, properties: ["log.cleaner.backoff.ms": "200"])
        try await withKafkaPair(old: quickCleaner) { pair in
            let world = try await FaithfulWorld(pair)
            try await world.writeHealthy()
            try await pair.startMirror()
            try await withGateService(configuration: configuration(pair)) { service in
                let gates = try await service.wait(for: "all is compared", within: .seconds(120)) {
                    $0.state("mirror_drained") == "holds" && $0.state("mirror_faithful") == "holds"
                }
                #expect(gates.offenders("mirror_faithful") == [] && gates.doubts("mirror_faithful") == [])
            }
        }
    }

    @Test(
        "A topic recreated longer while MirrorMaker stood still: drained, without a gap, and its oldest record is another",
        .timeLimit(.minutes(5)))
    func recreated() async throws {
        try await withKafkaPair { pair in
            let world = try await FaithfulWorld(pair)
            try await world.write("longer", 0..<10)
            try await pair.startMirror()
            try await world.isMirrored("longer", 10)
            try await pair.stopMirror()
            try await world.recreate("longer", 100..<125)
            try await pair.startMirror()
            try await world.isMirrored("longer", 25)
            try await withGateService(configuration: configuration(pair)) { service in
                let gates = try await service.wait(for: "the other record is named", within: .seconds(90)) {
                    $0.state("mirror_drained") == "holds" && $0.state("mirror_faithful") == "fails"
                }
                #expect(gates.state("mirror_gapless") == "holds")
                #expect(
                    gates.offenders("mirror_faithful").contains(
                        "longer-0: the oldest record of OLD, at 0, does not stand at 0 in OLD.longer-0"))
            }
        }
    }

    @Test(
        "A mirror that was deleted and that MirrorMaker made anew: empty first, later with what follows",
        .timeLimit(.minutes(5)))
    func remade() async throws {
        try await withKafkaPair { pair in
            let world = try await FaithfulWorld(pair)
            try await world.write("remade", 0..<7)
            try await pair.startMirror()
            try await world.isMirrored("remade", 7)
            try await withGateService(configuration: configuration(pair)) { service in
                try await service.wait(for: "all is compared", within: .seconds(120)) {
                    $0.state("mirror_faithful") == "holds"
                }
                try await world.deleteMirror("remade")
                try await service.wait(for: "nothing holds any more", within: .seconds(90)) {
                    $0.state("mirror_faithful") != "holds"
                }
                try await world.write(more: 7..<13, to: "remade")
                try await world.isMirrored("remade", 6)
                try await service.wait(for: "the records that are gone are named", within: .seconds(120)) {
                    $0.offenders("mirror_faithful").contains {
                        $0.hasPrefix("remade-0: the oldest record of OLD, at 0, does not stand among ")
                    }
                }
            }
        }
    }
}

/// Topics of OLD, and what becomes of them.
private struct FaithfulWorld {
    private let pair: KafkaPair
    private let old: TestClient
    private let new: TestClient
    private let producer: TestProducer

    init(_ pair: KafkaPair) async throws {
        self.pair = pair
        old = try TestClient(pair.bootstrap(.old))
        new = try TestClient(pair.bootstrap(.new))
        producer = try await TestProducer(pair.bootstrap(.old))
    }

    func write(_ topic: TopicName, _ numbers: Range<Int>) async throws {
        try await old.createTopic(topic)
        try await producer.send(numbers, to: topic)
    }

    func write(more numbers: Range<Int>, to topic: TopicName) async throws {
        try await producer.send(numbers, to: topic)
    }

    func writeHealthy() async throws {
        try await write("plain", 0..<20)
        try await old.createTopic("empty")
        try await write("gone", 0..<10)
        try await old.deleteRecords(below: 10, of: "gone")
        for topic: TopicName in ["committed", "aborted"] {
            try await old.createTopic(topic)
            let writer = try await TestProducer(pair.bootstrap(.old), transactionalID: topic.rawValue)
            for number in 0..<3 {
                try await writer.begin()
                try await writer.send(number * 5..<number * 5 + 5, to: topic)
                try await topic == "aborted" && number == 1 ? writer.abort() : writer.commit()
            }
        }
        try await write("stamped", 0..<20)
        try await new.createTopic(
            "OLD.stamped", configuration: ["message.timestamp.type": "LogAppendTime"])
        try await old.createTopic(
            "compacted",
            configuration: [
                "cleanup.policy": "compact", "segment.ms": "200", "min.cleanable.dirty.ratio": "0.01",
                "max.compaction.lag.ms": "200",
            ])
        try await eventually("the log is compacted") {
            try await producer.send((0..<50).map { TestRecord(key: "k\($0 % 3)", "v\($0)") }, to: "compacted")
            return try await Int64(old.read("compacted").count)
                < old.offsets(of: "compacted").upperBound - 50
        }
    }

    /// Deletes the topic, and makes it again under the same name.
    func recreate(_ topic: TopicName, _ numbers: Range<Int>) async throws {
        try await old.deleteTopic(topic)
        try await eventually("\(topic) can be made again", within: .seconds(30)) {
            do {
                try await old.createTopic(topic)
                return true
            } catch { return false }
        }
        try await producer.send(numbers, to: topic)
    }

    func deleteMirror(_ topic: TopicName) async throws { try await new.deleteTopic(mirror(topic)) }

    func isMirrored(_ topic: TopicName, _ count: Int) async throws {
        try await eventually("\(count) records of \(topic) are mirrored", within: .seconds(90)) {
            try await new.read(mirror(topic)).count == count
        }
    }

    private func mirror(_ topic: TopicName) -> TopicName { TopicName(rawValue: "OLD.\(topic)") }
}
