import CRDKafka
import DecommissionGate
import KafkaCluster
import MockKafka
import Quiescence
import Testing

extension MockClusterTests {
    @Suite struct OffsetTests {
        @Test func everyPartitionIsReadWithItsStartEndAndStableOffset() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 7)
            try await mock.produce(["a", "b", "c"], to: "orders", 4)
            let cluster = try mock.reader { $0.chunk = 2 }
            let survey = await cluster.survey()
            let partitions = try survey.partitions("orders")
            #expect(partitions.map(\.end.value?.value) == [0, 0, 0, 0, 3, 0, 0])
            #expect(partitions.map(\.stable.value?.value) == [0, 0, 0, 0, 3, 0, 0])
            #expect(partitions.map(\.start.value?.value) == [0, 0, 0, 0, 0, 0, 0])
            #expect(partitions.map(\.leader.value?.rawValue) == [1, 2, 3, 1, 2, 3, 1])
            await cluster.close(until: soon)
        }

        /// Nothing is proven of a topic of which no partition is named, least of all that it is quiet.
        @Test func aTopicWithoutAPartitionCouldNotBeRead() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 1)
            mock.createTopic("empty", partitions: 0)
            let cluster = try mock.reader()
            let survey = await cluster.survey()
            #expect(try survey.partitions("orders").count == 1)
            guard case .known(let topics) = survey.topics, case .unreadable(let cause) = topics["empty"]
            else {
                Issue.record("\(survey.topics)")
                return
            }
            #expect(cause.kind == .incomplete)
            await cluster.close(until: soon)
        }

        @Test func aLeaderThatMovedIsFoundThroughFreshMetadata() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 1)
            try await mock.produce(["a"], to: "orders")
            let cluster = try mock.reader()
            let before = await cluster.readGroups(until: soon)
            mock.lead("orders", 0, by: 2)
            let survey = await cluster.readOffsets(of: before, until: soon)
            #expect(try survey.partitions("orders")[0].end == .known(try #require(EndOffset(1))))
            await cluster.close(until: soon)
        }

        @Test func onePartitionThatCannotSayYetSpoilsNoOther() async throws {
            let mock = try MockCluster(brokers: 1)
            mock.createTopic("orders", partitions: 8, brokers: 1)
            mock.lead("orders", 3, by: nil)
            let cluster = try mock.reader()
            let partitions = try await cluster.survey().partitions("orders")
            #expect(partitions[3].leader == .absent)
            #expect(partitions[3].end.cause?.kind == .leaderless)
            #expect(partitions[3].end.cause?.detail.contains("orders-3") == true)
            #expect(partitions.filter { $0.end.isKnown }.count == 7)
            await cluster.close(until: soon)
        }

        @Test("Topics that look alike each have their own offsets, and their own name without a leader")
        func topicsThatLookAlike() async throws {
            let mock = try MockCluster(brokers: 1)
            for topic: TopicName in ["orders", "payments"] {
                mock.createTopic(topic, partitions: 3, brokers: 1)
            }
            try await mock.produce(["a"], to: "orders", 0)
            try await mock.produce(["b", "c"], to: "payments", 1)
            let cluster = try mock.reader { $0.chunk = 2 }
            var survey = await cluster.survey()
            #expect(try survey.partitions("orders").map(\.end.value?.value) == [1, 0, 0])
            #expect(try survey.partitions("payments").map(\.end.value?.value) == [0, 2, 0])
            for topic: TopicName in ["orders", "payments"] { mock.lead(topic, 2, by: nil) }
            survey = await cluster.survey()
            for topic: TopicName in ["orders", "payments"] {
                #expect(try survey.partitions(topic)[2].end.cause?.detail.contains("\(topic)-2") == true)
            }
            await cluster.close(until: soon)
        }

        @Test func aRequestThatFailsAsAWholeIsHalvedAndAskedAgain() async throws {
            let mock = try MockCluster(brokers: 1)
            mock.createTopic("orders", partitions: 8, brokers: 1)
            let cluster = try mock.reader()
            let before = await cluster.readGroups(until: soon)
            mock.fail(.listOffsets, with: [RD_KAFKA_RESP_ERR_INVALID_REQUEST])
            let survey = await cluster.readOffsets(of: before, until: soon)
            #expect(try survey.partitions("orders").allSatisfy { $0.start.isKnown && $0.end.isKnown })
            #expect(survey.requests["ListOffsets"]?.failed == 1)
            await cluster.close(until: soon)
        }

        @Test func noNumberOfARequestThatFailedIsKept() async throws {
            let mock = try MockCluster(brokers: 1)
            mock.createTopic("orders", partitions: 1, brokers: 1)
            try await mock.produce(["a"], to: "orders")
            let cluster = try mock.reader()
            _ = await cluster.survey()
            let before = await cluster.readGroups(until: soon)
            mock.fail(
                .listOffsets,
                with: [RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE])
            let failed = await cluster.readOffsets(of: before, until: soon)
            let partition = try failed.partitions("orders")[0]
            #expect(
                partition.start.cause != nil || partition.end.cause != nil || partition.stable.cause != nil)
            for reading in [
                partition.start.value?.value, partition.end.value?.value, partition.stable.value?.value,
            ] {
                #expect(reading == nil || reading == 0 || reading == 1)
            }
            mock.forgetFailures(.listOffsets)
            #expect(try await cluster.survey().partitions("orders")[0].end.value?.value == 1)
            await cluster.close(until: soon)
        }

        @Test func aBrokerThatDoesNotAnswerCostsItsOwnPartitionsOnly() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 6)
            let cluster = try mock.reader { $0.callTimeout = .seconds(3) }
            let before = await cluster.readGroups(until: soon)
            mock.stop(broker: 2)
            let survey = await cluster.readOffsets(of: before, until: soon)
            let partitions = try survey.partitions("orders")
            #expect(partitions.map(\.end.isKnown) == [true, false, true, true, false, true])
            #expect(partitions[1].end.cause?.detail.contains("broker 2") == true)
            mock.start(broker: 2)
            await cluster.close(until: soon)
        }
    }
}
