import Quiescence
import TestKafka
import Testing

/// Old brokers that are switched off one by one, as the configuration said before.
@Suite("EndToEnd: old brokers are switched off", .serialized, .realKafka)
struct SwitchedOffTests {
    @Test(
        "Two of three go, one in good order and one at once: the gates open again by themselves, over a kill too, and a stray record still shuts them",
        .timeLimit(.minutes(5)))
    func twoOfThree() async throws {
        let three = ClusterSetup(
            brokers: 3, distribution: .old,
            properties: [
                "offsets.topic.replication.factor": "3", "transaction.state.log.replication.factor": "3",
            ])
        try await withKafkaPair(old: three) { pair in
            try await mirrorAtRest(pair)
            try await withGateService(configuration: configuration(pair), keepsEvidence: true) { service in
                try await service.wait(for: "safe", within: .seconds(90)) { $0.isSafe }
                try service.reload(
                    configuration(
                        pair,
                        removed:
                            "removed: [{broker: 3, reason: first to go}, {broker: 2, reason: then this}], "))
                try await told(service, "msg=\"configuration reloaded\"")
                try await service.wait(for: "safe under it") { gates in
                    gates.isSafe
                        && gates["visibility"]?.notes
                            .contains("broker 3 may be switched off while old_brokers is safe") ?? false
                }

                try await pair.old.stop(broker: 3)
                try await told(service, "msg=removed gate=old_brokers subject=\"broker 3\"")
                try await service.wait(for: "safe without broker 3") { $0.isSafe }
                try await service.killAndStartAgain()
                try await service.wait(for: "safe in the next process") { $0.isSafe }

                try await pair.old.kill(broker: 2)
                try await told(service, "msg=removed gate=old_brokers subject=\"broker 2\"")
                try await service.wait(for: "safe with broker 1 alone") { $0.isSafe }

                try await TestProducer(pair.old.address(ofBroker: 1)).send(20..<21, to: "orders")
                try await service.wait(for: "shut by a stray record") {
                    $0.state("source_quiet") == "fails" && !$0.states.contains("safe")
                }
            }
        }
    }

    private func mirrorAtRest(_ pair: KafkaPair) async throws {
        try await TestClient(pair.bootstrap(.old)).createTopic("orders", replicas: 3)
        try await TestProducer(pair.bootstrap(.old)).send(0..<20, to: "orders")
        try await pair.startMirror(properties: ["offset-syncs.topic.replication.factor": "3"])
        let new = try TestClient(pair.bootstrap(.new))
        try await eventually("OLD.orders is full", within: .seconds(90)) {
            try await new.offsets(of: "OLD.orders").upperBound >= 20
        }
        try await new.commit([TopicPartition("OLD.orders", 0): 20], as: "billing")
    }

    private func configuration(_ pair: KafkaPair, removed: String = "") -> String {
        """
        clusters:
          old: {\(removed)bootstrap_servers: "\(pair.bootstrap(.old))"}
          new: {bootstrap_servers: "\(pair.bootstrap(.new))"}
        producers: observed
        sampling: {interval: 3s, timeout: 3s}
        gate: {window: 4s, confirmation: 1s}

        """
    }

    private func told(_ service: GateService, _ words: String) async throws {
        do {
            try await eventually("it is told: \(words)", within: .seconds(60)) {
                service.log().contains(words)
            }
        } catch {
            throw TestKafkaError("\(error)\nlog:\n\(service.log())")
        }
    }
}

extension Gates {
    fileprivate var isSafe: Bool { !stale && states == ["safe", "safe", "safe"] }
}
