import DecommissionGate
import KafkaCluster
import MockKafka
import Quiescence
import Testing

@testable import Demo

@Suite struct DemoReaderTests {
    private static let mute = Cause(.unsupported, "the mock has no such request")

    @Test("What the mock cannot answer is filled in, and only that is another than it answered")
    func fillsIn() async throws {
        let cluster = try DemoCluster(.old)
        cluster.groups.join("billing", as: "billing")
        var limits = Limits.mock
        limits.callTimeout = .seconds(60)
        let base = try KafkaCluster(cluster.connection, limits: limits)
        let bare = await base.readGroups(until: .now + .seconds(60))
        let filled = await DemoReader(base: ScriptedReader(bare), groups: cluster.groups)
            .readGroups(until: .now + .seconds(60))
        #expect(filled.topicSight == .known(.everything))
        #expect(filled.authorization == .known(.noAuthorizer))
        #expect(filled.groups.completeness == .complete)
        #expect(Array(filled.groups.seen.keys) == ["billing"])
        var rest = filled
        (rest.topicSight, rest.authorization, rest.groups) = (
            bare.topicSight, bare.authorization, bare.groups
        )
        #expect(rest == bare)
        #expect(bare.groupSight == .known(.everything), "the mock answers this itself")
    }

    @Test("An obstacle stays one: nothing is filled in where the cluster failed to answer")
    func leavesFailures() async {
        let failed = ClusterSurvey(alias: "OLD", nothingReadable: Cause(.unreachable, "nobody is there"))
        #expect(await Self.read(failed) == failed)
    }

    @Test("Kafka's own word is kept: what is filtered stays filtered, a refused rule stays refused")
    func keepsAnswers() async {
        var survey = Self.survey()
        survey.topicSight = .known(.filtered)
        survey.authorization = .unreadable(Cause(.notAuthorized, "may not be read"))
        let filled = await Self.read(survey)
        #expect(filled.topicSight == survey.topicSight)
        #expect(filled.authorization == survey.authorization)
    }

    @Test(
        "A list of groups is complete only while every broker answers, and alike",
        arguments: [
            (.unreadable(Cause(.unreachable, "broker 2")), .unreachable),
            (.known(.divided(["broker 2 says otherwise"])), .contradiction), (.absent, .incomplete),
        ] as [(Reading<BrokerAgreement>, Cause.Kind)])
    func completeness(agreement: Reading<BrokerAgreement>, kind: Cause.Kind) async {
        var survey = Self.survey()
        survey.agreement = agreement
        guard case .incomplete(let cause) = await Self.read(survey).groups.completeness else {
            Issue.record("complete in spite of \(agreement)")
            return
        }
        #expect(cause.kind == kind)
    }

    @Test("Groups whose topic has no leader are in nobody's list")
    func leaderless() async {
        var survey = Self.survey()
        survey.topics = .known([Names.consumerOffsets: .known(TopicSurvey(partitions: [.led(by: .absent)]))])
        #expect(await Self.read(survey).groups.completeness != .complete)
    }

    @Test("A broker of the mock that is stopped leaves the list of groups incomplete")
    func stoppedBroker() async throws {
        let cluster = try DemoCluster(.old)
        cluster.mock.stop(broker: 2)
        var limits = Limits.mock
        limits.callTimeout = .seconds(1)
        let base = try KafkaCluster(cluster.connection, limits: limits)
        let survey = await DemoReader(base: base, groups: cluster.groups)
            .readGroups(until: .now + .seconds(60))
        #expect(survey.groups.completeness != .complete)
        #expect(survey.agreement != .known(.unanimous(3)))
    }

    private static func read(_ survey: ClusterSurvey) async -> ClusterSurvey {
        let groups = GroupCoordinator()
        groups.join("billing", as: "billing")
        return await DemoReader(base: ScriptedReader(survey), groups: groups)
            .readGroups(until: .now + .seconds(60))
    }

    /// What the mock answers, all brokers being well.
    private static func survey() -> ClusterSurvey {
        var survey = ClusterSurvey(alias: "OLD", nothingReadable: mute)
        survey.agreement = .known(.unanimous(3))
        survey.topics = .known([
            Names.consumerOffsets: .known(TopicSurvey(partitions: [.led(by: .known(BrokerID(rawValue: 1)))]))
        ])
        return survey
    }
}

extension PartitionSurvey {
    fileprivate static func led(by leader: Reading<BrokerID>) -> PartitionSurvey {
        PartitionSurvey(
            leader: leader, replication: .complete(3), start: .absent, end: .absent, stable: .absent)
    }
}
