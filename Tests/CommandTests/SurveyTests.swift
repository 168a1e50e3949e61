import DecommissionGate
import Quiescence
import Testing

@testable import decommission_gate

@Suite struct SurveyTests {
    /// What Kafka answers a user without a right: empty lists, no error, and "not authorized" for what does
    /// not exist.
    @Test("Credentials that see nothing: not one thing is called quiet, the mend is said, and the code is 2")
    func seesNothing() throws {
        let moment = Moment(
            monotonic: .zero, boottime: .zero, wall: WallTime(millisecondsSince1970: 1_700_000_000_000),
            boot: "boot")
        let survey = Survey(
            began: moment, ended: moment, old: Self.blind("OLD"), new: Self.blind("NEW"),
            mirror: MirrorSurvey(positions: .absent, syncs: .absent, checkpoints: .absent, heartbeat: .absent)
        )
        let servers = [ServerAddress(host: "a", port: 1)]
        let plan = Plan(
            old: ClusterPlan(alias: "OLD", bootstrapServers: servers),
            new: ClusterPlan(alias: "NEW", bootstrapServers: servers), producers: .observed)
        var evaluator = try Evaluator(plan: plan)
        let document = GatesDocument(evaluator.weigh(survey), of: survey, under: plan, age: .zero)
        #expect(document.exitCode(after: survey) == .unknown)
        let text = StatusText.render(document, colour: false)
        #expect(text.contains("Kafka hides every topic that this user may not describe, without an error"))
        #expect(text.contains("-> grant Describe on topic * to this user"))
        #expect(text.contains("-> grant Describe on group * to this user"))
        let holding = document.conditions.filter { $0.state == .holds }.map(\.condition)
        #expect(holding == [.producersRetargeted])
    }

    private static func blind(_ alias: ClusterAlias) -> ClusterSurvey {
        var cluster = ClusterSurvey(alias: alias, nothingReadable: Cause(.notAsked, "not asked"))
        cluster.identity = .known(ClusterID(rawValue: "id-of-\(alias)"))
        cluster.brokers = .known([
            Broker(id: BrokerID(rawValue: 1), address: ServerAddress(host: "b", port: 1))
        ])
        cluster.agreement = .known(.unanimous(1))
        cluster.topicSight = .known(.filtered)
        cluster.groupSight = .known(.filtered)
        cluster.authorization = .unreadable(Cause(.notAuthorized, "an empty list of ACLs"))
        cluster.topics = .known([:])
        cluster.groups = GroupListing(
            completeness: .incomplete(
                Cause(
                    .notAuthorized, "groups may be hidden", remedy: "grant Describe on group * to this user")),
            seen: [:])
        return cluster
    }
}
