import DecommissionGate
import KafkaCluster
import MirrorMaker
import MockKafka
import Quiescence
import Testing

@testable import Demo

@Suite struct MirrorTests {
    private let old: DemoCluster
    private let new: DemoCluster

    init() throws {
        old = try DemoCluster(.old)
        new = try DemoCluster(.new)
    }

    @Test("Its books are MirrorMaker's: the service's own reader finds positions, pairs and the heartbeat")
    func books() async throws {
        let mirror = Mirror(from: try reader(of: old), on: old.mock, to: new.mock)
        try await old.mock.append((0..<5).map { MockRecord(key: "k\($0)", "v\($0)") }, to: "orders", 2)
        try await old.mock.append([MirrorRecords.heartbeat(at: 1_800_000_000_000)], to: "heartbeats")
        try await mirror.step(budget: 100, until: soon)
        let survey = await books(try reader(of: old), try reader(of: new))
        let source = TopicPartition("orders", 2)
        guard case .known(let positions) = survey.positions, case .known(let syncs) = survey.syncs else {
            Issue.record("\(survey)")
            return
        }
        let position = try #require(MirrorPosition(4))
        #expect(positions["MirrorSourceConnector"]?[source] == .known(position))
        #expect(syncs[source] == [OffsetSync(upstream: 4, downstream: 4)])
        #expect(survey.heartbeat == .known(WallTime(millisecondsSince1970: 1_800_000_000_000)))
    }

    @Test("Records arrive as they were, in their partition, and not before the mirror's turn")
    func copies() async throws {
        let mirror = Mirror(from: try reader(of: old), on: old.mock, to: new.mock)
        try await old.mock.append((0..<5).map { MockRecord(key: "k\($0)", "v\($0)") }, to: "orders", 1)
        let target = try reader(of: new)
        try await mirror.step(budget: 3, until: soon)
        let first = await target.follow("OLD.orders", isolation: .readUncommitted, until: soon).records
        #expect(first.map(\.partition) == [1, 1, 1])
        #expect(first.map(\.value) == (0..<3).map { Array("v\($0)".utf8) })
        #expect(first.map(\.key) == (0..<3).map { Array("k\($0)".utf8) })
        try await mirror.step(budget: 3, until: soon)
        let second = await target.follow("OLD.orders", isolation: .readUncommitted, until: soon).records
        #expect(second.map(\.offset) == [3, 4])
    }

    @Test("A topic that is followed anew from its start is not mirrored twice")
    func restarted() async throws {
        let record = LogRecord(partition: 0, offset: 0, key: [1], value: [2], timestamp: nil)
        let all = FollowedTopic(records: [record], restarted: true, state: .caughtUp)
        let mirror = Mirror(
            from: ScriptedReader(followed: ["orders": [all, all]]), on: old.mock, to: new.mock)
        try await mirror.step(budget: 10, until: soon)
        try await mirror.step(budget: 10, until: soon)
        let copied = await (try reader(of: new)).follow(
            "OLD.orders", isolation: .readUncommitted, until: soon)
        #expect(copied.records.count == 1)
    }

    private func reader(of cluster: DemoCluster) throws -> KafkaCluster {
        try KafkaCluster(cluster.connection, limits: .mock)
    }

    private func books(_ old: KafkaCluster, _ new: KafkaCluster) async -> MirrorSurvey {
        let topics = MirrorTopics(
            old: Names.old, new: Names.new, prefix: Names.naming.prefix, positions: Names.positions)
        return await MirrorMakerReader(old: Names.old, topics: topics)
            .readMirror(old: old, new: new, until: soon)
    }

    private var soon: Deadline { .now + .seconds(60) }
}
