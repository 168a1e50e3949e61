import DecommissionGate
import Foundation
import KafkaCluster
import MockKafka
import Quiescence
import Testing

extension MockClusterTests {
    /// Long runs, asked for with `SURVEYS=5000`: memory must not grow with the number of surveys.
    @Suite(.enabled(if: ProcessInfo.processInfo.environment["SURVEYS"] != nil)) struct SoakTests {
        @Test func memoryStaysFlatOverThousandsOfSurveys() async throws {
            let surveys = try #require(Int(ProcessInfo.processInfo.environment["SURVEYS"] ?? ""))
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 60)
            mock.createTopic("positions", partitions: 6)
            for partition in Int32(0)..<6 { try await mock.produce(["a", "b"], to: "positions", partition) }
            let cluster = try mock.reader { $0.surveysPerConnection = 50 }
            let question = TailQuestion(
                side: .old, partition: TopicPartition("positions", 0), from: 1,
                end: try #require(EndOffset(2)),
                isolation: .readUncommitted)
            var resident: [Int] = []
            for round in 1...max(surveys, 1) {
                let survey = await cluster.survey(within: .seconds(10))
                #expect(survey.topics.isKnown)
                let followed = await cluster.follow(
                    "positions", isolation: .readCommitted, until: .now + .seconds(10))
                #expect(followed.state == .caughtUp)
                #expect(
                    await cluster.readTails([question], until: .now + .seconds(10))[question]?.isKnown == true
                )
                if [surveys / 5, surveys / 2, surveys].contains(round) {
                    resident.append(try residentKibibytes())
                    print("\(round) surveys: \(resident.last ?? 0) KiB")
                }
            }
            // The first fifth fills caches and the allocator's arenas.
            #expect((resident.last ?? 0) - (resident.first ?? 0) < 4096)
            await cluster.close(until: soon)
        }

        private func residentKibibytes() throws -> Int {
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
            return try #require(line.split(separator: " ").compactMap { Int($0) }.first)
        }
    }
}
