import Foundation
import TestKafka

/// A real Prometheus, which scrapes and evaluates twice in a second.
final class PrometheusProcess: Sendable {
    private let program: MonitoringProgram

    /// - Parameters:
    ///   - targets: addresses that it scrapes as instances of one job.
    ///   - rules: texts of rule files, by name.
    ///   - alertmanager: the address that alerts are sent to.
    init(scraping targets: [String], rules: [String: String], alertmanager: String) async throws {
        let configuration = """
            global: {scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms}
            rule_files: [\(rules.keys.sorted().joined(separator: ", "))]
            alerting: {alertmanagers: [{static_configs: [{targets: ["\(alertmanager)"]}]}]}
            scrape_configs:
              - {job_name: decommission-gate, file_sd_configs: [{files: [targets.json]}]}
            """
        let files = ["prometheus.yml": configuration, Self.targets: try Self.list(targets)]
        program = try await MonitoringProgram(
            MonitoringProgram.prometheus, files: rules.merging(files) { $1 }
        ) { folder, address in
            [
                "--config.file=\(folder)/prometheus.yml", "--storage.tsdb.path=\(folder)/data",
                "--web.listen-address=\(address)", "--rules.alert.resend-delay=1s",
                "--log.level=warn",
            ]
        }
    }

    /// Scrapes these from now on, and nothing else.
    func scrape(_ targets: [String]) throws { try program.write(Self.list(targets), to: Self.targets) }

    private static let targets = "targets.json"

    private static func list(_ targets: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode([["targets": targets]]), as: UTF8.self)
    }

    func stop() async { await program.stop() }

    func log() -> String { program.log() }

    /// What an expression comes to at this moment: the elements of a vector, or a scalar as one without labels.
    func query(_ expression: String) async throws -> [PrometheusSample] {
        try await get(PrometheusResult.self, "query", ["query": expression]).result
    }

    /// Values of a label on the series of `metric`, as far as Prometheus still knows them.
    func values(ofLabel label: String, on metric: String) async throws -> [String] {
        try await get([String].self, "label/\(label)/values", ["match[]": metric])
    }

    /// Alerts that are pending or firing now.
    func alerts() async throws -> [PrometheusAlert] {
        struct Alerts: Decodable { var alerts: [PrometheusAlert] }
        return try await get(Alerts.self, "alerts", [:]).alerts
    }

    /// Every rule that is loaded, with what went wrong when it was evaluated last.
    func rules() async throws -> [PrometheusRule] {
        struct Groups: Decodable { var groups: [Group] }
        struct Group: Decodable { var rules: [PrometheusRule] }
        return try await get(Groups.self, "rules", [:]).groups.flatMap(\.rules)
    }

    private func get<Value: Decodable>(
        _ type: Value.Type, _ path: String, _ query: [String: String]
    ) async throws -> Value {
        var components = URLComponents()
        components.path = "/api/v1/\(path)"
        components.queryItems = query.map { URLQueryItem(name: $0.key, value: $0.value) }
        // A plus sign is a space to whoever reads a form.
        let target = components.string?.replacing("+", with: "%2B") ?? ""
        let answer = try await fetch(target, from: program.address)
        let envelope = try JSONDecoder().decode(PrometheusEnvelope<Value>.self, from: Data(answer.body.utf8))
        guard let data = envelope.data else {
            throw TestKafkaError("\(path) \(query): \(envelope.error ?? answer.body)")
        }
        return data
    }
}
