import Compression
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

    /// The same, undone here.
    func page() async throws -> [UInt8] {
        // Ten bytes of header, and an end of two numbers: the checksum and the size.
        let gzip = try await compressedPage()
        guard gzip.count > 18 else { throw BenchmarkError("/metrics answers \(gzip.count) bytes") }
        let numbers = [gzip.count - 8, gzip.count - 4].map { start in
            gzip[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        return try Gzip().inflated(
            Deflated(
                bytes: Array(gzip.dropFirst(10).dropLast(8)), checksum: numbers[0], count: Int(numbers[1])))
    }

    /// Waits until it has done as many surveys of each cluster.
    func wait(forSurveys count: Int) async throws {
        try await eventually("\(count) surveys are done", within: .seconds(600), every: .milliseconds(300)) {
            let text = String(decoding: try await page(), as: UTF8.self)
            let lines = text.split(separator: "\n").filter { $0.hasPrefix("decommission_surveys_total{") }
            let done = lines.compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
            return (done.min() ?? 0) >= Double(count)
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
