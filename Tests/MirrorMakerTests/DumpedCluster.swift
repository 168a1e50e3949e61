import DecommissionGate
import Quiescence
import TestKafka

/// A real cluster whose topics are read anew, from start to end, whenever they are followed.
struct DumpedCluster: FollowedCluster {
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
}
