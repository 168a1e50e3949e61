import CRDKafka
import DecommissionGate
import KafkaCluster
import Quiescence
import TestKafka
import Testing

@Suite(.realKafka, .serialized) struct RealKafkaPermissionTests {
    /// There a name that nobody has a rule for is open to all, so that the sight of a made-up name proves nothing.
    @Test(
        "A rule for somebody else hides a topic where brokers allow what no rule is about",
        arguments: [
            Distribution.old, .new,
        ])
    func openClusterHidesWithoutDeny(_ distribution: Distribution) async throws {
        let setup = ClusterSetup(
            distribution: distribution, listeners: ["SASL_PLAINTEXT"],
            properties: Self.secured(users: ["nobody"]).merging(["allow.everyone.if.no.acl.found": "true"]) {
                $1
            })
        try await withKafka(setup) { kafka in
            let client = try TestClient(kafka.bootstrap)
            try await client.createTopic("orders")
            try await client.createTopic("hidden")
            try AccessRule.create([AccessRule(name: "hidden")], for: "shop", on: kafka.bootstrap)
            try await eventually("the topic is hidden") {
                let seen = try await survey(kafka, as: "nobody").topics.value
                return seen?["orders"]?.isKnown ?? false && seen?["hidden"] == nil
            }
            let nobody = try await survey(kafka, as: "nobody")
            #expect(nobody.topicSight == .known(.everything))
            #expect(nobody.authorization.cause?.kind == .notAuthorized)
            #expect(nobody.authorization.cause?.detail.contains("without a DENY") ?? false)
        }
    }

    private static func secured(users: [String]) -> [String: String] {
        let plain = "org.apache.kafka.common.security.plain.PlainLoginModule required "
        return [
            "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users": "User:ANONYMOUS",
            "sasl.enabled.mechanisms": "PLAIN",
            "listener.name.sasl_plaintext.plain.sasl.jaas.config":
                plain + users.map { "user_\($0)=\"\($0)-word\"" }.joined(separator: " ") + ";",
        ]
    }

    @Test(arguments: [Distribution.old, .new])
    func whatCredentialsSeeIsProvenAndWhatTheyLackIsNamed(_ distribution: Distribution) async throws {
        let setup = ClusterSetup(
            distribution: distribution, listeners: ["SASL_PLAINTEXT"],
            properties: Self.secured(users: ["nobody", "topics", "describer", "auditor"]))
        try await withKafka(setup) { kafka in
            let client = try TestClient(kafka.bootstrap)
            try await client.createTopic("orders")
            try await client.createTopic("hidden")
            try await TestProducer(kafka.bootstrap).send(0..<2, to: "orders")
            try await client.commit([TopicPartition("orders", 0): 1], as: "payments")
            // Nothing but a DENY hides a name here, so that any list of rules tells.
            try AccessRule.create([AccessRule(name: "orders")], for: "topics", on: kafka.bootstrap)
            try await eventually("a super user reads rules, of which none is on every name") {
                let superuser = try reader(of: kafka)
                let survey = await superuser.survey(within: .seconds(20))
                await superuser.close(until: soon)
                return survey.authorization == .known(.rules(denied: []))
            }
            let describesTopics = AccessRule()
            let describesGroups = AccessRule(resource: RD_KAFKA_RESOURCE_GROUP)
            let describesCluster = AccessRule(resource: RD_KAFKA_RESOURCE_BROKER, name: "kafka-cluster")
            let doesNotSeeOne = AccessRule(name: "hidden", permission: RD_KAFKA_ACL_PERMISSION_TYPE_DENY)
            try AccessRule.create([describesTopics], for: "topics", on: kafka.bootstrap)
            try AccessRule.create([describesCluster], for: "auditor", on: kafka.bootstrap)
            try AccessRule.create(
                [describesTopics, describesGroups, doesNotSeeOne], for: "describer", on: kafka.bootstrap)

            let denied = ["User:describer may not DESCRIBE topic hidden (LITERAL)"]
            try await eventually("one who may read the rules reads the one that hides a topic") {
                try await survey(kafka, as: "auditor").authorization == .known(.rules(denied: denied))
            }

            // Whoever may describe the cluster is given every group's name, and not what it committed.
            let auditor = try await survey(kafka, as: "auditor")
            let refused = try #require(auditor.groups.seen["payments"]?.commits.cause)
            #expect(refused.kind == .notAuthorized)
            #expect(refused.detail.contains("group payments"))
            #expect(refused.remedy == "grant Describe on this group")

            let nobody = try await survey(kafka, as: "nobody")
            #expect(nobody.topicSight == .known(.filtered))
            #expect(nobody.topics.value?.isEmpty == true)
            #expect(nobody.groups.completeness != .complete)
            #expect(nobody.groups.seen.isEmpty)

            let topics = try await survey(kafka, as: "topics")
            #expect(topics.topicSight == .known(.everything))
            #expect(topics.groupSight == .known(.filtered))
            #expect(topics.groups.completeness != .complete)

            let describer = try await survey(kafka, as: "describer")
            // Both proofs succeed although one name is hidden; only a list of the rules can tell.
            #expect(describer.topicSight == .known(.everything))
            #expect(describer.topics.value?["orders"]?.isKnown == true)
            #expect(describer.topics.value?["hidden"] == nil)
            #expect(describer.groupSight == .known(.everything))
            #expect(describer.groups.completeness == .complete)
            #expect(describer.groups.seen["payments"]?.commits.value?.count == 1)
            #expect(describer.authorization.cause?.kind == .notAuthorized)

            try await readingWithoutReadIsUnreadable(kafka)
            try await comparingWithoutRightsNamesThem(kafka)
            try await aWrongPasswordIsNamedAndNotShown(kafka)
        }
    }

    private func properties(_ user: String, password: String? = nil) -> [String: String] {
        [
            "security.protocol": "sasl_plaintext", "sasl.mechanism": "PLAIN", "sasl.username": user,
            "sasl.password": password ?? "\(user)-word",
        ]
    }

    private func survey(_ kafka: RealKafka, as user: String) async throws -> ClusterSurvey {
        let cluster = try reader(of: kafka, listener: "SASL_PLAINTEXT", properties: properties(user))
        let survey = await cluster.survey(within: .seconds(20))
        await cluster.close(until: soon)
        return survey
    }

    private func readingWithoutReadIsUnreadable(_ kafka: RealKafka) async throws {
        let cluster = try reader(of: kafka, listener: "SASL_PLAINTEXT", properties: properties("describer"))
        let question = TailQuestion(
            side: .old, partition: TopicPartition("orders", 0), from: 0, end: try #require(EndOffset(2)),
            isolation: .readUncommitted)
        let cause = try #require(await cluster.readTails([question], until: soon)[question]?.cause)
        #expect(cause.kind == .notAuthorized)
        #expect(cause.remedy == "grant Read on the topic orders")
        await cluster.close(until: soon)
    }

    private func comparingWithoutRightsNamesThem(_ kafka: RealKafka) async throws {
        let cluster = try reader(of: kafka, listener: "SASL_PLAINTEXT", properties: properties("describer"))
        let digests = try await cluster.digestReader(.readCommitted, until: soon)
        let orders = TopicPartition("orders", 0)
        #expect(try digests.layout().leader(of: orders).isKnown)
        let extent = try digests.extent(of: orders)
        #expect(extent == LogExtent(start: 0, end: 2, stable: 2))
        let cause = try #require(digests.compacts(["orders"])["orders"]?.cause)
        #expect(cause.kind == .notAuthorized)
        #expect(cause.remedy == "grant DescribeConfigs on the topic orders")
        let stream = try digests.open(orders, extent, DigestChoice(stamps: true, keys: true))
        #expect {
            try stream.next()
        } throws: { error in
            (error as? Cause)?.remedy == "grant Read on the topic orders"
        }
        await cluster.close(until: soon)
        let superuser = try reader(of: kafka)
        let compacts = try await superuser.digestReader(.readUncommitted, until: soon).compacts(["orders"])
        #expect(compacts == ["orders": .known(false)])
        await superuser.close(until: soon)
    }

    private func aWrongPasswordIsNamedAndNotShown(_ kafka: RealKafka) async throws {
        let cluster = try reader(
            of: kafka, listener: "SASL_PLAINTEXT",
            properties: properties("describer", password: "hunter2-secret"))
        let survey = await cluster.readGroups(until: .now + .seconds(4))
        let cause = try #require(survey.topics.cause)
        #expect(cause.kind == .authentication)
        #expect(!cause.detail.contains("hunter2"))
        await cluster.close(until: soon)
    }
}
