import DecommissionGate
import Quiescence
import TestKafka

/// A real cluster whose topics are read anew, from start to end, whenever they are followed.
struct DumpedCluster: ClusterReader {
    let client: TestClient

    func follow(_ topic: TopicName, isolation: Isolation, until deadline: Deadline) async -> FollowedTopic {
        do {
            guard try await client.topics()[topic] != nil else {
                return FollowedTopic(records: [], restarted: true, state: .absent)
            }
            let records = try await client.read(topic, isolation: isolation).map { record in
                LogRecord(
                    partition: record.partition, offset: record.offset, key: record.key,
                    value: record.value,
                    timestamp: record.timestamp.map(WallTime.init(millisecondsSince1970:)))
            }
            return FollowedTopic(records: records, restarted: true)
        } catch {
            return FollowedTopic(
                records: [], restarted: true, state: .behind(Cause(.unreachable, "\(error)")))
        }
    }

    // Never asked by the reader of MirrorMaker's topics.
    func readGroups(until deadline: Deadline) async -> ClusterSurvey { unasked }
    func readOffsets(of survey: ClusterSurvey, until deadline: Deadline) async -> ClusterSurvey { unasked }
    func readTails(_ questions: [TailQuestion], until deadline: Deadline) async
        -> [TailQuestion: Reading<TailAnswer>]
    { [:] }
    func close(until deadline: Deadline) async {}

    private var unasked: ClusterSurvey { ClusterSurvey(alias: "X", nothingReadable: Cause(.notAsked, "")) }
}
