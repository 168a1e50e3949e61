import DecommissionGate
import Digest
import Foundation
import Quiescence
import TestKafka
import Testing

@testable import decommission_gate

/// `compare` on two real clusters: each topic is a way in which a mirror can be like its source, or not.
@Suite(.realKafka)
struct RealKafkaCompareTests {
    @Test(.timeLimit(.minutes(6)))
    func everyKindOfDifferenceIsToldApart() async throws {
        try await withKafkaPair { pair in
            let world = try await ComparedWorld(pair)
            try await world.mirrored()
            try await world.written()
            try await world.expired()
            try await world.compacted()
            try await world.inTransactions()

            let all = try await run(pair)
            #expect(all.code == 1, "\(all.errors)")
            let found = try words(all.output)
            for (topic, expected) in world.expected { #expect(found[topic] == expected, "\(topic)") }
            #expect(Set(found.keys) == Set(world.expected.keys), "all topics in scope, and no other")

            let equal = try await run(pair, ["real", "twice"])
            #expect(equal.code == 0 && equal.errors == "looking at OLD and NEW\n")
            let undecided = try await run(pair, ["real", "expired-mirror"])
            #expect(undecided.code == 2)
            let strange = try await run(pair, ["reall"])
            #expect(
                strange.code == 64 && strange.errors.contains("OLD lists no topic reall; did you mean real?"))

            // MirrorMaker read committed records here: what was aborted was never to be mirrored.
            let committed = try await run(pair, ["aborted"], isolation: "read_committed")
            #expect(committed.code == 0, "\(committed.output)")
            let table = try await run(pair, ["lost"], form: "table")
            #expect(table.output.contains("lost-0  on OLD alone: offset 7\n"))
            #expect(table.output.contains("DIFFERENT  lost"))
        }
    }

    @Test(.timeLimit(.minutes(6)))
    func aStoppedRunGoesOnAndAWrittenPartitionIsNotEqual() async throws {
        try await withKafkaPair { pair in
            let world = try await ComparedWorld(pair)
            try await world.many(partitions: 12)
            let started = try Program(
                arguments(pair, ["--rate", "24kB", "--state", "{}/state.json"]), files: files(pair))
            #expect(await started.logs(" of 12 partitions", times: 2))
            started.send(SIGINT)
            let stopped = try await started.outcome()
            #expect(stopped.code == 2)
            #expect(stopped.errors.contains("of 12 partitions compared; run the same command again to go on"))
            let state = try String(
                contentsOf: started.directory.appending(path: "state.json"), encoding: .utf8)
            let kept = try read(state).topics.flatMap(\.partitions)
            #expect(!kept.isEmpty && kept.count < 12)

            // Meanwhile one of the partitions that were compared is written, on both clusters.
            let grown = try #require(kept.first).partition
            try await world.write("many", partition: grown)
            let again = try await Program.run(
                arguments(pair, ["--state", "{}/state.json"]), files: files(pair) + ["state.json": state])
            #expect(again.code == 0, "\(again.errors)")
            let partitions = try read(again.output).topics.flatMap(\.partitions)
            for partition in partitions {
                let before = kept.first { $0.partition == partition.partition }
                #expect((before == partition) == (before != nil && partition.partition != grown))
            }

            let writing = Task {
                while !Task.isCancelled { try await world.trickle("many", partition: 11) }
            }
            let moving = try await Program.run(arguments(pair, ["--rate", "200kB"]), files: files(pair))
            writing.cancel()
            _ = await writing.result
            #expect(moving.code == 2)
            #expect(try read(moving.output).topics.flatMap(\.partitions)[11].outcome == .moved)

            let elsewhere = try await Program.run(
                [
                    "compare", "--old", pair.bootstrap(.new).replacing("127.0.0.1", with: "localhost"),
                    "--new", pair.bootstrap(.new),
                ])
            #expect(elsewhere.code == 78 && elsewhere.errors.contains("both answer as cluster"))
        }
    }

    // MARK: -

    private func run(
        _ pair: KafkaPair, _ topics: [String] = [], isolation: String = "read_uncommitted",
        form: String = "json"
    ) async throws -> Program.Outcome {
        try await Program.run(
            ["compare", "--config.file", "{}/gate.yaml", "--output", form] + topics,
            files: files(pair, isolation: isolation))
    }

    private func arguments(_ pair: KafkaPair, _ more: [String]) -> [String] {
        ["compare", "--config.file", "{}/gate.yaml", "--output", "json", "many"] + more
    }

    private func files(_ pair: KafkaPair, isolation: String = "read_uncommitted") -> [String: String] {
        [
            "gate.yaml": """
            clusters:
              old: {bootstrap_servers: "\(pair.bootstrap(.old))"}
              new: {bootstrap_servers: "\(pair.bootstrap(.new))"}
            mirror: {isolation: \(isolation)}

            """
        ]
    }

    private func read(_ text: String) throws -> ComparisonDocument {
        try ComparisonFile.read(Array(text.utf8), file: "output", digest: ComparisonState.digest)
    }

    /// What each topic came to, in a line.
    private func words(_ output: String) throws -> [String: String] {
        try read(output).topics.reduce(into: [:]) { words, topic in
            words[topic.topic.rawValue] =
                topic.outcome.rawValue + topic.partitions.map(\.difference).map(\.words).joined()
        }
    }
}

private func + (left: [String: String], right: [String: String]) -> [String: String] {
    left.merging(right) { $1 }
}

extension Difference {
    fileprivate var words: String {
        let tallies = [
            ("missing", missing.words()), ("expired or missing", expiredOrMissing.words()),
            ("overtaken", overtaken.words()), ("extra", extra.words()),
            ("superseded", superseded == 0 ? "" : "\(superseded)"),
            ("older in mirror", supersededInMirror == 0 ? "" : "\(supersededInMirror)"),
            ("expired on OLD", expiredOnOld == 0 ? "" : "\(expiredOnOld)"),
        ]
        return tallies.filter { !$0.1.isEmpty }.map { ", \($0.0) \($0.1)" }.joined()
    }
}
