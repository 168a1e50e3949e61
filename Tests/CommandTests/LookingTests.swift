import DecommissionGate
import MockKafka
import Quiescence
import Synchronization
import Testing

@testable import decommission_gate

@Suite("Looking for MirrorMaker while clusters do not answer")
struct LookingTests {
    /// Names no address that is configured.
    private static let source = #"""
        {"properties":{"connector.class":"org.apache.kafka.connect.mirror.MirrorSourceConnector",\#
        "source.cluster.alias":"EAST","target.cluster.alias":"NEW","source.cluster.bootstrap.servers":"east:9092"}}
        """#

    private func connection(_ alias: ClusterAlias, _ servers: [ServerAddress]) -> ClusterConnection {
        ClusterConnection(alias: alias, bootstrapServers: servers)
    }

    private func plan(_ connection: ClusterConnection) -> ClusterPlan {
        ClusterPlan(alias: connection.alias, bootstrapServers: connection.bootstrapServers)
    }

    @Test("Whose flow it is stays open, and is asked again, while OLD does not tell its brokers' addresses")
    func oldUnreadable() async throws {
        let (mock, down) = (try MockCluster(brokers: 1), try MockCluster(brokers: 1))
        mock.createTopics(
            ["configs", "offsets", "status"].map { TopicName(rawValue: "mm2-\($0).EAST.internal") },
            partitions: 1)
        try await mock.append(
            [MockRecord(key: "connector-MirrorSourceConnector", Self.source)], to: "mm2-configs.EAST.internal"
        )
        down.stop(broker: 1)
        let old = connection("OLD", down.bootstrapServers)
        let new = connection("NEW", mock.bootstrapServers)
        let lines = Mutex<[String]>([])
        let looking = SelfConfiguration(
            taken: nil, log: Log(clocks: StillClocks()) { line in lines.withLock { $0.append("\(line)") } })
        let base = Configuration(old: old, new: new, plan: Plan(old: plan(old), new: plan(new)))
        // A busy machine may take longer than looking may.
        let isFound = await eventually {
            do { _ = try await looking.completed(base) } catch { Issue.record(error) }
            return lines.withLock { $0.contains { $0.contains("cannot be told") } }
        }
        #expect(isFound)
        #expect(looking.isDue(after: survey))
    }

    /// What a survey sees of a cluster without topics: nothing to ask for.
    private var survey: Survey {
        let now = StillClocks().now()
        let unread = Cause(.notAsked, "not asked")
        var survey = Survey(
            began: now, ended: now, old: ClusterSurvey(alias: "OLD", nothingReadable: unread),
            new: ClusterSurvey(alias: "NEW", nothingReadable: unread),
            mirror: MirrorSurvey(nothingReadable: unread))
        survey.new.topics = .known([:])
        return survey
    }
}

private struct StillClocks: Clocks {
    func now() -> Moment {
        Moment(
            monotonic: .zero, boottime: .zero, wall: WallTime(millisecondsSince1970: 0), boot: "boot")
    }
}
