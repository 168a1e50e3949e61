import MockKafka
import Quiescence

/// The records that MirrorMaker 2 writes about itself, byte for byte as it writes them.
enum MirrorRecords {
    /// In its offsets topic: the last record of `source` that it has mirrored.
    static func position(of source: TopicPartition, at offset: Int64) -> MockRecord {
        MockRecord(
            key: "[\"MirrorSourceConnector\",{\"cluster\":\"\(Names.old)\",\"partition\":\(source.partition),"
                + "\"topic\":\"\(source.topic)\"}]",
            "{\"offset\":\(offset)}")
    }

    /// In its offset syncs: the source offset that became this offset of the mirror.
    static func sync(of source: TopicPartition, _ upstream: Int64, _ downstream: Int64) -> MockRecord {
        MockRecord(
            key: string(source.topic.rawValue) + integer(source.partition),
            value: integer(upstream) + integer(downstream))
    }

    /// On the cluster that the heartbeat's own flow, NEW to OLD, writes to.
    static func heartbeat(at millisecondsSince1970: Int64) -> MockRecord {
        MockRecord(
            key: string(Names.new.rawValue) + string(Names.old.rawValue),
            value: integer(Int16(0)) + integer(millisecondsSince1970))
    }

    private static func integer(_ number: some FixedWidthInteger) -> [UInt8] {
        stride(from: number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func string(_ text: String) -> [UInt8] {
        integer(Int16(clamping: text.utf8.count)) + Array(text.utf8)
    }
}
