import Foundation
import Glibc
import TestKafka
import Testing

/// Prometheus or Alertmanager: a program that serves HTTP from a folder of its own until it is stopped.
final class MonitoringProgram: Sendable {
    let address: String
    private let name: String
    private let workshop: Workshop
    private let process: ChildProcess
    /// Nobody else takes the port while it runs.
    private let port: PortReservation

    /// Starts it on a free port and waits until it says that it is ready.
    ///
    /// - Parameters:
    ///   - files: what is written to its folder first, by name; a file that it does not like ends it.
    ///   - arguments: of the folder and of the address to listen on.
    init(
        _ program: String, files: [String: String],
        arguments: (_ folder: String, _ address: String) -> [String]
    ) async throws {
        name = URL(fileURLWithPath: program).lastPathComponent
        workshop = try Workshop()
        port = try PortReservation()
        address = "127.0.0.1:\(port.port)"
        for (file, text) in files { try workshop.write(text, to: file) }
        process = try workshop.start(name, [program] + arguments(workshop.directory, address))
        do {
            try await eventually("\(name) is ready", within: .seconds(30)) {
                guard !process.hasEnded else { throw TestKafkaError("it has ended") }
                return try await fetch("/-/ready", from: address).status == 200
            }
        } catch {
            throw TestKafkaError("\(error)\nlog:\n\(log())")
        }
    }

    /// Writes a file to its folder anew; one that it watches.
    func write(_ text: String, to file: String) throws { try workshop.write(text, to: file) }

    /// The end of what it has written.
    func log() -> String { workshop.logTail(name, lines: 100) }

    /// SIGTERM; its exit is waited for, and nothing of it is left.
    func stop() async {
        process.send(SIGTERM)
        _ = await process.end(within: .seconds(15))
        await workshop.close()
    }

    static let prometheus = "/usr/bin/prometheus"
    static let alertmanager = "/usr/bin/prometheus-alertmanager"
}

extension Trait where Self == ConditionTrait {
    /// Runs the test only where both programs are installed; says so where they are not.
    static var prometheusAndAlertmanager: Self {
        .enabled(
            if: [MonitoringProgram.prometheus, MonitoringProgram.alertmanager]
                .allSatisfy(FileManager.default.isExecutableFile(atPath:)),
            """
            skipped: Prometheus or Alertmanager is not installed: \
            apt-get install prometheus prometheus-alertmanager, or scripts/install-packages --tests
            """)
    }
}
