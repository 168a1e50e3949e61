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

    /// For its configs topic: a connector and its one task, which copies these.
    static func connector(of partitions: [TopicPartition]) -> [TestRecord] {
        let own =
            #""connector.class":"org.apache.kafka.connect.mirror.MirrorSourceConnector","#
            + #""source.cluster.alias":"OLD","target.cluster.alias":"NEW""#
        let assigned = partitions.map(\.description).joined(separator: ",")
        return [
            TestRecord(key: "connector-MirrorSourceConnector", #"{"properties":{\#(own)}}"#, partition: 0),
            TestRecord(
                key: "task-MirrorSourceConnector-0",
                #"{"properties":{\#(own),"task.assigned.partitions":"\#(assigned)"}}"#, partition: 0),
            TestRecord(key: "commit-MirrorSourceConnector", #"{"tasks":1}"#, partition: 0),
        ]
    }

    /// For its status topic.
    static let running = ["status-connector-MirrorSourceConnector", "status-task-MirrorSourceConnector-0"].map
    {
        TestRecord(key: $0, #"{"state":"RUNNING","trace":null,"version":"4.3.1"}"#, partition: 0)
    }

    private static func string(_ text: String) -> [UInt8] { bytes(Int16(text.utf8.count)) + Array(text.utf8) }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}

extension Load {
    /// What MirrorMaker keeps on one cluster, by topic: its positions, checkpoints and settings on NEW, its offset
    /// syncs on OLD. There are no heartbeats, which come only from mirrors that go both ways.
    ///
    /// Made when they are asked for: of a large load all of them at once would be most of what is in memory.
    func mirrorRecords(on side: Side) -> [TopicName: () -> [TestRecord]] {
        let end = Int64(Self.records)
        let sources = topics(on: .old).flatMap { name in
            (0..<partitions).map { TopicPartition(name, Int32($0)) }
        }
        switch side {
        case .old:
            return [
                "mm2-offset-syncs.NEW.internal": {
                    [0, end - 1].flatMap { offset in
                        sources.map { MirrorRecords.sync(of: $0, upstream: offset, downstream: offset) }
                    }
                }
            ]
        case .new:
            return [
                "mm2-offsets.OLD.internal": { sources.map { MirrorRecords.position(of: $0, end - 1) } },
                "mm2-configs.OLD.internal": { MirrorRecords.connector(of: sources) },
                "mm2-status.OLD.internal": { MirrorRecords.running },
                // The groups have read on: their commits are not MirrorMaker's.
                "OLD.checkpoints.internal": {
                    let mirrors = topics(on: .new)
                    return (0..<groups).flatMap { number in
                        commits(of: number, in: mirrors).map { partition, offset in
                            MirrorRecords.checkpoint(of: Self.group(number), on: partition, offset - 1)
                        }
                    }
                },
            ]
        }
    }
}
