import Quiescence
import TestKafka

/// Records as MirrorMaker 2 writes them about one source partition.
enum MirrorRecords {
    /// For its source-offsets topic, which has 25 partitions.
    static func position(of partition: TopicPartition, _ offset: Int64) -> TestRecord {
        let source = #"{"cluster":"OLD","partition":\#(partition.partition),"topic":"\#(partition.topic)"}"#
        return TestRecord(
            key: #"["MirrorSourceConnector",\#(source)]"#, #"{"offset":\#(offset)}"#, partition: nil)
    }

    /// For its topic of offset syncs.
    static func sync(of partition: TopicPartition, upstream: Int64, downstream: Int64) -> TestRecord {
        var record = TestRecord(nil, partition: 0)
        record.key = string(partition.topic.rawValue) + bytes(partition.partition)
        record.value = bytes(upstream) + bytes(downstream)
        return record
    }

    /// For its topic of checkpoints.
    static func checkpoint(of group: GroupName, on partition: TopicPartition, _ offset: Int64) -> TestRecord {
        var record = TestRecord(nil, partition: 0)
        record.key = string(group.rawValue) + string(partition.topic.rawValue) + bytes(partition.partition)
        record.value = bytes(Int16(0)) + bytes(offset) + bytes(offset) + string("")
        return record
    }

    private static func string(_ text: String) -> [UInt8] { bytes(Int16(text.utf8.count)) + Array(text.utf8) }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
