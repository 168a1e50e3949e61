import DecommissionGate
import Glibc
import HTTPClient
import TestKafka

/// The built program, running as a service in a process of its own.
final class ServedGate: Sendable {
    private let workshop: Workshop
    private let process: ChildProcess
    private let port: PortReservation

    /// Starts it and waits until it answers.
    ///
    /// - Parameter interval: Seconds from one survey to the next.
    init(_ pair: KafkaPair, interval: Int) async throws {
        workshop = try Workshop()
        port = try PortReservation()
        let configuration = """
            clusters:
              old: {alias: OLD, bootstrap_servers: "\(pair.bootstrap(.old))"}
              new: {alias: NEW, bootstrap_servers: "\(pair.bootstrap(.new))"}
            producers: observed
            sampling: {interval: \(interval)s, timeout: \(interval)s}

            """
        try workshop.write(configuration, to: "gate.yaml")
        process = try workshop.start(
            "gate",
            [
                try BuiltProgram.path("decommission-gate"), "serve", "--config.file",
                workshop.path("gate.yaml"),
                "--web.listen-address", "127.0.0.1:\(port.port)",
            ])
        try await eventually("the service answers", within: .seconds(20)) {
            try await !compressedPage().isEmpty
        }
    }

    /// The page of metrics in gzip, as Prometheus asks for it: to serve it plain takes memory of its own.
    func compressedPage() async throws -> [UInt8] {
        let response = try await HTTPClient(bodyLimit: 256 << 20).get(
            "http://127.0.0.1:\(port.port)/metrics", timeout: .seconds(20),
            headers: [HTTPHeader("Accept-Encoding", "gzip")])
        guard response.status == 200 else { throw BenchmarkError("/metrics answers \(response.status)") }
        return response.body
    }

    /// Waits until so many surveys have been judged. Asks for one gate: the page of metrics takes memory of its own.
    func wait(forSurveys count: Int) async throws {
        var seen: Set<String> = []
        try await eventually("\(count) surveys are done", within: .seconds(600), every: .milliseconds(300)) {
            let response = try await HTTPClient().get(
                "http://127.0.0.1:\(port.port)/api/v1/gates/old_brokers", timeout: .seconds(20))
            let text = String(decoding: response.body, as: UTF8.self)
            if let time = text.firstMatch(of: /"surveyed_at":"([^"]+)"/) {
                seen.insert(String(time.output.1))
            }
            return seen.count >= count
        }
    }

    var use: ProcessUse { get throws { try ProcessUse.of(process.id) } }

    func log() -> String { workshop.logTail("gate", lines: 20) }

    func stop() async {
        process.send(SIGTERM)
        _ = await process.end(within: .seconds(15))
        await workshop.close()
    }
}
