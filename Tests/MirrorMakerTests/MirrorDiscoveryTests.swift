import DecommissionGate
import MirrorMaker
import Quiescence
import Testing

@Suite("MirrorMaker is found by the names of its topics, or by the one that is configured")
struct MirrorDiscoveryTests {
    private let deadline = ContinuousClock.now.advanced(by: .seconds(30))

    private func cluster(_ topics: [TopicName], _ configs: [TopicName: FollowedTopic]) -> ListedCluster {
        ListedCluster(topics: .known(topics), followed: ScriptedCluster(configs.mapValues { [$0] }))
    }

    private func records(_ name: String, _ value: String) -> FollowedTopic {
        FollowedTopic(records: [LogRecord(key: "connector-\(name)", value: value)])
    }

    @Test("Dedicated mode and a Connect cluster, each with the topics of its workers")
    func byName() async {
        let topics: [TopicName] = [
            "mm2-configs.EAST.internal", "mm2-offsets.EAST.internal", "mm2-status.EAST.internal",
            "mirrormaker2-cluster-configs", "mirrormaker2-cluster-offsets", "mirrormaker2-cluster-status",
            // No worker's: what would stand beside it is missing.
            "app-configs", "orders",
        ]
        let new = cluster(
            topics,
            [
                "mm2-configs.EAST.internal": records("MirrorSourceConnector", Written.dedicated),
                "mirrormaker2-cluster-configs": records("OLD->NEW.MirrorSourceConnector", Written.connect),
            ])
        let found = await MirrorDiscovery.look(at: new, choices: MirrorChoices(), until: deadline)
        #expect(
            found.flows.map(\.name) == ["OLD->NEW.MirrorSourceConnector", "MirrorSourceConnector"])
        #expect(
            found.flows.last?.workers
                == WorkerTopics(
                    configs: "mm2-configs.EAST.internal", offsets: "mm2-offsets.EAST.internal",
                    status: "mm2-status.EAST.internal"))
        #expect(
            new.followed.asked == [
                "mirrormaker2-cluster-configs read_committed", "mm2-configs.EAST.internal read_committed",
            ])
    }

    @Test("A topic that the configuration names is looked at whatever it is called")
    func configured() async {
        var choices = MirrorChoices()
        choices.configsTopic = "secret-place"
        let new = cluster(["orders"], ["secret-place": records("x", Written.connect)])
        let found = await MirrorDiscovery.look(at: new, choices: choices, until: deadline)
        #expect(found.flows.map(\.workers.configs) == ["secret-place"])
    }

    @Test("What could not be listed or read is said, and is not taken for nothing there")
    func unreadable() async {
        let cause = Cause(.notAuthorized, "topic authorization failed")
        let blind = ListedCluster(topics: .unreadable(cause), followed: ScriptedCluster())
        let nothing = await MirrorDiscovery.look(at: blind, choices: MirrorChoices(), until: deadline)
        #expect(nothing.workers == .unreadable(cause))
        let shut = cluster(
            ["connect-configs", "connect-offsets", "connect-status"],
            ["connect-configs": FollowedTopic(records: [], state: .behind(cause))])
        let found = await MirrorDiscovery.look(at: shut, choices: MirrorChoices(), until: deadline)
        #expect(found.unreadable == ["connect-configs": cause] && found.flows == [])
    }
}

/// A cluster that lists its topics, and answers for their records as it was told to.
struct ListedCluster: FollowedCluster {
    let topics: Reading<[TopicName]>
    let followed: ScriptedCluster

    func readGroups(until deadline: Deadline) async -> ClusterSurvey {
        var survey = ClusterSurvey(alias: "NEW", nothingReadable: Cause(.notAsked, ""))
        survey.topics = topics.map { names in
            Dictionary(uniqueKeysWithValues: names.map { ($0, .known(TopicSurvey(partitions: []))) })
        }
        return survey
    }

    func follow(_ topic: TopicName, isolation: Isolation, until deadline: Deadline) async -> FollowedTopic {
        await followed.follow(topic, isolation: isolation, until: deadline)
    }
}
