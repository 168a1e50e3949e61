import DecommissionGate
import KafkaCluster
import MockKafka
import Quiescence
import Testing

extension MockClusterTests {
    @Suite("Single records of many partitions are read together")
    struct FirstRecordTests {
        private func range(_ partition: Int32, _ lower: Int64, _ upper: Int64) throws -> DigestRange {
            DigestRange(
                TopicPartition("orders", partition), try #require(OffsetRange(lower, upper)),
                .readCommitted, stamps: false, isFirstOnly: true)
        }

        @Test(
            "Several ranges of each of many partitions are answered in one call, more than are read at once")
        func together() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 12)
            for partition in 0..<12 {
                try await mock.produce(["a", "\(partition)", "c"], to: "orders", Int32(partition))
            }
            let cluster = try mock.reader { $0.tailPartitions = 5 }
            let ranges = try (0..<12).flatMap {
                [try range($0, 0, 3), try range($0, 1, 2), try range($0, 2, 3)]
            }
            let answers = await cluster.readDigests(ranges, until: soon)
            for range in ranges {
                #expect(try #require(answers[range]?.value).map(\.offset) == [range.range.lower])
            }
            let middle = try (0..<12).map { try #require(answers[range($0, 1, 2)]?.value?.first).content }
            #expect(Set(middle).count == 12, "the records differ")
            await cluster.close(until: soon)
        }

        @Test("An offset that the log does not hold any more, or not yet, is an error and no empty range")
        func outside() async throws {
            let mock = try MockCluster(brokers: 1)
            mock.createTopic("orders", partitions: 1, brokers: 1)
            try await mock.produce(["a", "b"], to: "orders")
            let cluster = try mock.reader()
            for (lower, upper) in [(0, 2), (2, 3), (7, 8)] as [(Int64, Int64)] {
                let range = try range(0, lower, upper)
                let answer = await cluster.readDigests([range], until: soon)[range]
                #expect(answer?.isKnown == (lower == 0), "\(range.range): \(String(describing: answer))")
            }
            await cluster.close(until: soon)
        }
    }
}
