import CRDKafka
import DecommissionGate
import KafkaCluster
import MockKafka
import Quiescence
import Testing

extension MockClusterTests {
    @Suite struct DigestReaderTests {
        private let partition = TopicPartition("orders", 0)

        /// Runs what blocks where it may.
        private func reader(
            of mock: MockCluster, _ isolation: Isolation = .readUncommitted
        ) async throws -> (KafkaCluster, DigestReader) {
            let cluster = try mock.reader()
            return (cluster, try await cluster.digestReader(isolation, until: soon))
        }

        @Test func aRangeIsReadToItsEndAndNotBeyond() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 1)
            try await mock.produce((0..<250).map { "\($0)" }, to: "orders")
            let (cluster, reader) = try await reader(of: mock, .readCommitted)
            _ = try reader.layout()
            var extent = try reader.extent(of: partition)
            #expect(extent == LogExtent(start: 0, end: 250, stable: 250))
            extent.start = 7
            extent.end = 240
            let stream = try reader.open(partition, extent, DigestChoice(stamps: true, keys: false))
            var offsets: [Int64] = []
            while let records = try stream.next() {
                #expect(!records.isEmpty)
                offsets += records.map(\.offset)
            }
            #expect(offsets == Array(7..<240))
            #expect(try stream.next() == nil, "the end stays the end")
            await cluster.close(until: soon)
        }

        @Test func equalRecordsHaveEqualDigestsAndNoOthersDo() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 1)
            let records = [("a", "bc"), ("ab", "c"), ("a", "bc"), ("", "abc"), ("abc", "")]
            try await mock.append(records.map { MockRecord(key: $0.0, $0.1) }, to: "orders", 0)
            let (cluster, reader) = try await reader(of: mock)
            _ = try reader.layout()
            let extent = try reader.extent(of: partition)
            let stream = try reader.open(partition, extent, DigestChoice(stamps: false, keys: true))
            let found = try #require(try stream.next())
            try #require(found.count == 5)
            #expect(Set(found.map(\.content)).count == 4, "where a key ends is a part of the digest")
            #expect(found[0].content == found[2].content && found[0].key == found[2].key)
            #expect(found.map(\.size) == [3, 3, 3, 3, 3])
            await cluster.close(until: soon)
        }

        @Test func whatCannotBeAskedForIsRefusedAndNotEmpty() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 1)
            let (cluster, reader) = try await reader(of: mock)
            #expect(throws: Cause.self) { try reader.extent(of: partition) }
            _ = try reader.layout()
            for absent in [TopicPartition("orders", 1), TopicPartition("payments", 0)] {
                #expect {
                    try reader.extent(of: absent)
                } throws: { error in
                    (error as? Cause)?.kind == .missing
                }
            }
            mock.lead("orders", 0, by: nil)
            _ = try reader.layout()
            #expect {
                try reader.extent(of: partition)
            } throws: { error in
                (error as? Cause)?.kind == .leaderless
            }
            await cluster.close(until: soon)
        }

        @Test func anEndThatIsNeverReachedIsNoEnd() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 1)
            try await mock.produce(["a", "b"], to: "orders")
            let (cluster, reader) = try await reader(of: mock)
            _ = try reader.layout()
            let extent = LogExtent(start: 0, end: 5, stable: 5)
            let stream = try reader.open(partition, extent, DigestChoice(stamps: true, keys: false))
            #expect {
                while try stream.next() != nil {}
            } throws: { error in
                "\(error)".contains("its end is 2, below 5 before")
            }
            await cluster.close(until: soon)
        }
    }
}
