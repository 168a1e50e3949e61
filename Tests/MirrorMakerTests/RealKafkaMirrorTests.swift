import DecommissionGate
import MirrorMaker
import Quiescence
import TestKafka
import Testing

/// MirrorMaker's own words, read on real clusters and held against what both clusters hold.
@Suite(.realKafka)
struct RealKafkaMirrorTests {
    private let topics: [TopicName] = ["plain", "committed", "aborted", "compacted"]

    @Test(.timeLimit(.minutes(6)))
    func whatIsReadIsWhatBothClustersHold() async throws {
        let quickCleaner = ClusterSetup(
            distribution: .old, properties: ["log.cleaner.backoff.ms": "200"])
        try await withKafkaPair(old: quickCleaner) { pair in
            let flow = try Flow(pair, alias: "OLD")
            try await writeHistory(pair, flow.old)
            try await newerMirrorMaker(pair, flow)
            async let older: Void = olderMirrorMaker(pair)
            try await exactlyOnce(pair)
            try await older
        }
    }

    // MARK: - The flows

    /// MirrorMaker 4 in its default setting, which emits heartbeats on OLD as well.
    private func newerMirrorMaker(_ pair: KafkaPair, _ flow: Flow) async throws {
        try await pair.startMirror(properties: ["NEW->OLD.emit.heartbeats.enabled": "true"])
        let survey = try await flow.survey(within: .seconds(90)) { survey in
            topics.allSatisfy { flow.isFlushed($0, in: survey) } && survey.heartbeat.isKnown
                && flow.checkpoint("readers", "plain", in: survey) == Checkpoint(upstream: 5, downstream: 5)
        }
        #expect(flow.position("plain", in: survey) == 4)
        #expect(flow.position("committed", in: survey) == 4)
        #expect(flow.position("aborted", in: survey) == 8)
        let compacted = try await flow.old.offsets(of: "compacted")
        #expect(flow.position("compacted", in: survey) == compacted.upperBound - 1)
        #expect(
            survey.positions.map { $0["MirrorSourceConnector"]?[TopicPartition("plain", 1)] } == .known(nil))
        try await everyPairNamesOneAndTheSameRecord(survey, flow)
        let skipped = try await compacted.upperBound - flow.new.offsets(of: "OLD.compacted").upperBound
        #expect(skipped >= 50)
        #expect(
            survey.syncs.map { $0[TopicPartition("compacted", 0)]?.last?.skew } == .known(skipped))
        #expect(await flow.reader.malformedRecords == [:])
        try await pair.stopMirror()
    }

    /// MirrorMaker 3.9 writes the same formats.
    private func olderMirrorMaker(_ pair: KafkaPair) async throws {
        let flow = try Flow(pair, alias: "V3")
        try await pair.startMirror(alias: "V3", distribution: .old)
        _ = try await flow.survey(within: .seconds(90)) { survey in
            flow.position("aborted", in: survey) == 8 && flow.position("plain", in: survey) == 4
                && flow.checkpoint("readers", "plain", in: survey) == Checkpoint(upstream: 5, downstream: 5)
        }
        #expect(await flow.reader.malformedRecords == [:])
        try await pair.stopMirror(alias: "V3")
    }

    /// Positions are written in transactions; a killed MirrorMaker leaves one of them undecided.
    private func exactlyOnce(_ pair: KafkaPair) async throws {
        let flow = try Flow(pair, alias: "EO")
        try await pair.startMirror(
            alias: "EO",
            properties: [
                "NEW.exactly.once.source.support": "enabled", "EO.consumer.isolation.level": "read_committed",
            ])
        _ = try await flow.survey(within: .seconds(120)) { survey in
            flow.position("plain", in: survey) == 4 && flow.position("aborted", in: survey) == 4
        }
        try await pair.killMirror(alias: "EO")
        let afterwards = try await flow.survey(within: .seconds(30)) { $0.positions.isKnown }
        #expect(flow.position("plain", in: afterwards) == 4)
        #expect(await flow.reader.malformedRecords == [:])
    }

    // MARK: - What is written, and what is compared

    private func writeHistory(_ pair: KafkaPair, _ old: TestClient) async throws {
        try await old.createTopic("plain", partitions: 2)
        try await TestProducer(pair.bootstrap(.old)).send(0..<5, to: "plain")
        try await old.commit([TopicPartition("plain", 0): 5], as: "readers")

        for topic: TopicName in ["committed", "aborted"] {
            try await old.createTopic(topic)
            let producer = try await TestProducer(pair.bootstrap(.old), transactionalID: topic.rawValue)
            try await producer.begin()
            try await producer.send(0..<5, to: topic)
            try await producer.commit()
            guard topic == "aborted" else { continue }
            try await producer.begin()
            try await producer.send(5..<8, to: topic)
            try await producer.abort()
        }
        try await writeCompacted(pair, old)
    }

    private func writeCompacted(_ pair: KafkaPair, _ old: TestClient) async throws {
        try await old.createTopic(
            "compacted",
            configuration: [
                "cleanup.policy": "compact", "segment.ms": "200", "min.cleanable.dirty.ratio": "0.01",
                "max.compaction.lag.ms": "200",
            ])
        let producer = try await TestProducer(pair.bootstrap(.old))
        // A segment is closed by a record written after its time, and cleaned once it is closed.
        try await eventually("the log is compacted") {
            try await producer.send((0..<50).map { TestRecord(key: "k\($0 % 3)", "v\($0)") }, to: "compacted")
            return try await Int64(old.read("compacted").count) < old.offsets(of: "compacted").upperBound - 50
        }
    }

    /// A pair says that an upstream record became a downstream one; both are looked up.
    private func everyPairNamesOneAndTheSameRecord(_ survey: MirrorSurvey, _ flow: Flow) async throws {
        guard case .known(let syncs) = survey.syncs else {
            Issue.record("\(survey.syncs)")
            return
        }
        for topic in topics {
            let pairs = try #require(syncs[TopicPartition(topic, 0)])
            let source = try await flow.records(flow.old, topic)
            let mirror = try await flow.records(flow.new, TopicName(rawValue: "OLD.\(topic)"))
            for pair in pairs {
                let record = try #require(source[pair.upstream])
                #expect(mirror[pair.downstream] == record, "\(topic): \(pair)")
            }
        }
    }
}

/// One mirror and its reader.
private struct Flow {
    let old: TestClient
    let new: TestClient
    let reader: MirrorMakerReader
    private let alias: ClusterAlias

    struct Content: Equatable {
        let key: [UInt8]?
        let value: [UInt8]?
    }

    init(_ pair: KafkaPair, alias: ClusterAlias) throws {
        old = try TestClient(pair.bootstrap(.old))
        new = try TestClient(pair.bootstrap(.new))
        self.alias = alias
        let topics = MirrorTopics(
            old: alias, new: "NEW", prefix: "\(alias).",
            positions: TopicName(rawValue: "mm2-offsets.\(alias).internal"))
        reader = MirrorMakerReader(old: alias, topics: topics)
    }

    /// Reads until `holds`; the last survey.
    func survey(within limit: Duration, until holds: (MirrorSurvey) -> Bool) async throws -> MirrorSurvey {
        var survey = MirrorSurvey(nothingReadable: Cause(.notAsked, ""))
        do {
            try await eventually("MirrorMaker has said it all", within: limit, every: .milliseconds(500)) {
                survey = await reader.readMirror(
                    old: DumpedCluster(client: old), new: DumpedCluster(client: new),
                    until: .now.advanced(by: .seconds(30)))
                return holds(survey)
            }
        } catch {
            Issue.record("\(error); last seen: \(survey)")
            throw error
        }
        return survey
    }

    /// The position of partition 0; nil where it is not known.
    func position(_ topic: TopicName, in survey: MirrorSurvey) -> Int64? {
        guard case .known(let positions) = survey.positions,
            case .known(let position) = positions["MirrorSourceConnector"]?[TopicPartition(topic, 0)]
        else { return nil }
        return position.value
    }

    /// MirrorMaker has written a position of partition 0, and the pair of that very record.
    func isFlushed(_ topic: TopicName, in survey: MirrorSurvey) -> Bool {
        guard let position = position(topic, in: survey), case .known(let syncs) = survey.syncs else {
            return false
        }
        return syncs[TopicPartition(topic, 0)]?.last?.upstream == position
    }

    /// The newest checkpoint of a group on partition 0 of a topic's mirror; nil where it is not known.
    func checkpoint(_ group: GroupName, _ topic: TopicName, in survey: MirrorSurvey) -> Checkpoint? {
        guard case .known(let checkpoints) = survey.checkpoints else { return nil }
        return checkpoints[group]?[TopicPartition(TopicName(rawValue: "\(alias).\(topic)"), 0)]
    }

    func records(_ cluster: TestClient, _ topic: TopicName) async throws -> [Int64: Content] {
        let records = try await cluster.read(topic).filter { $0.partition == 0 }
        return Dictionary(
            uniqueKeysWithValues: records.map { ($0.offset, Content(key: $0.key, value: $0.value)) })
    }
}
