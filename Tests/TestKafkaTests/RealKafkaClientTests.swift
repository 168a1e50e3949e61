import Quiescence
import TestKafka
import Testing

@Suite(.realKafka)
struct RealKafkaClientTests {
    @Test(.timeLimit(.minutes(5)))
    func whatTestsDoToAClusterHappens() async throws {
        try await withKafka(ClusterSetup(distribution: .old)) { kafka in
            try await transactionsLeaveTheirMarks(kafka)
            try await recordsKeepWhatTheyWereGiven(kafka)
            try await topicsAreChanged(kafka)
            try await groupsCommit(kafka)
        }
    }

    private func transactionsLeaveTheirMarks(_ kafka: RealKafka) async throws {
        let client = try TestClient(kafka.bootstrap)
        try await client.createTopic("ledger")
        let producer = try await TestProducer(kafka.bootstrap, transactionalID: "ledger")
        try await producer.begin()
        try await producer.send(0..<2, to: "ledger")
        try await producer.commit()
        try await producer.begin()
        try await producer.send(2..<3, to: "ledger")
        try await producer.abort()
        try await producer.begin()
        try await producer.send(3..<4, to: "ledger")
        // Two records and a marker, one record and a marker, one record of an open transaction.
        #expect(try await client.offsets(of: "ledger") == 0..<6)
        let all = try await client.read("ledger").map(\.offset)
        #expect(all == [0, 1, 3, 5])
        let committed = try await client.read("ledger", isolation: .readCommitted).map(\.offset)
        #expect(committed == [0, 1])
    }

    private func recordsKeepWhatTheyWereGiven(_ kafka: RealKafka) async throws {
        let client = try TestClient(kafka.bootstrap)
        try await client.createTopic("strange")
        let records = [
            TestRecord("no key", timestamp: 1000, headers: [.init("h", nil), .init("h", [1])]),
            TestRecord(key: "", ""), TestRecord(key: "k", nil),
        ]
        try await TestProducer(kafka.bootstrap).send(records, to: "strange")
        let read = try await client.read("strange")
        #expect(read.map(\.key) == [nil, [], Array("k".utf8)])
        #expect(read.map(\.value) == [Array("no key".utf8), [], nil])
        #expect(read.first?.timestamp == 1000)
    }

    private func topicsAreChanged(_ kafka: RealKafka) async throws {
        let client = try TestClient(kafka.bootstrap)
        try await client.createTopic("changing", configuration: ["cleanup.policy": "compact,delete"])
        try await TestProducer(kafka.bootstrap).send(0..<5, to: "changing")
        try await client.deleteRecords(below: 3, of: "changing")
        #expect(try await client.offsets(of: "changing") == 3..<5)
        try await client.createPartitions(of: "changing", total: 3)
        #expect(try await client.topics()["changing"] == 3)
        try await client.deleteTopic("changing")
        await #expect(throws: TestKafkaError.self) { try await client.deleteTopic("changing") }
    }

    private func groupsCommit(_ kafka: RealKafka) async throws {
        let client = try TestClient(kafka.bootstrap)
        try await client.createTopic("read")
        try await TestProducer(kafka.bootstrap).send(0..<4, to: "read")
        let first = try await TestGroup("readers", kafka.bootstrap, reading: ["read"])
        try await first.consume(4)
        try await first.commit()
        try await first.leave()
        try await TestProducer(kafka.bootstrap).send(4..<5, to: "read")
        let second = try await TestGroup("readers", kafka.bootstrap, reading: ["read"])
        #expect(try await second.consume(1).map(\.offset) == [4])
        try await second.leave()
        try await client.commit([TopicPartition("read", 0): 3], as: "storekeeper")
        let third = try await TestGroup("storekeeper", kafka.bootstrap, reading: ["read"])
        #expect(try await third.consume(2).map(\.offset) == [3, 4])
        try await third.leave()
    }
}
