import Foundation
import Quiescence
import TestKafka
import Testing

/// What real coordinators do to a list of groups.
@Suite("EndToEnd: groups", .serialized, .realKafka)
struct GroupTests {
    @Test("A group of the new protocol on OLD never lets its consumers be gone", .timeLimit(.minutes(5)))
    func newProtocol() async throws {
        // Only the newer distribution speaks it: it plays OLD here.
        try await withKafkaPair(old: ClusterSetup(distribution: .new)) { pair in
            let client = try TestClient(pair.bootstrap(.old))
            try await client.createTopic("orders")
            try await TestProducer(pair.bootstrap(.old)).send(0..<5, to: "orders")
            try await withGateService(configuration: configuration(pair)) { service in
                try await service.wait(for: "no group yet") { $0.state("old_consumers_gone") == "holds" }
                let consumer = try Tool(
                    "kafka-console-consumer.sh",
                    [
                        "--bootstrap-server", pair.bootstrap(.old), "--topic", "orders", "--from-beginning",
                        "--group", "modern", "--consumer-property", "group.protocol=consumer",
                    ])
                try await service.wait(for: "the group is named") { gates in
                    gates.offenders("old_consumers_gone").contains { $0.hasPrefix("modern: has members") }
                }
                let page = try await service.get("/metrics").body
                #expect(
                    page.contains(
                        "decommission_consumer_group_phase{group=\"modern\",phase=\"old_only\"} 1\n"))
                #expect(!page.contains("_members{kafka_cluster=\"OLD\",group=\"modern\""))
                for _ in 0..<20 {
                    let state = try await service.gates().state("old_consumers_gone")
                    #expect(state != "holds")
                    try await Task.sleep(for: .milliseconds(300))
                }
                await consumer.stop()
                try await service.wait(for: "gone once it has left", within: .seconds(120)) { gates in
                    gates.state("old_consumers_gone") == "holds"
                }
            }
        }
    }

    @Test("A coordinator that moves costs a few unknown surveys and nothing else", .timeLimit(.minutes(5)))
    func movingCoordinator() async throws {
        let three = ClusterSetup(
            brokers: 3, distribution: .old,
            properties: ["offsets.topic.replication.factor": "3", "auto.leader.rebalance.enable": "false"])
        try await withKafkaPair(old: three) { pair in
            let client = try TestClient(pair.bootstrap(.old))
            try await client.createTopic("orders", replicas: 3)
            try await TestClient(pair.bootstrap(.new)).createTopic("orders")
            try await TestProducer(pair.bootstrap(.old)).send(0..<5, to: "orders")
            // More groups than the client library's cache of coordinators has entries.
            for number in 0..<16 {
                try await client.commit(
                    [TopicPartition("orders", 0): 5], as: GroupName(rawValue: "group-\(number)"))
            }
            try await withGateService(configuration: configuration(pair)) { service in
                let watched = ["visibility", "source_quiet", "source_consumed", "old_consumers_gone"]
                func allHold(_ gates: Gates) -> Bool { watched.allSatisfy { gates.state($0) == "holds" } }
                try await service.wait(for: "everything readable") { allHold($0) }
                let before = try await service.wait(for: "some proven time") { gates in
                    allHold(gates) && (gates["source_quiet"]?.observedSeconds ?? 0) >= 4
                }
                try await pair.old.stop(broker: 2)
                try await service.wait(for: "without broker 2") { $0.state("source_settled") == "unknown" }
                try await pair.old.startAgain(broker: 2)
                try await service.wait(for: "broker 2 is back") { $0.state("source_settled") == "holds" }
                try await Tool(
                    "kafka-leader-election.sh",
                    [
                        "--bootstrap-server", pair.bootstrap(.old), "--election-type", "preferred",
                        "--all-topic-partitions",
                    ]
                ).finish()
                let after = try await service.wait(for: "readable again") { allHold($0) }
                for condition in watched {
                    #expect(
                        (after[condition]?.observedSeconds ?? 0) >= (before[condition]?.observedSeconds ?? 0),
                        "\(condition) lost proven time")
                }
                #expect(!service.log().contains("condition fails\" condition=source"), "\(service.log())")
            }
        }
    }

    @Test("Group ids of any script, with quotes and newlines, come through every face")
    func hostileNames() async throws {
        try await withKafkaPair { pair in
            let client = try TestClient(pair.bootstrap(.old))
            try await client.createTopic("orders")
            try await TestProducer(pair.bootstrap(.old)).send(0..<5, to: "orders")
            let names = ["группа 🚀", "quote\"back\\slash\nrest"]
            for name in names {
                try await client.commit([TopicPartition("orders", 0): 3], as: GroupName(rawValue: name))
            }
            try await withGateService(configuration: configuration(pair)) { service in
                let gates = try await service.wait(for: "both lag") { gates in
                    gates.offenders("source_consumed").count == 2
                }
                for name in names {
                    #expect(
                        gates.offenders("source_consumed").contains { $0.hasPrefix("\(name): orders-0: ") })
                }
                try await checkFormats(service)
                for line in service.log().split(separator: "\n") { #expect(line.hasPrefix("ts=")) }
            }
        }
    }
}
