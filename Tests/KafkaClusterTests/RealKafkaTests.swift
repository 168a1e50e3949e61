import DecommissionGate
import KafkaCluster
import Quiescence
import TestKafka
import Testing

@Suite(.realKafka, .serialized) struct RealKafkaTests {
    @Test(arguments: [Distribution.old, .new])
    func anOpenTransactionShowsAndItsMarkersAreEmptyTails(_ distribution: Distribution) async throws {
        try await withKafka(ClusterSetup(distribution: distribution)) { kafka in
            try await TestClient(kafka.bootstrap).createTopic("orders")
            let cluster = try reader(of: kafka)
            let plain = try await TestProducer(kafka.bootstrap)
            try await plain.send(0..<3, to: "orders")
            let transaction = try await TestProducer(kafka.bootstrap, transactionalID: "t")
            try await transaction.begin()
            try await transaction.send(3..<5, to: "orders")
            #expect(try await offsets(of: "orders", cluster) == Offsets(start: 0, end: 5, stable: 3))
            let open = try question(from: 3, to: 5, .readCommitted)
            #expect(
                await cluster.readTails([open], until: soon)[open]?.cause?.kind == .incomplete)
            try await transaction.abort()
            try await eventually("the marker is written") {
                try await offsets(of: "orders", cluster) == Offsets(start: 0, end: 6, stable: 6)
            }
            let aborted = try question(from: 3, to: 6, .readUncommitted)
            let hidden = try question(from: 3, to: 6, .readCommitted)
            let marker = try question(from: 5, to: 6, .readUncommitted)
            let outside = try question(from: 8, to: 9, .readUncommitted)
            let answers = await cluster.readTails(
                [aborted, hidden, marker, outside], until: soon)
            #expect(answers[aborted] == .known(.holdsRecord(at: 3)))
            #expect(answers[hidden] == .known(.empty))
            #expect(answers[marker] == .known(.empty))
            #expect(await cluster.readTails([outside], until: soon)[outside]?.cause?.kind == .contradiction)
            await cluster.close(until: soon)
        }
    }

    @Test(
        "A topic that is deleted in the middle of a survey is gone from it, and no other one is",
        arguments: [Distribution.old, .new])
    func deletedMeanwhile(_ distribution: Distribution) async throws {
        try await withKafka(ClusterSetup(distribution: distribution)) { kafka in
            let client = try TestClient(kafka.bootstrap)
            for topic in ["goes", "stays"] as [TopicName] { try await client.createTopic(topic) }
            let cluster = try reader(of: kafka)
            let listed = await cluster.readGroups(until: soon)
            try await client.deleteTopic("goes")
            try await eventually("its broker knows it no more") {
                guard case .known(let topics) = await cluster.readOffsets(of: listed, until: soon).topics
                else { return false }
                return topics["goes"] == nil && topics["stays"]?.isKnown == true
            }
            await cluster.close(until: soon)
        }
    }

    @Test(arguments: [Distribution.old, .new])
    func aTopicThatWasRecreatedIsFollowedFromItsStart(_ distribution: Distribution) async throws {
        try await withKafka(ClusterSetup(distribution: distribution)) { kafka in
            let client = try TestClient(kafka.bootstrap)
            try await client.createTopic("positions", partitions: 3)
            let producer = try await TestProducer(kafka.bootstrap)
            try await producer.send(0..<5, to: "positions", partition: 1)
            let cluster = try reader(of: kafka)
            #expect(
                await cluster.follow("positions", isolation: .readCommitted, until: soon).records.count == 5)
            try await client.deleteTopic("positions")
            try await eventually("it is absent") {
                await cluster.follow("positions", isolation: .readCommitted, until: soon).state == .absent
            }
            try await client.createTopic("positions", partitions: 2)
            try await TestProducer(kafka.bootstrap).send(0..<2, to: "positions", partition: 1)
            let again = await cluster.follow("positions", isolation: .readCommitted, until: soon)
            #expect(again.restarted)
            #expect(again.records.map(\.offset) == [0, 1])
            #expect(again.state == .caughtUp)
            // Records that were deleted before they were read, too, mean another beginning.
            try await TestProducer(kafka.bootstrap).send(2..<6, to: "positions", partition: 1)
            try await client.deleteRecords(below: 4, of: "positions", 1)
            let cut = await cluster.follow("positions", isolation: .readCommitted, until: soon)
            #expect(cut.restarted)
            #expect(cut.records.map(\.offset) == [4, 5])
            await cluster.close(until: soon)
        }
    }

    @Test(arguments: [Distribution.old, .new])
    func groupsOfEveryKindAreSeenWithTheirCommits(_ distribution: Distribution) async throws {
        try await withKafka(ClusterSetup(distribution: distribution)) { kafka in
            let client = try TestClient(kafka.bootstrap)
            try await client.createTopic("orders", partitions: 2)
            try await TestProducer(kafka.bootstrap).send(0..<4, to: "orders")
            let odd: [GroupName] = ["quote\"back\\slash\nrest", "группа 🚀", "flink", "flink ", ""]
            for group in odd { try await client.commit([TopicPartition("orders", 0): 3], as: group) }
            let member = try await TestGroup(
                "payments", kafka.bootstrap, reading: ["orders"], properties: ["client.id": "app"])
            try await member.consume(4)
            try await member.commit()
            let cluster = try reader(of: kafka)
            let groups = await cluster.readGroups(until: soon).groups
            #expect(groups.completeness == .complete)
            #expect(Set(groups.seen.keys) == Set(odd + ["payments"]))
            for group in odd {
                let seen = try #require(groups.seen[group])
                #expect(seen.state == .known(.empty))
                #expect(seen.members == .known([]))
                #expect(seen.commits.value?[TopicPartition("orders", 0)]?.value == 3)
            }
            let payments = try #require(groups.seen["payments"])
            #expect(payments.state == .known(.stable))
            #expect(payments.protocolType == .known("consumer"))
            #expect(payments.members.value?.map(\.clientID) == ["app"])
            #expect(payments.commits.value?[TopicPartition("orders", 0)]?.value == 4)
            try await member.leave()
            await cluster.close(until: soon)
        }
    }

    @Test("A static member is named by its instance id until the broker drops it")
    func ghost() async throws {
        let setup = ClusterSetup(
            distribution: .old, properties: ["group.min.session.timeout.ms": "1000"])
        try await withKafka(setup) { kafka in
            try await TestClient(kafka.bootstrap).createTopic("orders")
            try await TestProducer(kafka.bootstrap).send(0..<1, to: "orders")
            let member = try await TestGroup(
                "tills", kafka.bootstrap, reading: ["orders"],
                properties: [
                    "client.id": "shop", "group.instance.id": "till-7", "session.timeout.ms": "2000",
                    "heartbeat.interval.ms": "500",
                ])
            try await member.consume(1)
            let cluster = try reader(of: kafka)
            // A static member that ends does not leave: nothing tells the broker that it is gone.
            try await member.leave()
            let ghosts = await cluster.readGroups(until: soon).groups.seen["tills"]?.members.value
            #expect(ghosts?.map(\.clientID) == ["shop"])
            #expect(ghosts?.map(\.host) == ["/127.0.0.1"])
            #expect(ghosts?.first?.id.hasPrefix("till-7-") == true, "\(String(describing: ghosts))")
            try await eventually("the broker drops it") {
                await cluster.readGroups(until: soon).groups.seen["tills"]?.state == .known(.empty)
            }
            await cluster.close(until: soon)
        }
    }

    @Test(arguments: [Distribution.old, .new])
    func nothingIsCreatedEvenWhereBrokersCreateWhatIsAskedFor(_ distribution: Distribution) async throws {
        let setup = ClusterSetup(
            distribution: distribution, properties: ["auto.create.topics.enable": "true"])
        try await withKafka(setup) { kafka in
            let cluster = try reader(of: kafka)
            let client = try TestClient(kafka.bootstrap)
            // Deleted while it is surveyed, and asked about as long as anything remembers it.
            try await client.createTopic("gone")
            let before = await cluster.readGroups(until: soon)
            #expect(before.topics.value?.keys.sorted() == ["gone"])
            async let deletion: Void = client.deleteTopic("gone")
            _ = await cluster.readOffsets(of: before, until: soon)
            _ = await cluster.follow("gone", isolation: .readCommitted, until: soon)
            try await deletion
            let tail = try question(of: "gone", from: 0, to: 1, .readUncommitted)
            for _ in 0..<10 {
                _ = await cluster.readOffsets(of: before, until: soon)
                #expect(await cluster.readTails([tail], until: soon)[tail]?.isKnown == false)
                let survey = await cluster.survey()
                #expect(survey.topics == .known([:]))
                #expect(survey.groups == GroupListing(completeness: .complete, seen: [:]))
                #expect(survey.topicSight == .known(.everything))
                #expect(survey.authorization == .known(.noAuthorizer))
                #expect(survey.agreement == .known(.unanimous(1)))
                #expect(survey.identity == .known(ClusterID(rawValue: kafka.clusterID)))
                #expect(await cluster.follow("gone", isolation: .readCommitted, until: soon).state == .absent)
            }
            // With a group's topic there, a group is asked for; that makes none either.
            try await client.createTopic("orders")
            try await client.commit([TopicPartition("orders", 0): 0], as: "flink")
            let survey = await cluster.survey()
            #expect(survey.groupSight == .known(.everything))
            #expect(await Set(cluster.readGroups(until: soon).groups.seen.keys) == ["flink"])
            #expect(try await Set(client.topics().keys) == ["orders", "__consumer_offsets"])
            await cluster.close(until: soon)
        }
    }

    private struct Offsets: Equatable {
        let start: Int64
        let end: Int64
        let stable: Int64
    }

    private func offsets(of topic: TopicName, _ cluster: KafkaCluster) async throws -> Offsets {
        let partition = try #require(try await cluster.survey().partitions(topic).first)
        return Offsets(
            start: try #require(partition.start.value).value, end: try #require(partition.end.value).value,
            stable: try #require(partition.stable.value).value)
    }

    private func question(
        of topic: TopicName = "orders", from: Int64, to end: Int64, _ isolation: Isolation
    ) throws -> TailQuestion {
        TailQuestion(
            side: .old, partition: TopicPartition(topic, 0), from: from, end: try #require(EndOffset(end)),
            isolation: isolation)
    }
}

/// A reader of a real cluster.
func reader(
    of kafka: RealKafka, listener: String = "PLAINTEXT", properties: [String: String] = [:],
    _ adjust: (inout Limits) -> Void = { _ in }
) throws -> KafkaCluster {
    var limits = Limits()
    adjust(&limits)
    let servers = kafka.bootstrap(listener: listener).split(separator: ",").compactMap { server in
        server.split(separator: ":").last.flatMap { UInt16($0) }.map {
            ServerAddress(host: "127.0.0.1", port: $0)
        }
    }
    return try KafkaCluster(
        ClusterConnection(alias: "OLD", bootstrapServers: servers, properties: properties), limits: limits)
}
