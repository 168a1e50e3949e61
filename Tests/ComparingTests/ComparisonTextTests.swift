import DecommissionGate
import Quiescence
import Testing

/// What a person reads.
@Suite struct ComparisonTextTests {
    private static func partition(_ number: Int32, _ old: String, _ new: String?, moved: [String] = []) throws
        -> ComparedPartition
    {
        let pair = PartitionPair(
            source: TopicPartition("t", number), mirror: new.map { _ in TopicPartition("OLD.t", number) },
            measure: .everyRecord)
        let comparer = PartitionComparer(
            ScriptedCluster(.init(logs: [pair.source: [Log(old)]])),
            ScriptedCluster(.init(logs: [TopicPartition("OLD.t", number): [Log(new ?? "")]])))
        return try #require(comparer.compare(pair)).moved(moved)
    }

    private static func render(_ topics: [ComparedTopic], reservations: [String] = []) -> String {
        let time = Timestamp(WallTime(millisecondsSince1970: 1_700_000_000_000))
        return ComparisonText.render(
            ComparisonDocument(
                program: "1", librdkafka: "2", old: ComparedCluster(alias: "OLD", clusterID: "a"),
                new: ComparedCluster(alias: "NEW", clusterID: "b"), topicPrefix: "OLD.",
                oldIsolation: .readUncommitted, asksForAll: true, reservations: reservations, beganAt: time,
                endedAt: time, topics: topics))
    }

    @Test("The worst comes first, each with its offsets and its cause, and the last line says what follows")
    func text() throws {
        let topics = [
            ComparedTopic(
                topic: "calm", mirror: "OLD.calm", partitionCount: 1,
                partitions: [try Self.partition(0, "1 2", "1 2")]),
            ComparedTopic(
                topic: "lossy", mirror: "OLD.lossy", partitionCount: 3,
                partitions: [
                    try Self.partition(0, "1 2 3 4", "1 4 4"), try Self.partition(1, "7", nil),
                ]),
            ComparedTopic(
                topic: "busy", mirror: "OLD.busy", partitionCount: 1,
                partitions: [try Self.partition(0, "1", "1", moved: ["busy-0 was written"])]),
            ComparedTopic(
                topic: "bad\u{1B}", mirror: "OLD.bad", partitionCount: 0, partitions: [],
                unreadable: "no right -> grant Read"),
        ]
        #expect(
            Self.render(topics) == """
                OLD (a) compared with NEW (b)   4 topics   4 partitions   14 B   2023-11-14 22:13 UTC

                  OUTCOME    TOPIC      PARTITIONS  ON OLD  ON NEW  MISSING  UNDECIDED  EXTRA  EXPIRED ON OLD  SUPERSEDED
                  DIFFERENT  lossy               3       5       3        3          0      1               0           0
                  UNKNOWN    bad\\u{1B}           0       0       0        0          0      0               0           0
                  MOVED      busy                1       1       1        0          0      0               0           0
                  EQUAL      calm                1       2       2        0          0      0               0           0

                  lossy-0  on OLD alone: offsets 1–2
                  lossy-1  OLD.lossy has no such partition
                           on OLD alone: offset 0
                  lossy  1 partition not compared
                  bad\\u{1B}  no right -> grant Read
                  busy-0  busy-0 was written

                Different: records stand on OLD alone. They can still be saved; do not remove OLD.

                """)
    }

    @Test("What stands against equal topics is said with them")
    func reservations() throws {
        let topic = ComparedTopic(
            topic: "t", mirror: "OLD.t", partitionCount: 1, partitions: [try Self.partition(0, "1", "1")])
        #expect(Self.render([topic]).contains("\nEqual: all that OLD retains of these topics"))
        let text = Self.render([topic], reservations: ["broker 2 says otherwise"])
        #expect(text.contains("\n  broker 2 says otherwise\n"))
        #expect(text.contains("\nNot proven: not everything could be compared.\n"))
        #expect(Self.render([]).contains("Not proven"), "nothing at all is not equal")
    }
}
