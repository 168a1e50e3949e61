import Foundation
import Quiescence
import TestKafka

/// A world while it is played: what can be done in it, and what is remembered of records that go.
actor LossWorld {
    let pair: KafkaPair
    let world: World
    let old: TestClient
    let new: TestClient
    let producer: TestProducer
    let foreigner: TestProducer
    private var worker: ConnectWorker?
    /// Records that were on OLD and went, by retention or with their topic.
    private(set) var gone: [TopicName: [ReadRecord]] = [:]
    /// How far the group on NEW has read each mirror.
    var committed: [TopicName: Int64] = [:]

    init(_ pair: KafkaPair, _ world: World) async throws {
        self.pair = pair
        self.world = world
        old = try TestClient(pair.bootstrap(.old))
        new = try TestClient(pair.bootstrap(.new))
        let large = ["message.max.bytes": "5000000"]
        producer = try await TestProducer(pair.bootstrap(.old), properties: large)
        foreigner = try await TestProducer(pair.bootstrap(.new))
    }

    /// Starts MirrorMaker as this world has it.
    func startMirror() async throws {
        if world.isOnConnect {
            let worker = try await ConnectWorker(pair)
            self.worker = worker
            return try await worker.mirror(pair, alias: world.alias)
        }
        var properties = world.properties
        if world.separator != "." {
            properties["\(world.alias)->NEW.replication.policy.separator"] = world.separator
            properties["replication.policy.separator"] = world.separator
        }
        try await pair.startMirror(
            alias: world.alias, properties: properties, distribution: world.distribution)
    }

    /// A second mirror of the same clusters, until it has copied this topic and written its position.
    func mirrorAgain(_ alias: String, _ topic: TopicName) async throws {
        try await pair.startMirror(alias: alias, properties: world.properties)
        let offsets = TopicName(rawValue: "mm2-offsets.\(alias).internal")
        try await eventually("\(alias) mirrors \(topic)", within: .seconds(90)) {
            guard try await new.topics()[offsets] != nil else { return false }
            return try await new.read(offsets).contains {
                String(decoding: $0.key ?? [], as: UTF8.self).contains("\"topic\":\"\(topic)\"")
            }
        }
    }

    /// A second connector on the Connect cluster that runs the first one.
    func mirrorBeside(_ alias: String) async throws {
        guard let worker else { throw TestKafkaError("\(world.mirror): no Connect cluster") }
        try await worker.mirror(pair, alias: alias)
    }

    func stopMirror() async throws {
        guard let worker else { return try await pair.stopMirror(alias: world.alias) }
        await worker.stop()
    }

    nonisolated func mirror(_ topic: TopicName) -> TopicName {
        TopicName(rawValue: "\(world.alias)\(world.separator)\(topic)")
    }

    // MARK: - What is done to a topic

    /// Creates it and writes as many records.
    func write(_ topic: TopicName, _ numbers: Range<Int>, configuration: [String: String] = [:]) async throws
    {
        try await old.createTopic(topic, configuration: configuration)
        try await send(numbers, to: topic)
    }

    /// Creates it and writes `count` records, those of the given numbers without a value.
    func writeTombstones(_ topic: TopicName, _ numbers: Set<Int>, of count: Int) async throws {
        try await old.createTopic(topic)
        try await producer.send(
            (0..<count).map { TestRecord(key: "k\($0)", numbers.contains($0) ? nil : "v") }, to: topic)
    }

    func send(_ numbers: Range<Int>, to topic: TopicName) async throws {
        try await producer.send(numbers, to: topic)
    }

    /// One transaction of as many records.
    func transact(_ topic: TopicName, _ numbers: Range<Int>, commits: Bool) async throws {
        let writer = try await TestProducer(pair.bootstrap(.old), transactionalID: topic.rawValue)
        try await writer.begin()
        try await writer.send(numbers, to: topic)
        try await commits ? writer.commit() : writer.abort()
    }

    /// Two records in a transaction and a plain one behind them; then the transaction is decided.
    ///
    /// - Parameter isCopied: MirrorMaker copies them before that.
    func leaveOpen(_ topic: TopicName, isCopied: Bool, commits: Bool) async throws {
        try await old.createTopic(topic)
        let writer = try await TestProducer(pair.bootstrap(.old), transactionalID: topic.rawValue)
        try await writer.begin()
        try await writer.send(0..<2, to: topic)
        try await send(2..<3, to: topic)
        if isCopied { try await isMirrored(topic, 3) }
        try await commits ? writer.commit() : writer.abort()
    }

    /// A record of 2 MB, beyond what MirrorMaker's producer takes.
    func sendLarge(to topic: TopicName) async throws {
        try await producer.send(
            [TestRecord(key: "large", String(repeating: "x", count: 2_000_000))], to: topic)
    }

    /// Retention does its work; nil: on all that is there.
    func expire(_ topic: TopicName, below offset: Int64? = nil) async throws {
        let bound: Int64
        if let offset { bound = offset } else { bound = try await old.offsets(of: topic).upperBound }
        gone[topic, default: []] += try await old.read(topic).filter { $0.offset < bound }
        try await old.deleteRecords(below: bound, of: topic)
    }

    func delete(_ topic: TopicName) async throws {
        gone[topic, default: []] += try await old.read(topic)
        try await old.deleteTopic(topic)
    }

    /// Deletes it on OLD and creates it again under its name.
    func recreate(_ topic: TopicName, _ numbers: Range<Int>) async throws {
        try await delete(topic)
        try await eventually("\(topic) can be created again") {
            try await self.old.createTopic(topic)
            return true
        }
        try await send(numbers, to: topic)
    }

    /// Deletes the mirror under MirrorMaker, which makes it again, and empty.
    func deleteMirror(_ topic: TopicName) async throws {
        try await new.deleteTopic(mirror(topic))
        try await eventually("MirrorMaker has made \(mirror(topic)) again", within: .seconds(60)) {
            guard try await new.topics()[mirror(topic)] != nil else { return false }
            return try await new.offsets(of: mirror(topic)).upperBound == 0
        }
    }

    /// Writes keys again and again until the cleaner has removed some of them.
    func compact(_ topic: TopicName) async throws {
        try await old.createTopic(
            topic,
            configuration: [
                "cleanup.policy": "compact", "segment.ms": "200", "min.cleanable.dirty.ratio": "0.01",
                "max.compaction.lag.ms": "200",
            ])
        // A segment is closed by a record written after its time, and cleaned once it is closed.
        try await eventually("the log is compacted") {
            try await self.sendKeys(to: topic)
            return try await Int64(old.read(topic).count) < old.offsets(of: topic).upperBound - 50
        }
    }

    func sendKeys(to topic: TopicName) async throws {
        try await producer.send((0..<50).map { TestRecord(key: "k\($0 % 3)", "v\($0)") }, to: topic)
    }

    // MARK: - What is waited for

    /// As many records are in the mirror, for readers of committed ones.
    func isMirrored(_ topic: TopicName, _ count: Int) async throws {
        try await eventually("\(count) records of \(topic) are mirrored", within: .seconds(90)) {
            try await new.read(mirror(topic), isolation: .readCommitted).count >= count
        }
    }

    /// The newest record of the mirror is that of its source.
    func isUpToDate(_ topic: TopicName) async throws {
        try await eventually("the newest record of \(topic) is mirrored", within: .seconds(90)) {
            let (last, copy) = try await (old.read(topic).last, new.read(mirror(topic)).last)
            return last?.value == copy?.value && last?.timestamp == copy?.timestamp
        }
    }

    /// Writes until something of it arrives: what is written before the mirror's consumer stands at the end is
    /// left out under `latest`.
    func writeUntilMirrored(_ topic: TopicName) async throws {
        try await eventually("the mirror of \(topic) has begun", within: .seconds(90), every: .seconds(1)) {
            try await send(0..<1, to: topic)
            guard try await new.topics()[mirror(topic)] != nil else { return false }
            return try await !new.read(mirror(topic)).isEmpty
        }
    }

    /// MirrorMaker's position stands at the last record of each of these topics.
    func isDrained(_ topics: [TopicName]) async throws {
        try await eventually("positions of \(topics) are written", within: .seconds(90)) {
            let there = try await old.topics()
            let positions = try await positions()
            return try await sideBySide(topics.filter { there[$0] != nil }) { [old, world] topic in
                guard let last = try await old.read(topic, isolation: world.isolation).last else {
                    return true
                }
                // Of a topic that was made again an old position may lie beyond its end.
                let position = positions[topic] ?? -1
                let end = try await old.offsets(of: topic).upperBound
                return last.offset <= position && position < end
            }.allSatisfy(\.self)
        }
    }

    /// MirrorMaker itself says that its task has failed.
    func hasFailed() async throws {
        let topic = TopicName(rawValue: "mm2-status.\(world.alias).internal")
        let key = Array("status-task-MirrorSourceConnector-0".utf8)
        try await eventually("MirrorMaker's task fails", within: .seconds(90)) {
            let newest = try await new.read(topic).last { $0.key == key }
            return String(decoding: newest?.value ?? [], as: UTF8.self).contains(#""state":"FAILED""#)
        }
    }

    /// Mirrors 50 more records of it and ends MirrorMaker at once, until their position was not written first.
    func killBehind(_ topic: TopicName) async throws {
        while true {
            let end = try await old.offsets(of: topic).upperBound
            try await send(Int(end)..<Int(end) + 50, to: topic)
            try await isMirrored(topic, Int(end) + 50)
            try await pair.killMirror(alias: world.alias)
            if try await positions()[topic] ?? -1 < end { return }
            try await startMirror()
        }
    }
}
