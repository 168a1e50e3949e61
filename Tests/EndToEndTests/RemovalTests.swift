import Quiescence
import TestKafka
import Testing

/// What comes after "safe", as people do it, while the service is killed in the midst of it.
@Suite("EndToEnd: the removal", .serialized, .realKafka)
struct RemovalTests {
    @Test(
        "MirrorMaker, its topics and the mirrors go one by one: the gates stay open over every kill, and shut for a mirror that returns",
        .timeLimit(.minutes(5)))
    func wholeRemoval() async throws {
        try await withKafkaPair { pair in
            let removal = try await Removal(pair)
            try await withGateService(configuration: Removal.configuration(pair), keepsEvidence: true) {
                service in
                try await removal.opens(service)
                try await removal.mirrorMakerGoes(service)
                try await removal.mirrorsGo(service)
                try await removal.oneReturns(service)
                try await removal.oldBrokersStop(service)
            }
        }
    }
}

/// The story, act by act. MirrorMaker is called EAST, which it alone says: nobody can know it once its topics are gone.
private struct Removal {
    let pair: KafkaPair
    let old: TestClient
    let new: TestClient
    private static let topics: [TopicName] = ["orders", "payments"]

    init(_ pair: KafkaPair) async throws {
        self.pair = pair
        old = try TestClient(pair.bootstrap(.old))
        new = try TestClient(pair.bootstrap(.new))
        let producer = try await TestProducer(pair.bootstrap(.old))
        for topic in Self.topics {
            try await old.createTopic(topic)
            try await producer.send(0..<20, to: topic)
        }
        try await pair.startMirror(alias: "EAST")
        for topic in Self.topics {
            let mirror = Self.mirror(of: topic)
            try await eventually("\(mirror) is full", within: .seconds(90)) {
                try await new.offsets(of: mirror).upperBound >= 20
            }
        }
        let ends = Self.topics.map { (TopicPartition(Self.mirror(of: $0), 0), Int64(20)) }
        try await new.commit(Dictionary(uniqueKeysWithValues: ends), as: "billing")
    }

    private static func mirror(of topic: TopicName) -> TopicName { TopicName(rawValue: "EAST.\(topic)") }

    static func configuration(_ pair: KafkaPair) -> String {
        """
        clusters:
          old: {bootstrap_servers: "\(pair.bootstrap(.old))"}
          new: {bootstrap_servers: "\(pair.bootstrap(.new))"}
        producers: observed
        sampling: {interval: 4s, timeout: 4s}
        gate: {window: 4s, confirmation: 1s}

        """
    }

    func opens(_ service: GateService) async throws {
        try await service.wait(for: "safe", within: .seconds(90)) { $0.isSafe }
    }

    /// It is stopped, then its own topics are deleted; what it said of itself counts for a process started later, too.
    func mirrorMakerGoes(_ service: GateService) async throws {
        try await pair.stopMirror(alias: "EAST")
        try await staysSafe(service)
        for topic: TopicName in [
            "mm2-offsets.EAST.internal", "mm2-configs.EAST.internal", "mm2-status.EAST.internal",
            "EAST.checkpoints.internal",
        ] {
            try await new.deleteTopic(topic)
        }
        try await old.deleteTopic("mm2-offset-syncs.NEW.internal")
        try await told(service, "msg=removed gate=mirror_maker")
        try await staysSafe(service)
        #expect(try await service.get("/api/v1/gates").body.contains(#""mirror_topic_prefix":"EAST.""#))
    }

    func mirrorsGo(_ service: GateService) async throws {
        for (number, topic) in Self.topics.enumerated() {
            let mirror = Self.mirror(of: topic)
            try await new.deleteTopic(mirror)
            try await told(
                service,
                "msg=removed gate=mirror_topics subject=\(mirror) subjects=1 gone=\(number + 1) of=2")
            try await staysSafe(service)
        }
        #expect(!service.log().contains("gate revoked"))
    }

    /// An empty mirror that comes back is a violation, for the next process too: nobody knows what wrote it.
    func oneReturns(_ service: GateService) async throws {
        let mirror = Self.mirror(of: "payments")
        try await new.createTopic(mirror)
        try await told(service, "msg=\"returned after its removal\" gate=mirror_topics subject=\(mirror)")
        #expect(service.log().contains("msg=\"gate revoked\" gate=mirror_topics"))
        try await service.killAndStartAgain()
        try await eventually("the next process has surveyed") { try await service.surveys() >= 1 }
        let after = try await service.gates()
        #expect(!after.states.contains("safe"), "\(after.inWords)")
    }

    /// Brokers that do not answer are never taken for removed, by a process started later no more than by this one.
    func oldBrokersStop(_ service: GateService) async throws {
        try await pair.old.stop(broker: 1)
        try await service.wait(for: "unknown while OLD is stopped") {
            $0.states.allSatisfy { $0 == "unknown" }
        }
        try await service.killAndStartAgain()
        let after = try await service.wait(for: "surveyed after the kill, NEW as before") { gates in
            gates.state("mirror_quiet") == "holds" && gates.state("visibility") == "unknown"
        }
        #expect(after.states == ["unknown", "unknown", "unknown"])
    }

    /// Kills the service, and looks at what the next process says first.
    private func staysSafe(_ service: GateService) async throws {
        let revoked = service.log().count(of: "gate revoked")
        #expect(try await service.gates().isSafe)
        try await service.killAndStartAgain()
        try await eventually("the next process has surveyed") { try await service.surveys() >= 1 }
        let after = try await service.gates()
        #expect(after.isSafe, "\(after.inWords)\n\(service.log())")
        #expect(service.log().count(of: "gate revoked") == revoked)
    }

    private func told(_ service: GateService, _ words: String) async throws {
        do {
            try await eventually("it is told: \(words)") {
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

extension String {
    fileprivate func count(of words: String) -> Int { ranges(of: words).count }
}
