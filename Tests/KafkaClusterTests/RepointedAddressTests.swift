import CRDKafka
import DecommissionGate
import KafkaCluster
import MockKafka
import Quiescence
import Testing

/// One address list that leads to one cluster, then to another, then to the first again.
extension MockClusterTests {
    @Suite struct RepointedAddressTests {
        private let right: MockCluster
        private let wrong: MockCluster
        private let cluster: KafkaCluster

        init() async throws {
            right = try MockCluster(brokers: 1)
            wrong = try MockCluster(brokers: 1)
            for (mock, values) in [(right, ["a", "b"]), (wrong, ["v", "w", "x", "y", "z"])] {
                mock.createTopic("positions", partitions: 1, brokers: 1)
                try await mock.produce(values, to: "positions")
            }
            wrong.stop(broker: 1)
            var limits = Limits()
            limits.asksForRandomTopic = false
            limits.callTimeout = .seconds(1)
            limits.layoutAge = .zero
            cluster = try KafkaCluster(
                ClusterConnection(
                    alias: "MOCK", bootstrapServers: right.bootstrapServers + wrong.bootstrapServers),
                limits: limits)
        }

        private func follow() async -> FollowedTopic {
            await cluster.follow("positions", isolation: .readCommitted, until: .now + .seconds(10))
        }

        /// Follows until the topic is read to its end, in rounds as the service makes them: a client that meets
        /// silence where its broker stood is given up with the round, and the next one has another.
        private func followToTheEnd() async -> FollowedTopic {
            var all = await follow()
            for _ in 0..<20 {
                guard case .behind = all.state else { break }
                let survey = await cluster.readGroups(until: .now + .seconds(10))
                _ = await cluster.readOffsets(of: survey, until: .now + .seconds(10))
                let next = await follow()
                if next.restarted { all.records = [] }
                all.records += next.records
                all.restarted = all.restarted || next.restarted
                all.state = next.state
            }
            return all
        }

        /// Surveys until the cluster of that id answers.
        private func surveyed(otherThan id: ClusterID?) async -> ClusterSurvey {
            var survey = await cluster.readGroups(until: .now + .seconds(10))
            for _ in 0..<20 where survey.identity.value == id || !survey.identity.isKnown {
                survey = await cluster.readGroups(until: .now + .seconds(10))
            }
            return survey
        }

        @Test(
            "What was gathered from one cluster is never continued with records of another",
            .disabled(
                if: KafkaCluster.libraryVersion == "2.8.0",
                "librdkafka 2.8.0 frees memory twice in every third run of this, and ends the process"))
        func neverMixed() async throws {
            let first = await surveyed(otherThan: nil)
            #expect(await follow().records.count == 2)

            right.stop(broker: 1)
            wrong.start(broker: 1)
            let mixed = await follow()
            #expect(mixed.records.isEmpty, "\(mixed.state)")
            let second = await surveyed(otherThan: first.identity.value)
            let other = await followToTheEnd()
            #expect(other.restarted && other.records.count == 5, "\(other.state)")

            wrong.stop(broker: 1)
            right.start(broker: 1)
            let third = await surveyed(otherThan: second.identity.value)
            #expect(third.identity == first.identity)
            let back = await followToTheEnd()
            #expect(back.restarted && back.records.count == 2, "\(back.state)")
            await cluster.close(until: .now + .seconds(5))
        }

        @Test("Offsets and tails of another cluster than the one that was surveyed are unreadable")
        func offsetsOfAnother() async throws {
            let survey = await surveyed(otherThan: nil)
            right.stop(broker: 1)
            wrong.start(broker: 1)
            let read = await cluster.readOffsets(of: survey, until: .now + .seconds(10))
            #expect(!(try read.partitions("positions")[0].end.isKnown))
            let question = TailQuestion(
                side: .old, partition: TopicPartition("positions", 0), from: 2,
                end: try #require(EndOffset(5)), isolation: .readUncommitted)
            let tails = await cluster.readTails([question], until: .now + .seconds(10))
            #expect(tails[question]?.isKnown == false, "\(tails)")
            await cluster.close(until: .now + .seconds(5))
        }
    }
}
