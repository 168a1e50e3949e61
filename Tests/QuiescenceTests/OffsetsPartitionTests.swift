import Testing

@testable import Quiescence

@Suite("Where Kafka keeps what a group commits")
struct OffsetsPartitionTests {
    @Test(
        "The hash is Java's, over UTF-16, its sign bit cleared",
        arguments: [
            ("OLD-mm2", 42), ("NEW-mm2", 3), ("billing", 39), ("console-consumer-12345", 6),
            ("группа 🚀", 9), ("", 0),
            // Its hash is the one number without a positive counterpart.
            ("polygenelubricants", 0),
        ])
    func hash(group: String, partition: Int32) {
        #expect(OffsetsPartition.of(GroupName(rawValue: group), partitions: 50) == partition)
    }
}
