import Quiescence
import TestKafka
import Testing

/// Where MirrorMaker's pairs of offsets prove nothing, a comparison does, and no longer than it is true.
@Suite("EndToEnd: a comparison stands in for the ledger", .serialized, .realKafka)
struct ComparisonEvidenceTests {
    @Test(
        "emit.offset-syncs.enabled=false: unknown until it is compared, unknown again with the next record",
        .timeLimit(.minutes(4)))
    func withoutPairs() async throws {
        try await withKafkaPair { pair in
            let world = try await ComparedWorld(pair)
            try await pair.startMirror(properties: [
                "OLD->NEW.emit.offset-syncs.enabled": "false", "OLD->NEW.emit.checkpoints.enabled": "false",
                // With a setting of that topic beside it the connector refuses to start.
                "offset-syncs.topic.replication.factor": "",
            ])
            try await withGateService(configuration: configuration(pair)) { service in
                try await service.wait(for: "all is mirrored, and unproven", within: .seconds(90)) {
                    $0.state("mirror_drained") == "holds"
                        && $0.doubts("mirror_gapless") == [
                            "MirrorMaker: MirrorSourceConnector writes no pairs of offsets "
                                + "(emit.offset-syncs.enabled=false)"
                        ] && $0["mirror_gapless"]?.doubts.first?.whatToDo.contains("compare") == true
                }
                try await Self.isSettled(by: "compare.json", of: pair, service)
                try await world.producer.send(50..<51, to: "orders")
                try await service.wait(for: "one more record is on NEW, unproven") {
                    $0.doubts("mirror_gapless") == ["orders-0: 1 offset came after the comparison"]
                        && $0.state("mirror_drained") == "holds"
                }
                try await Self.isSettled(by: "again.json", of: pair, service)
            }
        }
    }

    @Test(
        "Two mirrors of one cluster on the same workers share their pairs: compared, they hold by content alone",
        .timeLimit(.minutes(5)))
    func twoMirrors() async throws {
        try await withKafkaPair { pair in
            let world = try await ComparedWorld(pair)
            try await pair.startMirror()
            try await pair.startMirror(alias: "EAST")
            try await world.isMirrored("OLD.orders", "EAST.orders")
            try await pair.stopMirror()
            try await pair.stopMirror(alias: "EAST")
            try await world.sayThatBothRunOnTheSameWorkers(pair)
            try await withGateService(configuration: configuration(pair)) { service in
                try await service.wait(for: "the pairs prove nothing", within: .seconds(60)) {
                    $0.doubts("mirror_gapless") == [
                        "MirrorMaker: east mirrors OLD to NEW as well: both write their pairs into one topic"
                    ]
                }
                try await Self.isSettled(by: "compare.json", of: pair, service)
                try await world.producer.send(50..<51, to: "orders")
                try await service.wait(for: "a record that no mirror has is not taken as compared") {
                    $0.doubts("mirror_gapless") == ["orders-0: 1 offset came after the comparison"]
                }
            }
        }
    }

    /// Compares, names the file in the configuration, and has that read.
    private static func isSettled(by file: String, of pair: KafkaPair, _ service: GateService) async throws {
        let said = try await service.compare(into: file)
        #expect(said.contains("Equal: all that OLD retains"), "\(said)")
        try service.reload(configuration(pair, extra: "mirror: {comparisons: [\(file)]}"))
        let gates = try await service.wait(for: "it holds by content") {
            $0.state("mirror_gapless") == "holds"
        }
        let summary = gates["mirror_gapless"]?.summary ?? ""
        #expect(
            summary.contains("3 partitions of the old cluster: 3 by the comparison \(file) of "), "\(summary)"
        )
        let page = try await service.get("/").body
        #expect(page.contains("by the comparison \(file) of "))
    }
}

/// Two topics of OLD, one of them empty.
private struct ComparedWorld {
    let producer: TestProducer
    private let new: TestClient

    init(_ pair: KafkaPair) async throws {
        new = try TestClient(pair.bootstrap(.new))
        producer = try await TestProducer(pair.bootstrap(.old))
        let old = try TestClient(pair.bootstrap(.old))
        try await old.createTopic("orders")
        try await old.createTopic("empty", partitions: 2)
        try await producer.send(0..<50, to: "orders")
    }

    func isMirrored(_ mirrors: TopicName...) async throws {
        for mirror in mirrors {
            try await eventually("\(mirror) is complete", within: .seconds(90)) {
                try await new.read(mirror).count == 50
            }
        }
    }

    /// What the configs topic of a Connect cluster holds that runs both.
    func sayThatBothRunOnTheSameWorkers(_ pair: KafkaPair) async throws {
        let properties = [
            "connector.class": "org.apache.kafka.connect.mirror.MirrorSourceConnector",
            "source.cluster.alias": "EAST", "target.cluster.alias": "NEW",
            "source.cluster.bootstrap.servers": pair.bootstrap(.old),
            "target.cluster.bootstrap.servers": pair.bootstrap(.new),
        ].map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",")
        let workers = try await TestProducer(pair.bootstrap(.new))
        try await workers.send(
            [TestRecord(key: "connector-east", "{\"properties\":{\(properties)}}")],
            to: "mm2-configs.OLD.internal")
    }
}
