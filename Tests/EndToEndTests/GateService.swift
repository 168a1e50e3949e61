import Foundation
import Glibc
import Synchronization
import TestKafka

/// The built program, running as a service; ended with the test.
final class GateService: Sendable {
    let address: String
    private let workshop: Workshop
    private let process: Mutex<ChildProcess>
    private let command: [String]
    /// Ends the same way however the test ends: the port is free again and nothing is left running.
    private let port: PortReservation

    /// Starts it on a free port with this configuration and waits until it answers.
    ///
    /// - Parameter keepsEvidence: In a directory of its own, which outlives a kill.
    init(configuration: String, flags: [String] = [], keepsEvidence: Bool = false) async throws {
        workshop = try Workshop()
        port = try PortReservation()
        address = "127.0.0.1:\(port.port)"
        try workshop.write(configuration, to: "gate.yaml")
        var flags = flags
        if keepsEvidence {
            let folder = workshop.path("evidence")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            flags += ["--storage.path", folder]
        }
        command =
            [
                Self.program, "serve", "--config.file", workshop.path("gate.yaml"),
                "--web.listen-address", address,
            ] + flags
        process = Mutex(try workshop.start("gate", command))
        try await awaitAnswer()
    }

    /// SIGKILL, and the same again; its log goes on.
    func killAndStartAgain() async throws {
        try await kill()
        try await startAgain()
    }

    /// SIGKILL, and nothing on its port.
    func kill() async throws {
        let killed = process.withLock(\.self)
        killed.send(SIGKILL)
        guard await killed.end(within: .seconds(15)) else { throw TestKafkaError("it outlives SIGKILL") }
    }

    /// The same again after ``kill()``.
    func startAgain() async throws {
        let next = try workshop.start("gate", command)
        process.withLock { $0 = next }
        try await awaitAnswer()
    }

    /// Stops it in its tracks (SIGSTOP): whoever asks is connected and never answered.
    func freeze() { process.withLock { $0.send(SIGSTOP) } }

    /// Lets it go on after ``freeze()``.
    func thaw() { process.withLock { $0.send(SIGCONT) } }

    private func awaitAnswer() async throws {
        do {
            try await eventually("the service answers") {
                try await self.get("/-/healthy").status == 200
            }
        } catch {
            throw TestKafkaError("\(error)\nlog:\n\(log())")
        }
    }

    /// The program beside the running tests: whatever was built with them.
    static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "decommission-gate").path

    /// What it wrote to standard error so far.
    func log() -> String { workshop.logTail("gate", lines: 400) }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> (status: Int, body: String) {
        try await fetch(path, from: address, headers: headers)
    }

    /// What `/api/v1/gates` says now.
    func gates() async throws -> Gates {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Gates.self, from: Data(try await get("/api/v1/gates").body.utf8))
    }

    /// Waits until `condition` holds of what the service says; on failure quotes its last answer.
    @discardableResult
    func wait(
        for what: String, within limit: Duration = .seconds(60),
        until condition: (Gates) throws -> Bool
    ) async throws -> Gates {
        var last: Gates?
        do {
            try await eventually(what, within: limit, every: .milliseconds(200)) {
                let now = try await gates()
                last = now
                return try condition(now)
            }
        } catch {
            throw TestKafkaError("\(error)\nlast answer: \(last.map(\.inWords) ?? "none")\nlog:\n\(log())")
        }
        guard let last else { throw TestKafkaError("no answer") }
        return last
    }

    /// How many surveys this process has weighed.
    func surveys() async throws -> Int {
        let name = #"decommission_gate_evaluations_total{gate="mirror_maker"} "#
        let line = try await get("/metrics").body.split(separator: "\n").first { $0.hasPrefix(name) }
        guard let count = line.flatMap({ Int($0.dropFirst(name.count)) }) else {
            throw TestKafkaError("the metrics do not count surveys")
        }
        return count
    }

    /// Writes another configuration, or the same, and has it read.
    func reload(_ configuration: String) throws {
        try workshop.write(configuration, to: "gate.yaml")
        process.withLock { $0.send(SIGHUP) }
    }

    /// Compares under the service's configuration and keeps what it came to in `file`, beside that; what it printed.
    func compare(into file: String) async throws -> String {
        let name = "compare-\(file)"
        let process = try workshop.start(
            name,
            [
                Self.program, "compare", "--config.file", workshop.path("gate.yaml"), "--state",
                workshop.path(file),
            ])
        guard await process.end(within: .seconds(60)) else { throw TestKafkaError("compare does not end") }
        workshop.forget(name)
        return workshop.logTail(name, lines: 100)
    }

    /// SIGTERM; its exit is waited for.
    func stop() async {
        let process = process.withLock(\.self)
        process.send(SIGTERM)
        _ = await process.end(within: .seconds(15))
        await workshop.close()
    }
}

/// Runs `body` with a service, and ends the service whatever comes of it.
func withGateService<Answer>(
    configuration: String, flags: [String] = [], keepsEvidence: Bool = false,
    _ body: (GateService) async throws -> Answer
) async throws -> Answer {
    let service = try await GateService(
        configuration: configuration, flags: flags, keepsEvidence: keepsEvidence)
    return try await ending(service.stop) { try await body(service) }
}
