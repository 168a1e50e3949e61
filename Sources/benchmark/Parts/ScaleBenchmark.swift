import MockKafka
import OwnThread
import Quiescence
import TestKafka

/// Measures the memory of a service of clusters that are too large for brokers on one machine.
///
/// Two mock clusters of librdkafka run in this process, and in one of its own the whole way from a survey to
/// the finished pages, through ``MockedService``.
struct ScaleBenchmark {
    let rounds: Int
    let progress: Progress

    func figures() async throws -> [Figure] {
        let load = Load.large
        progress.show("scale: making two mock clusters of \(load)")
        let clusters = try [MockCluster(brokers: 3), MockCluster(brokers: 3)]
        async let old: Void = fill(clusters[0], load, .old)
        async let new: Void = fill(clusters[1], load, .new)
        _ = try await (old, new)
        let workshop = try Workshop()
        do {
            let figures = try figures(try await surveys(of: clusters, workshop), load)
            await workshop.close()
            return figures
        } catch {
            let log = workshop.logTail("service")
            await workshop.close()
            throw BenchmarkError("\(error)\nThe process wrote:\n\(log)")
        }
    }

    private func fill(_ cluster: MockCluster, _ load: Load, _ side: Side) async throws {
        cluster.createTopic("__consumer_offsets", partitions: 50)
        // The mock takes up to 0.1 s to notice a request, and then serves all that wait.
        let names = load.topics(on: side)
        try await withThrowingTaskGroup { group in
            for first in stride(from: 0, to: names.count, by: 50) {
                group.addTask {
                    try await OwnThread.run("mock-fill") {
                        cluster.createTopics(
                            Array(names[first..<min(first + 50, names.count)]),
                            partitions: Int32(load.partitions))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// What the other process printed.
    private func surveys(of clusters: [MockCluster], _ workshop: Workshop) async throws -> String {
        let servers = clusters.map { $0.bootstrapServers.map(\.description).joined(separator: ",") }
        let process = try workshop.start(
            "service",
            [try BuiltProgram.path("benchmark"), MockedService.word, servers[0], servers[1], "\(rounds)"])
        progress.show("scale: \(counted(rounds, "survey")) in a process of its own")
        guard await process.end(within: .seconds(120 + 60 * rounds)) else {
            throw BenchmarkError("its surveys do not end")
        }
        return workshop.logTail("service", lines: 1)
    }

    private func figures(_ output: String, _ load: Load) throws -> [Figure] {
        let numbers = output.split(separator: " ").compactMap { Double($0) }
        guard numbers.count == 3 else { throw BenchmarkError("it did not say what it measured") }
        let part = "scale, \(counted(load.partitionsInAll, "partition")), mock clusters"
        return [
            Figure(part, "peak memory", numbers[0], .bytes, target: 150e6),
            Figure(part, "CPU of a survey", numbers[1], .seconds),
            Figure(part, "page of metrics", numbers[2], .bytes),
        ]
    }
}
