import Foundation
import Quiescence
import TestKafka
import Testing

/// The built program, two addresses, and MirrorMaker's own word; passwords stand beside it.
@Suite("EndToEnd: MirrorMaker describes itself", .serialized, .realKafka)
struct SelfDescriptionTests {
    @Test(
        "Two addresses are enough for a mirror of any alias, of both versions, and no secret of it is seen",
        .timeLimit(.minutes(5)))
    func twoAddresses() async throws {
        try await withKafkaPair { pair in
            let old = try TestClient(pair.bootstrap(.old))
            for topic: TopicName in ["orders", "app.internal", "left.replica"] {
                try await old.createTopic(topic)
                try await TestProducer(pair.bootstrap(.old)).send(0..<5, to: topic)
            }
            let storage = FileManager.default.temporaryDirectory.appending(
                path: "storage-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: storage, withIntermediateDirectories: false)
            defer { remove(storage) }
            try await withGateService(
                configuration: Self.twoAddresses(pair), flags: ["--storage.path", storage.path]
            ) { service in
                try await beforeItsConnectors(pair, service)
                try await newer(pair)
                try await isCompleted(service)
                try holdsNoSecret(storage)
            }
            try await pair.stopMirror(alias: "EAST")
            try await older(pair)
        }
    }

    /// Connect makes its topics a while before a connector stands in them: who looked meanwhile looks again.
    private func beforeItsConnectors(_ pair: KafkaPair, _ service: GateService) async throws {
        let new = try TestClient(pair.bootstrap(.new))
        for kind in ["offsets", "status", "configs"] {
            try await new.createTopic(
                TopicName(rawValue: "mm2-\(kind).EAST.internal"),
                configuration: ["cleanup.policy": "compact"])
        }
        let before = try await service.surveys()
        try await eventually("the empty topics are seen") { try await service.surveys() >= before + 3 }
    }

    private func remove(_ folder: URL) {
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            Issue.record("\(folder.path) is left over: \(error)")
        }
    }

    /// What MirrorMaker has said is kept over a restart, its passwords are not.
    private func holdsNoSecret(_ storage: URL) throws {
        var all = ""
        for name in try FileManager.default.contentsOfDirectory(atPath: storage.path) {
            all += String(decoding: try Data(contentsOf: storage.appending(path: name)), as: UTF8.self)
        }
        #expect(all.contains("errors.tolerance") && all.contains("source.cluster.bootstrap.servers"))
        #expect(!all.contains("canary") && !all.contains("PlainLoginModule"))
    }

    private static let secrets = [
        "EAST.sasl.jaas.config": "org.example.PlainLoginModule required password=\"canary-jaas\";",
        "NEW.ssl.keystore.password": "canary-keystore", "EAST->NEW.an.unknown.key": "canary-unknown",
    ]

    private func newer(_ pair: KafkaPair) async throws {
        try await pair.startMirror(
            alias: "EAST",
            properties: Self.secrets.merging(["EAST->NEW.errors.tolerance": "all"]) { $1 })
        let text = try await survey(pair, until: "EAST.orders, 1 partition of 2 are mirrored") {
            $0.contains("MirrorSourceConnector: running, 4.3.1, 1 task, 2 partitions")
        }
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("source.cluster.alias EAST EAST target.cluster.alias NEW NEW"))
        #expect(words.contains("topic_prefix EAST. EAST. isolation read_uncommitted read_uncommitted"))
        #expect(text.contains("errors.tolerance=all: a record that could not be copied was left out"))
        #expect(
            text.contains(
                "left.replica has no mirror EAST.left.replica: MirrorMaker's topics.exclude, left at"))
        #expect(!text.contains("app.internal has no mirror"))
        let compared = try await printed(
            "compare", "--old", pair.bootstrap(.old), "--new", pair.bootstrap(.new), "--output", "json",
            "orders",
            "app.internal")
        #expect(compared.contains(#""topic_prefix":"EAST.""#) && compared.contains(#""outcome":"equal","#))
    }

    private static func twoAddresses(_ pair: KafkaPair) -> String {
        """
        clusters:
          old: {bootstrap_servers: "\(pair.bootstrap(.old))"}
          new: {bootstrap_servers: "\(pair.bootstrap(.new))"}
        sampling: {interval: 2s, timeout: 2s}

        """
    }

    /// The service was there before the mirror was, and took up its word when it came; what it serves and logs
    /// holds no secret.
    private func isCompleted(_ service: GateService) async throws {
        var answers: [String] = []
        try await eventually("the service goes by MirrorMaker's word", within: .seconds(60)) {
            answers = []
            for path in ["/api/v1/gates", "/api/v1/topics", "/metrics", "/"] {
                answers.append(try await service.get(path).body)
            }
            return answers[0].contains(#""mirror_topic_prefix":"EAST.""#)
                && answers[2].contains(
                    #"decommission_mirror_connector_state{connector="MirrorSourceConnector",state="running"} 1"#
                )
        }
        #expect(
            answers[1].contains(#""mirroring":"left_out""#) && answers[1].contains(#""mirroring":"mirrored""#)
        )
        #expect(answers[3].contains("MirrorMaker, by its own word"))
        #expect(service.log().contains("configuration completed by MirrorMaker's own word"))
        for text in answers + [service.log()] {
            #expect(!text.contains("canary") && !text.contains("PlainLoginModule"))
        }
    }

    /// It mirrors from the same cluster, so by the addresses alone the two cannot be told apart any more.
    private func older(_ pair: KafkaPair) async throws {
        try await pair.startMirror(alias: "V3", distribution: .old)
        let text = try await survey(pair, alias: "V3", until: "the older MirrorMaker says what it is") {
            $0.contains("MirrorSourceConnector: running, 1 task, 1 partition")
        }
        #expect(
            text.contains("app.internal has no mirror V3.app.internal: MirrorMaker 3 takes names that end in")
        )
        #expect(!text.contains("errors.tolerance=all"))
        try await pair.stopMirror(alias: "V3")
    }

    /// What `survey` prints, once it says what is awaited; in no form of it is a secret.
    private func survey(
        _ pair: KafkaPair, alias: String? = nil, until what: String, _ holds: (String) -> Bool
    ) async throws -> String {
        var text = ""
        do {
            try await eventually(what, within: .seconds(120), every: .seconds(1)) {
                text = try await self.survey(pair, alias, "text")
                return holds(text)
            }
        } catch {
            Issue.record("\(error): \(text)")
            throw error
        }
        let json = try await self.survey(pair, alias, "json")
        #expect(json.contains("\"description\":{\"known\""))
        for canary in ["canary", "PlainLoginModule"] {
            #expect(!text.contains(canary) && !json.contains(canary))
        }
        return text
    }

    private func survey(_ pair: KafkaPair, _ alias: String?, _ form: String) async throws -> String {
        guard let alias else {
            return try await printed(
                "survey", "--old", pair.bootstrap(.old), "--new", pair.bootstrap(.new), "--output", form,
                "--log.level", "debug")
        }
        return try await printed(
            "survey", "--output", form, "--log.level", "debug",
            configuration: Self.twoAddresses(pair).replacing("old: {", with: "old: {alias: \(alias), "))
    }
}
