import Foundation
import FoundationNetworking
import Quiescence
import TestKafka

/// A worker of Kafka Connect beside NEW, in distributed mode, in which MirrorMaker's connectors run as others do.
final class ConnectWorker: Sendable {
    private let workshop: Workshop
    private let process: ChildProcess
    private let port: PortReservation
    private static let bytes = "org.apache.kafka.connect.converters.ByteArrayConverter"

    /// Starts one and waits until it answers.
    init(_ pair: KafkaPair) async throws {
        guard let homes = KafkaHomes.find() else { throw TestKafkaError(KafkaHomes.skipReason) }
        workshop = try Workshop()
        port = try PortReservation()
        var lines = [
            "bootstrap.servers=\(pair.bootstrap(.new))", "group.id=mirrors", "key.converter=\(Self.bytes)",
            "value.converter=\(Self.bytes)", "offset.flush.interval.ms=5000",
            "listeners=http://127.0.0.1:\(port.port)",
        ]
        for (setting, name) in [("config", "configs"), ("offset", "offsets"), ("status", "status")] {
            lines += [
                "\(setting).storage.topic=mirrors-\(name)", "\(setting).storage.replication.factor=1",
            ]
        }
        try workshop.write(lines.joined(separator: "\n"), to: "worker.properties")
        process = try workshop.start(
            "worker",
            ["\(homes.new)/bin/connect-distributed.sh", workshop.path("worker.properties")],
            variables: javaVariables(workshop))
        try await eventually("the worker answers", within: .seconds(90)) {
            try await self.ask("GET", "/connectors", nil) == 200
        }
    }

    /// MirrorMaker's source connector, from OLD as `alias` to NEW.
    func mirror(_ pair: KafkaPair, alias: String) async throws {
        let settings = [
            "connector.class": "org.apache.kafka.connect.mirror.MirrorSourceConnector",
            "source.cluster.alias": alias, "target.cluster.alias": "NEW",
            "source.cluster.bootstrap.servers": pair.bootstrap(.old),
            "target.cluster.bootstrap.servers": pair.bootstrap(.new),
            "header.converter": Self.bytes, "topics": ".*", "replication.factor": "1",
            "offset-syncs.topic.replication.factor": "1",
            "refresh.topics.interval.seconds": "5", "tasks.max": "1",
        ]
        let body = try JSONEncoder().encode(settings)
        try await eventually("the worker takes the connector", within: .seconds(60)) {
            try await (200...201).contains(
                self.ask("PUT", "/connectors/\(alias)-to-NEW.source/config", body))
        }
    }

    func stop() async {
        process.send(15)
        _ = await process.end(within: .seconds(30))
        await workshop.close()
    }

    private func ask(_ method: String, _ path: String, _ body: Data?) async throws -> Int {
        guard let url = URL(string: "http://127.0.0.1:\(port.port)\(path)") else {
            throw TestKafkaError("no URL: \(path)")
        }
        var request = URLRequest(url: url, timeoutInterval: 10)
        request.httpMethod = method
        request.httpBody = body
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        let (_, response) = try await URLSession.shared.data(for: request)
        return (response as? HTTPURLResponse)?.statusCode ?? 0
    }
}
