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
        let name = Array(partition.topic.rawValue.utf8)
        record.key = bytes(Int16(name.count)) + name + bytes(partition.partition)
        record.value = bytes(upstream) + bytes(downstream)
        return record
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
