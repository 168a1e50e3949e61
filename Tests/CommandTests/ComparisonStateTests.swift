import DecommissionGate
import Foundation
import Quiescence
import Testing

@testable import decommission_gate

/// What a comparison keeps from one run to the next, and how it is slowed down and stopped.
@Suite struct ComparisonStateTests {
    private static func document(
        old: ClusterID = "a", new: ClusterID = "b", prefix: String = "OLD.",
        isolation: Isolation = .readUncommitted, topics: [TopicName] = ["t"], all: Bool = true
    ) -> ComparisonDocument {
        let time = Timestamp(WallTime(millisecondsSince1970: 1_700_000_000_000))
        let log = ComparedLog(start: 0, end: 0, records: 0, bytes: 0, newest: nil)
        let partition = ComparedPartition(
            partition: 0, measure: .everyRecord, timestampsCompared: true, old: log, new: log,
            comparedAt: time)
        return ComparisonDocument(
            program: "1", librdkafka: "2", old: ComparedCluster(alias: "OLD", clusterID: old),
            new: ComparedCluster(alias: "NEW", clusterID: new), topicPrefix: prefix, oldIsolation: isolation,
            asksForAll: all, reservations: [], beganAt: time, endedAt: time,
            topics: topics.map { name in
                ComparedTopic(
                    topic: name, mirror: TopicName(rawValue: "OLD.\(name)"), partitionCount: 1,
                    partitions: [partition])
            })
    }

    /// Runs `body` with a file's path that nothing stands at yet.
    private func withFile(_ body: (ComparisonState) throws -> Void) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "state-\(UUID().uuidString)")
        defer { do { try FileManager.default.removeItem(at: file) } catch {} }
        try body(ComparisonState(path: file.path))
    }

    @Test("What was kept is taken up again; where there is no file yet there is nothing")
    func kept() throws {
        try withFile { state in
            #expect(try state.former(for: Self.document()).isEmpty)
            try state.save(Self.document())
            #expect(try state.former(for: Self.document()).keys.map(\.description) == ["t-0"])
        }
    }

    @Test(
        "What was compared between other clusters, or otherwise, is refused and left as it is",
        arguments: [
            document(old: "c"), document(new: "c"), document(prefix: "o."),
            document(isolation: .readCommitted),
        ])
    func others(now: ComparisonDocument) throws {
        try withFile { state in
            try state.save(Self.document())
            #expect {
                try state.former(for: now)
            } throws: { error in
                let failure = error as? Failure
                return failure?.code == .configuration
                    && failure?.message.contains("which is not what is asked for now; name another file")
                        == true
            }
            #expect(try state.former(for: Self.document()).count == 1)
        }
    }

    @Test("Topics that are asked for by name do not cost what was compared of the others")
    func subset() throws {
        try withFile { state in
            try state.save(Self.document(topics: ["t", "u"]))
            #expect {
                try state.former(for: Self.document(topics: ["t"], all: false))
            } throws: { error in
                let failure = error as? Failure
                return failure?.code == .configuration
                    && failure?.message.contains("holds 1 topic more than are asked for now (u first)")
                        == true
            }
            let wider = Self.document(topics: ["t", "u", "v"], all: false)
            #expect(try state.former(for: wider).count == 2)
            // Where all are asked for, a topic that is there no longer has nothing to lose.
            #expect(try state.former(for: Self.document(topics: ["t"])).count == 2)
        }
    }

    @Test("A file that cannot be written is told of, with the flag that names it")
    func unwritable() {
        #expect {
            try ComparisonState(path: "/nowhere/state.json").save(Self.document())
        } throws: { error in
            (error as? Failure)?.message.contains("--state /nowhere/state.json: cannot be written") == true
        }
    }

    @Test("A stop is heard in the middle of a long wait for the rate")
    func stop() async throws {
        let throttle = Throttle(bytesPerSecond: 1)
        async let answer = blocking { throttle.mayGoOn(after: 1_000_000) }
        throttle.stop()
        #expect(try await answer == false)
        #expect(throttle.bytes == 1_000_000)
        #expect(Throttle(bytesPerSecond: nil).mayGoOn(after: 1_000_000))
    }
}
