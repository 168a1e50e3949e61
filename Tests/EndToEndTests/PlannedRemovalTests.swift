import Quiescence
import Synchronization
import TestKafka
import Testing

/// The printed plan, carried out on real clusters with Kafka's own tools.
@Suite("EndToEnd: a removal", .serialized, .realKafka)
struct PlannedRemovalTests {
    @Test(
        "Each step of the plan does what it says, on the clusters that were judged and on no others",
        .timeLimit(.minutes(8)))
    func wholePlan() async throws {
        try await withKafkaPair { pair in
            let removal = try await Removal(pair)
            // Kafka's own tools take the machine from a broker: its answers may take their time.
            try await withGateService(configuration: configuration(pair, interval: "5s")) { service in
                try await removal.refusesWhileShut(service)
                try await removal.reachesSafe(service)
                try await removal.print(service)
                try await removal.otherClusterStops()
                try await removal.waitsForMirrorMaker(service)
                try await removal.deletesTheMirrorsAlone()
                try await removal.reachesSafe(service)
                try await removal.forgetsWhatIsLeft()
                try await removal.reachesSafe(service)
                try await removal.switchesOff(service)
            }
            await removal.close()
        }
    }
}

/// A world at rest, and the script that was printed of it.
private final class Removal: Sendable {
    private let pair: KafkaPair
    private let new: TestClient
    private let workshop: Workshop
    /// Each has an output of its own.
    private let listings = Atomic(0)

    /// Two topics, mirrored and read; a third topic of NEW that a dot taken for any letter would match.
    init(_ pair: KafkaPair) async throws {
        self.pair = pair
        workshop = try Workshop()
        new = try TestClient(pair.bootstrap(.new))
        let old = try TestClient(pair.bootstrap(.old))
        for topic in ["orders", "pay.ments"] as [TopicName] { try await old.createTopic(topic) }
        let producer = try await TestProducer(pair.bootstrap(.old))
        for topic in ["orders", "pay.ments"] as [TopicName] { try await producer.send(0..<10, to: topic) }
        try await new.createTopic("OLDxorders")
        try await pair.startMirror()
        for topic in ["OLD.orders", "OLD.pay.ments"] as [TopicName] {
            try await eventually("\(topic) is mirrored", within: .seconds(90)) { [new] in
                try await new.offsets(of: topic).upperBound >= 10
            }
            try await new.commit([TopicPartition(topic, 0): 10], as: "it's \"billing\"")
        }
    }

    func close() async { await workshop.close() }

    func refusesWhileShut(_ service: GateService) async throws {
        let refused = try await printed("plan", "http://\(service.address)")
        #expect(
            refused.contains("and a plan is for what is safe") || refused.contains("is unknown"), "\(refused)"
        )
    }

    /// Safe after all that was done: the next survey but one began after it. One that failed beside Kafka's tools shuts
    /// every gate until the window has passed again.
    func reachesSafe(_ service: GateService) async throws {
        let before = try await service.surveys()
        try await eventually("what was done is surveyed") { try await service.surveys() >= before + 2 }
        try await service.wait(for: "safe", within: .seconds(120)) { $0.states == ["safe", "safe", "safe"] }
    }

    func print(_ service: GateService) async throws {
        let (url, report) = ("http://\(service.address)", workshop.path("report.json"))
        _ = try await printed("report", url, "--output", report)
        let verified = try await printed("verify", report)
        #expect(verified.hasPrefix("holds: old_brokers is SAFE since"), "\(verified)")
        try workshop.write(try await printed("plan", url), to: "removal.sh")
    }

    /// With an address that leads elsewhere, nothing is touched.
    func otherClusterStops() async throws {
        let told = try await run("mirror_topics", ["NEW": pair.bootstrap(.old)], as: "elsewhere")
        #expect(told.contains("was judged") && told.hasSuffix("ended with 1\n"), "\(told)")
        #expect(try await topics().contains("OLD.orders"))
    }

    func waitsForMirrorMaker(_ service: GateService) async throws {
        async let told = run("mirror_maker", ["STOP_MIRROR_MAKER": "echo it is told to stop"])
        try await eventually("the step waits", within: .seconds(60)) { [workshop] in
            workshop.logTail("mirror_maker").contains("waiting for OLD-mm2")
        }
        try await pair.stopMirror()
        #expect(try await told.hasSuffix("ended with 0\n"))
        try await reachesSafe(service)
        let again = try await run("recheck", [:])
        #expect(again.contains("mirror_maker: safe") && again.hasSuffix("ended with 0\n"), "\(again)")
    }

    func deletesTheMirrorsAlone() async throws {
        let told = try await run("mirror_topics", ["REFRESH": "1"])
        #expect(told.hasSuffix("ended with 0\n"), "\(told)")
        let left = try await topics()
        #expect(!left.contains("OLD.orders") && !left.contains("OLD.pay.ments"), "\(left)")
        #expect(left.contains("OLDxorders"))
    }

    func forgetsWhatIsLeft() async throws {
        let told = try await run("leftovers", [:])
        #expect(told.hasSuffix("ended with 0\n"), "\(told)")
        #expect(told.contains("it's \"billing\": none left on OLD.orders"), "\(told)")
        #expect(try await topics().allSatisfy { !$0.hasPrefix("mm2-") })
    }

    func switchesOff(_ service: GateService) async throws {
        let brokers = try await run("old_brokers", ["STOP_BROKER": "echo stopping \"$1\" at \"$2\""])
        #expect(
            brokers.contains("stopping 1 at ") && brokers.hasSuffix("ended with 0\n"),
            "\(brokers)\n\(service.log())")
    }

    private func topics() async throws -> [String] {
        let number = listings.wrappingAdd(1, ordering: .relaxed).newValue
        let listed = try await run(
            "list", [:], "\"$KAFKA_BIN/kafka-topics.sh\" --bootstrap-server \(pair.bootstrap(.new)) --list",
            as: "list-\(number)")
        return listed.split(separator: "\n").map(String.init)
    }

    /// All that a step prints, and how it ended.
    ///
    /// - Parameters:
    ///   - line: What is run instead of the step.
    ///   - name: What its output is called; two runs of one name share it.
    private func run(
        _ step: String, _ variables: [String: String], _ line: String? = nil, as name: String? = nil
    ) async throws -> String {
        let name = name ?? step
        guard let homes = KafkaHomes.find() else { throw TestKafkaError(KafkaHomes.skipReason) }
        let program = GateService.program.split(separator: "/").dropLast().joined(separator: "/")
        var all = ["KAFKA_BIN": "\(homes.new)/bin", "PATH": "/\(program):/usr/bin:/bin", "PAUSE": "1"]
        all.merge(variables) { $1 }
        let process = try workshop.start(
            name,
            [
                "/bin/bash", "-c",
                "\(line ?? "bash \(workshop.path("removal.sh")) \(step)"); echo ended with $?",
            ],
            variables: all)
        let hasEnded = await process.end(within: .seconds(120))
        let told = workshop.logTail(name, lines: 10_000)
        workshop.forget(name)
        guard hasEnded else { throw TestKafkaError("\(step) does not end: \(told)") }
        return told.hasSuffix("\n") ? told : told + "\n"
    }
}
