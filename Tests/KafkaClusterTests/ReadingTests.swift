import CRDKafka
import DecommissionGate
import KafkaCluster
import MockKafka
import Quiescence
import Testing

extension MockClusterTests {
    @Suite struct ReadingTests {
        private func question(
            _ topic: TopicName, _ partition: Int32 = 0, from: Int64, to end: Int64,
            _ isolation: Isolation = .readUncommitted
        ) throws -> TailQuestion {
            TailQuestion(
                side: .old, partition: TopicPartition(topic, partition), from: from,
                end: try #require(EndOffset(end)), isolation: isolation)
        }

        @Test func aFollowedTopicBringsEachRecordOnce() async throws {
            let mock = try MockCluster()
            mock.createTopic("positions", partitions: 3)
            try await mock.produce(["a", "b"], to: "positions", 1)
            let cluster = try mock.reader()
            let first = await cluster.follow("positions", isolation: .readCommitted, until: soon)
            #expect(first.state == .caughtUp)
            #expect(first.restarted)
            #expect(first.records.map(\.value) == [Array("a".utf8), Array("b".utf8)])
            #expect(first.records.map(\.offset) == [0, 1])
            try await mock.produce(["c"], to: "positions", 2)
            let second = await cluster.follow("positions", isolation: .readCommitted, until: soon)
            #expect(!second.restarted)
            #expect(second.records.map(\.partition) == [2])
            let third = await cluster.follow("positions", isolation: .readCommitted, until: soon)
            #expect(third == FollowedTopic(records: [], restarted: false, state: .caughtUp))
            await cluster.close(until: soon)
        }

        @Test func aTopicThatIsNotThereIsAbsentAndIsNotMade() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 1)
            let cluster = try mock.reader()
            for _ in 0..<3 {
                let followed = await cluster.follow(
                    "nothing", isolation: .readCommitted, until: soon)
                #expect(followed.state == .absent)
            }
            #expect(try #require(await cluster.survey().topics.value).keys.sorted() == ["orders"])
            await cluster.close(until: soon)
        }

        @Test func aBoundEndsTheReadingAndTheNextCallGoesOnThere() async throws {
            let mock = try MockCluster(brokers: 1)
            mock.createTopic("positions", partitions: 1, brokers: 1)
            try await mock.produce((0..<10).map { "\($0)" }, to: "positions")
            let cluster = try mock.reader { $0.followRecords = 4 }
            var values: [String] = []
            for round in 0..<3 {
                let followed = await cluster.follow(
                    "positions", isolation: .readCommitted, until: soon)
                #expect(followed.restarted == (round == 0))
                #expect(followed.records.count <= 4, "no more is held at once")
                #expect(followed.state == (round == 2 ? .caughtUp : .unfinished))
                values += followed.records.map { String(decoding: $0.value ?? [], as: UTF8.self) }
            }
            #expect(values == (0..<10).map { "\($0)" })
            await cluster.close(until: soon)
        }

        @Test func aLeaderlessPartitionLeavesTheReaderBehind() async throws {
            let mock = try MockCluster()
            mock.createTopic("positions", partitions: 2)
            try await mock.produce(["a"], to: "positions", 0)
            mock.lead("positions", 1, by: nil)
            let cluster = try mock.reader()
            let followed = await cluster.follow("positions", isolation: .readCommitted, until: soon)
            guard case .behind(let cause) = followed.state else {
                Issue.record("\(followed.state)")
                return
            }
            #expect(cause.kind == .leaderless)
            #expect(followed.records.count == 1)
            await cluster.close(until: soon)
        }

        @Test func aTailIsEmptyOnlyWhenItsEndWasReached() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 3)
            try await mock.produce(["a", "b", "c"], to: "orders", 1)
            let cluster = try mock.reader()
            let atEnd = try question("orders", 1, from: 3, to: 3)
            let record = try question("orders", 1, from: 1, to: 3)
            let laterRecord = try question("orders", 1, from: 2, to: 3)
            let beyond = try question("orders", 1, from: 3, to: 4)
            let outside = try question("orders", 2, from: 7, to: 9)
            let none = try question("nothing", 0, from: 0, to: 9)
            let noPartition = try question("orders", 9, from: 0, to: 9)
            let answers = await cluster.readTails(
                [atEnd, record, laterRecord, beyond, outside, none, noPartition], until: soon)
            #expect(answers[atEnd] == .known(.empty))
            #expect(answers[record] == .known(.holdsRecord(at: 1)))
            #expect(answers[laterRecord] == .known(.holdsRecord(at: 2)))
            #expect(answers[beyond]?.cause?.kind == .incomplete)
            #expect(answers[outside]?.cause?.kind == .contradiction)
            #expect(answers[none]?.cause?.kind == .missing)
            #expect(answers[noPartition]?.cause?.kind == .missing)
            #expect(answers.count == 7)
            await cluster.close(until: soon)
        }

        @Test func recordsPastTheEndAreNotInTheTail() async throws {
            let mock = try MockCluster(brokers: 1)
            mock.createTopic("orders", partitions: 1, brokers: 1)
            try await mock.produce(["a", "b", "c"], to: "orders")
            let cluster = try mock.reader()
            let questions = [try question("orders", from: 0, to: 1), try question("orders", from: 2, to: 2)]
            let answers = await cluster.readTails(questions, until: soon)
            #expect(answers[questions[0]] == .known(.holdsRecord(at: 0)))
            #expect(answers[questions[1]] == .known(.empty))
            await cluster.close(until: soon)
        }

        @Test func whatTheBoundLeavesOverIsUnreadable() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 3)
            for partition in Int32(0)..<3 { try await mock.produce(["a"], to: "orders", partition) }
            let cluster = try mock.reader { $0.tailPartitions = 2 }
            let questions = try (Int32(0)..<3).map { try question("orders", $0, from: 0, to: 1) }
            let answers = await cluster.readTails(questions, until: soon)
            #expect(answers.values.filter(\.isKnown).count == 2)
            #expect(answers[questions[2]]?.cause?.kind == .bounded)
            await cluster.close(until: soon)
        }

        @Test func tailsCanBeReadAgainAndAgainThroughOneClient() async throws {
            let mock = try MockCluster()
            mock.createTopic("orders", partitions: 6)
            for partition in Int32(0)..<6 { try await mock.produce(["a", "b"], to: "orders", partition) }
            let cluster = try mock.reader()
            for round in Int64(0)..<20 {
                let questions = try Isolation.allCases.flatMap { isolation in
                    try (Int32(0)..<6).map { try question("orders", $0, from: round % 2, to: 2, isolation) }
                }
                let answers = await cluster.readTails(questions, until: soon)
                #expect(answers.values.allSatisfy { $0 == .known(.holdsRecord(at: round % 2)) })
            }
            await cluster.close(until: soon)
        }

        @Test func aSilentLeaderEndsTheReadingOfATailInTime() async throws {
            let mock = try MockCluster(brokers: 1)
            mock.createTopic("orders", partitions: 1, brokers: 1)
            try await mock.produce(["a"], to: "orders")
            let cluster = try mock.reader { $0.callTimeout = .seconds(3) }
            #expect(await cluster.survey().topics.isKnown)
            mock.delay(broker: 1, milliseconds: 120_000)
            let began = ContinuousClock.now
            let asked = try question("orders", from: 0, to: 1)
            let answers = await cluster.readTails([asked], until: began + .seconds(100))
            #expect(answers[asked]?.cause?.kind == .timedOut)
            #expect(began.duration(to: .now) < .seconds(60))
            mock.delay(broker: 1, milliseconds: 0)
            await cluster.close(until: soon)
        }
    }
}
