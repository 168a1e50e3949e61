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

    /// In its configs topic: its one connector, set up as one would wish, and the connector's one task.
    static func connector(from old: [ServerAddress], to new: [ServerAddress]) -> [MockRecord] {
        let properties =
            "\"connector.class\":\"org.apache.kafka.connect.mirror.MirrorSourceConnector\","
            + "\"source.cluster.alias\":\"\(Names.old)\",\"target.cluster.alias\":\"\(Names.new)\","
            + "\"source.cluster.bootstrap.servers\":\"\(list(old))\","
            + "\"target.cluster.bootstrap.servers\":\"\(list(new))\",\"topics\":\".*\""
        let assigned = Names.mirrored.flatMap { topic in
            (0..<topic.partitions).map { "\(topic.name)-\($0)" }
        }.joined(separator: ",")
        return [
            MockRecord(key: "connector-MirrorSourceConnector", "{\"properties\":{\(properties)}}"),
            MockRecord(
                key: "task-MirrorSourceConnector-0",
                "{\"properties\":{\(properties),\"task.assigned.partitions\":\"\(assigned)\"}}"),
            MockRecord(key: "commit-MirrorSourceConnector", "{\"tasks\":1}"),
        ]
    }

    /// In its status topic: that they run.
    static let running = ["status-connector-MirrorSourceConnector", "status-task-MirrorSourceConnector-0"].map
    {
        MockRecord(
            key: $0,
            "{\"state\":\"RUNNING\",\"trace\":null,\"worker_id\":\"demo\",\"generation\":1,\"version\":\"4.3.1\"}"
        )
    }

    private static func list(_ servers: [ServerAddress]) -> String {
        servers.map(\.description).joined(separator: ",")
    }

    private static func integer(_ number: some FixedWidthInteger) -> [UInt8] {
        stride(from: number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func string(_ text: String) -> [UInt8] {
        integer(Int16(clamping: text.utf8.count)) + Array(text.utf8)
    }
}
