import Quiescence
import TestKafka
import Testing

@Suite(.realKafka)
struct RealKafkaPairTests {
    @Test(.timeLimit(.minutes(5)))
    func aRecordIsMirroredAndItsPositionAppears() async throws {
        try await withKafkaPair { pair in
            let old = try TestClient(pair.bootstrap(.old))
            let new = try TestClient(pair.bootstrap(.new))
            try await old.createTopic("orders", partitions: 2)
            try await TestProducer(pair.bootstrap(.old)).send(0..<3, to: "orders")
            try await pair.startMirror()

            try await eventually("the records are mirrored") {
                try await new.read("OLD.orders").count == 3
            }
            try await eventually("the position is written") {
                let positions = try await new.read("mm2-offsets.OLD.internal", isolation: .readCommitted)
                return positions.contains { $0.value == Array(#"{"offset":2}"#.utf8) }
            }
            try await pair.stopMirror()
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func aFrozenBrokerLeavesTheClusterAndComesBack() async throws {
        try await withKafka(ClusterSetup(brokers: 3, distribution: .old)) { kafka in
            let client = try TestClient(kafka.bootstrap)
            await kafka.freeze(broker: 2)
            try await eventually("broker 2 is fenced") { try await client.brokers() == [1, 3] }
            await kafka.resume(broker: 2)
            try await eventually("broker 2 is back") { try await client.brokers() == [1, 2, 3] }
            try await kafka.stop(broker: 3)
            try await eventually("broker 3 is gone") { try await client.brokers() == [1, 2] }
            try await kafka.startAgain(broker: 3)
            #expect(try await client.brokers() == [1, 2, 3])
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func aFurtherListenerAsksForAPassword() async throws {
        let login = #"org.apache.kafka.common.security.plain.PlainLoginModule required user_probe="secret";"#
        let setup = ClusterSetup(
            distribution: .new, listeners: ["SASL_PLAINTEXT"],
            properties: [
                "sasl.enabled.mechanisms": "PLAIN",
                "listener.name.sasl_plaintext.plain.sasl.jaas.config": login,
            ])
        try await withKafka(setup) { kafka in
            func client(_ password: String) throws -> TestClient {
                try TestClient(
                    kafka.bootstrap(listener: "SASL_PLAINTEXT"),
                    properties: [
                        "security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "PLAIN",
                        "sasl.username": "probe", "sasl.password": password,
                    ])
            }
            let brokers = try await client("secret").brokers()
            #expect(brokers == [1])
            let stranger = try client("guess")
            await #expect(throws: TestKafkaError.self) { try await stranger.brokers() }
        }
    }
}
