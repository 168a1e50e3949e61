import TestKafka

/// A real Alertmanager that runs alone.
final class AlertmanagerProcess: Sendable {
    private let program: MonitoringProgram
    var address: String { program.address }

    init(configuration: String) async throws {
        program = try await MonitoringProgram(
            MonitoringProgram.alertmanager, files: ["alertmanager.yml": configuration]
        ) { folder, address in
            [
                "--config.file=\(folder)/alertmanager.yml", "--storage.path=\(folder)/data",
                "--web.listen-address=\(address)", "--cluster.listen-address=", "--log.level=warn",
            ]
        }
    }

    func stop() async { await program.stop() }

    func log() -> String { program.log() }
}
