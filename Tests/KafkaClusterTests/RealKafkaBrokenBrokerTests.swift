import DecommissionGate
import KafkaCluster
import Quiescence
import TestKafka
import Testing

@Suite(.realKafka, .serialized) struct RealKafkaBrokenBrokerTests {
    private func setup(_ distribution: Distribution) -> ClusterSetup {
        ClusterSetup(
            brokers: 3, distribution: distribution,
            properties: ["offsets.topic.replication.factor": "3", "broker.session.timeout.ms": "6000"])
    }

    @Test(arguments: [Distribution.old, .new])
    func aFrozenBrokerCostsWhatItHoldsAndNothingElse(_ distribution: Distribution) async throws {
        try await withKafka(setup(distribution)) { kafka in
            let client = try TestClient(kafka.bootstrap)
            try await client.createTopic("orders", partitions: 9)
            let cluster = try reader(of: kafka) { $0.callTimeout = .seconds(2) }
            #expect(try await cluster.survey().partitions("orders").allSatisfy { $0.end.isKnown })
            await kafka.freeze(broker: 2)
            let began = ContinuousClock.now
            let survey = await cluster.survey(within: .seconds(15))
            #expect(began.duration(to: .now) < .seconds(30))
            for partition in try survey.partitions("orders") {
                let isFrozen = partition.leader == .known(BrokerID(rawValue: 2)) || !partition.leader.isKnown
                #expect(partition.end.isKnown == !isFrozen)
                #expect(partition.stable.isKnown == !isFrozen)
            }
            #expect(survey.groups.completeness != .complete)
            await kafka.resume(broker: 2)
            try await eventually("everything is readable again") {
                let survey = await cluster.survey()
                return try survey.groups.completeness == .complete
                    && survey.agreement == .known(.unanimous(3))
                    && survey.partitions("orders").allSatisfy { $0.end.isKnown }
            }
            await cluster.close(until: soon)
        }
    }

    @Test func replacedBrokersAreFollowedWithoutARestart() async throws {
        try await withKafka(setup(.old)) { kafka in
            let client = try TestClient(kafka.bootstrap)
            try await client.createTopic("orders", partitions: 6, replicas: 3)
            try await client.commit([TopicPartition("orders", 0): 0], as: "payments")
            let cluster = try reader(of: kafka) { $0.callTimeout = .seconds(10) }
            let first = await cluster.survey()
            let before = try #require(first.brokers.value)
            try await kafka.add(broker: 4)
            try await kafka.move(broker: 3)
            try await kafka.kill(broker: 2)
            try await eventually("the metadata drop broker 2") { try await client.brokers() == [1, 3, 4] }
            let newcomer = try reader(of: kafka) { $0.callTimeout = .seconds(10) }
            try await eventually("who comes now finds brokers 1, 3 and 4, all of one mind, and every group") {
                let survey = await newcomer.survey(within: .seconds(30))
                return survey.brokers.value?.map(\.id.rawValue) == [1, 3, 4]
                    && survey.agreement == .known(.unanimous(3)) && survey.groups.completeness == .complete
            }
            await newcomer.close(until: soon)
            let survey = await cluster.survey(within: .seconds(30))
            // A client goes on asking every broker that it ever knew; those that are dead are not met again.
            #expect(survey.requests["ListGroups"]?.failed == first.requests["ListGroups"]?.failed)
            let after = try #require(survey.brokers.value)
            #expect(after.map(\.id.rawValue) == [1, 3, 4])
            #expect(Set(before).intersection(after).map(\.id.rawValue) == [1])
            #expect(survey.agreement == .known(.unanimous(3)))
            #expect(survey.groups.completeness == .complete)
            #expect(survey.groups.seen["payments"]?.commits.value?.count == 1)
            #expect(try survey.partitions("orders").allSatisfy { $0.end.isKnown })
            let again = await cluster.survey(within: .seconds(30))
            #expect(again.requests.mapValues(\.failed) == survey.requests.mapValues(\.failed))
            await cluster.close(until: soon)
        }
    }

    /// The library ends the process where a request for commits timed out before its coordinator came back.
    @Test func aCoordinatorThatComesBackAfterATimeoutEndsNothing() async throws {
        try await withKafka(ClusterSetup(distribution: .old)) { kafka in
            let client = try TestClient(kafka.bootstrap)
            try await client.createTopic("orders")
            for number in 0..<8 {
                try await client.commit(
                    [TopicPartition("orders", 0): 0], as: GroupName(rawValue: "group-\(number)"))
            }
            let cluster = try reader(of: kafka) { $0.callTimeout = .milliseconds(300) }
            for _ in 0..<30 {
                _ = await cluster.readGroups(until: soon)
                await kafka.freeze(broker: 1)
                _ = await cluster.readGroups(until: .now + .milliseconds(400))
                await kafka.resume(broker: 1)
                _ = await cluster.readGroups(until: .now + .milliseconds(400))
            }
            try await eventually("everything is readable again") {
                await cluster.readGroups(until: soon).groups.completeness == .complete
            }
            await cluster.close(until: soon)
        }
    }

    @Test(arguments: [Distribution.old, .new])
    func whileCoordinatorsMoveNoListWithoutAllGroupsIsCalledComplete(_ distribution: Distribution)
        async throws
    {
        try await withKafka(setup(distribution)) { kafka in
            let client = try TestClient(kafka.bootstrap)
            try await client.createTopic("orders", replicas: 3)
            let groups = (0..<16).map { GroupName(rawValue: "group-\($0)") }
            for group in groups { try await client.commit([TopicPartition("orders", 0): 0], as: group) }
            let cluster = try reader(of: kafka) { $0.callTimeout = .seconds(2) }
            async let moves: Void = moveCoordinators(of: kafka)
            var complete = 0
            while complete < 20 {
                let listing = await cluster.readGroups(until: soon).groups
                guard listing.completeness == .complete else { continue }
                complete += 1
                #expect(Set(listing.seen.keys) == Set(groups))
            }
            try await moves
            try await eventually("all commits are read by the brokers that are left") {
                let listing = await cluster.readGroups(until: soon).groups
                return listing.completeness == .complete
                    && listing.seen.values.allSatisfy { $0.commits.value?.count == 1 }
            }
            await cluster.close(until: soon)
        }
    }

    private func moveCoordinators(of kafka: RealKafka) async throws {
        try await kafka.stop(broker: 3)
        try await kafka.startAgain(broker: 3)
        try await kafka.kill(broker: 2)
    }
}
