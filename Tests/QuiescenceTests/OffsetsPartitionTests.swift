import Testing

@testable import Quiescence

@Suite("Where Kafka keeps what a group commits")
struct OffsetsPartitionTests {
    @Test(
        "The hash is Java's, over UTF-16, without its sign",
        arguments: [
            ("OLD-mm2", 6), ("NEW-mm2", 45), ("billing", 9), ("shipping", 8), ("console-consumer-12345", 6),
            ("группа 🚀", 9), ("", 0),
            // Its hash is the one number without a positive counterpart.
            ("polygenelubricants", 0),
        ])
    func hash(group: String, partition: Int32) {
        #expect(OffsetsPartition.of(GroupName(rawValue: group), partitions: 50) == partition)
    }
}
