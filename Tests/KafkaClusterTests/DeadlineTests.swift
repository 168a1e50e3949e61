import DecommissionGate
import KafkaCluster
import MockKafka
import Quiescence
import Synchronization
import Testing

extension MockClusterTests {
    @Suite struct DeadlineTests {
        @Test func anAnswerThatIsLateIsNotWaitedFor() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 3)
            let cluster = try mock.reader { $0.callTimeout = .seconds(30) }
            let before = await cluster.readGroups(until: soon)
            mock.delay(milliseconds: 60_000)
            let began = ContinuousClock.now
            let survey = await cluster.readOffsets(of: before, until: began + .seconds(1))
            #expect(began.duration(to: .now) < .seconds(20))
            #expect(try survey.partitions("orders").allSatisfy { $0.end.cause?.kind == .timedOut })
            mock.delay(milliseconds: 0)
            await cluster.close(until: soon)
        }

        @Test func aLateAnswerIsNeverTakenForALaterQuestion() async throws {
            let mock = try MockCluster(brokers: 1)
            mock.createTopic("orders", partitions: 1, brokers: 1)
            let cluster = try mock.reader { $0.callTimeout = .seconds(30) }
            let before = await cluster.readGroups(until: soon)
            mock.delay(broker: 1, milliseconds: 1500)
            _ = await cluster.readOffsets(of: before, until: .now + .milliseconds(700))
            mock.delay(broker: 1, milliseconds: 0)
            try await mock.produce(["a", "b"], to: "orders")
            #expect(try await cluster.survey().partitions("orders")[0].end.value?.value == 2)
            await cluster.close(until: soon)
        }

        @Test func aSilentClusterHoldsUpNeitherTheOtherNorTheProcess() async throws {
            let frozen = try MockCluster()
            let well = try MockCluster()
            frozen.createTopic("orders", partitions: 3)
            well.createTopic("orders", partitions: 3)
            let slow = try frozen.reader(alias: "OLD") { $0.callTimeout = .seconds(15) }
            let quick = try well.reader(alias: "NEW")
            frozen.delay(milliseconds: 60_000)
            let slowIsDone = Flag()
            async let one = slowIsDone.raised(after: slow.survey(within: .seconds(15)))
            async let other = slowIsDone.raised(after: slow.survey(within: .seconds(15)))
            // One: a busy machine may take seconds for each.
            #expect(await quick.survey().topics.isKnown)
            #expect(!slowIsDone.isRaised)
            for survey in await [one, other] { #expect(survey.topics.cause != nil) }
            frozen.delay(milliseconds: 0)
            await quick.close(until: soon)
            await slow.close(until: soon)
        }

        @Test func aClusterThatIsNotThereIsUnreadableAndSaysWhy() async throws {
            let cluster = try KafkaCluster(
                ClusterConnection(alias: "OLD", bootstrapServers: [ServerAddress(host: "127.0.0.1", port: 1)])
            )
            let survey = await cluster.readGroups(until: .now + .seconds(5))
            let cause = try #require(survey.topics.cause)
            #expect(cause.kind == .unreachable)
            #expect(cause.detail.contains("refused"))
            #expect(survey.requests["Metadata"]?.failed ?? 0 > 0)
            await cluster.close(until: soon)
        }

        /// Where the others are switched off already, one after the other of which cost a second.
        @Test func oneServerOfManyThatStillRunsIsFoundAtOnce() async throws {
            let mock = try MockCluster(brokers: 1)
            mock.createTopic("orders", partitions: 3)
            let gone = (1...60).map { ServerAddress(host: "127.0.0.1", port: $0) }
            let cluster = try KafkaCluster(
                ClusterConnection(alias: "OLD", bootstrapServers: gone + mock.bootstrapServers), limits: .mock
            )
            let survey = await cluster.survey(within: .seconds(10))
            #expect(try survey.partitions("orders").allSatisfy { $0.end.isKnown })
            await cluster.close(until: soon)
        }

        @Test func afterAFailedSurveyTheNextOneReadsThroughNewConnections() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 3)
            let cluster = try mock.reader()
            mock.stop()
            #expect(await cluster.survey(within: .seconds(3)).topics.cause != nil)
            mock.start()
            #expect(try await cluster.survey().partitions("orders").allSatisfy { $0.end.isKnown })
            await cluster.close(until: soon)
        }

        /// As brokers do to whom a client does not authenticate again: every few minutes, without a fault.
        @Test func brokersThatCutEveryConnectionCostNoSurvey() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 6)
            let cluster = try mock.reader()
            #expect(await cluster.survey().topics.isKnown)
            for _ in 0..<3 {
                mock.stop()
                async let next = cluster.survey()
                // For the client to be refused and to say that all brokers are down; if it is too slow for
                // that, this round shows less.
                try await Task.sleep(for: .milliseconds(300))
                mock.start()
                let survey = await next
                #expect(survey.identity.isKnown && survey.agreement == .known(.unanimous(3)))
                #expect(try survey.partitions("orders").allSatisfy { $0.end.isKnown && $0.stable.isKnown })
            }
            await cluster.close(until: soon)
        }

        @Test func closingWaitsNoLongerThanItsDeadline() async throws {
            let mock = try MockCluster()
            let cluster = try mock.reader()
            _ = await cluster.survey()
            let began = ContinuousClock.now
            await cluster.close(until: began + .seconds(3))
            #expect(began.duration(to: .now) < .seconds(30))
            // What is asked afterwards is unreadable, not a wait.
            #expect(await cluster.readGroups(until: .now + .seconds(120)).topics.cause != nil)
            #expect(began.duration(to: .now) < .seconds(90))
        }
    }
}

private final class Flag: Sendable {
    private let raised = Atomic(false)
    var isRaised: Bool { raised.load(ordering: .acquiring) }

    func raised<Value>(after value: Value) -> Value {
        raised.store(true, ordering: .releasing)
        return value
    }
}
