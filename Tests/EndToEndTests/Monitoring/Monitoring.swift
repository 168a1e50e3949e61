import Foundation
import TestKafka

/// The real Prometheus with the repository's rules, the real Alertmanager with its route, and a receiver behind it.
///
/// Time passes sixty times as fast for them: see ``QuickTime``.
struct Monitoring: Sendable {
    let prometheus: PrometheusProcess
    let receiver: WebhookReceiver
    static let job = "decommission-gate"
    /// A range of the shortest kind reaches over four scrapes.
    private static let time = QuickTime(factor: 60, shortestRange: 2000, shortestPause: 500)

    /// Runs `body` while `target` is scraped; ends all three whatever comes of it.
    static func of<Answer>(
        _ target: String, _ body: (Monitoring) async throws -> Answer
    ) async throws -> Answer {
        let receiver = try WebhookReceiver()
        return try await ending(receiver.stop) {
            let route = time.quickened(try route(to: receiver.url))
            let alertmanager = try await AlertmanagerProcess(configuration: route)
            return try await ending(alertmanager.stop) {
                let prometheus = try await PrometheusProcess(
                    scraping: [job: target], rules: try rules(), alertmanager: alertmanager.address)
                return try await ending(prometheus.stop) {
                    try await body(Monitoring(prometheus: prometheus, receiver: receiver))
                }
            }
        }
    }

    /// The rule files as they are loaded into a Prometheus, in quick time.
    private static func rules() throws -> [String: String] {
        let names = ["decommission-gate.rules.yml"]
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, time.quickened(try Repository.text("alerts/\($0)"))) })
    }

    private static func route(to url: String) throws -> String {
        try Repository.text("alerts/alertmanager.yml").replacing(/(?<key>url: *)\S+/) { $0.key + url }
    }

    /// The gates for which an alert fires, in alphabetical order.
    func gates(firing name: String) async throws -> [String] {
        try await prometheus.alerts().filter { $0.name == name && $0.state == "firing" }
            .compactMap { $0.labels["gate"] }.sorted()
    }
}
