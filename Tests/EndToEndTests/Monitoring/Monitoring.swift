import Foundation
import TestKafka

/// The real Prometheus with the repository's rules, the real Alertmanager with its route, and a receiver behind it.
///
/// Time passes ninety times as fast for them: see ``QuickTime``.
struct Monitoring: Sendable {
    let prometheus: PrometheusProcess
    let receiver: WebhookReceiver
    /// A range of the shortest kind reaches over four scrapes.
    private static let time = QuickTime(factor: 90, shortestRange: 2000, shortestPause: 500)

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
                    scraping: [target], rules: try rules(), alertmanager: alertmanager.address)
                return try await ending(prometheus.stop) {
                    try await eventually("\(target) is scraped") {
                        try await !prometheus.query("up == 1").isEmpty
                    }
                    return try await body(Monitoring(prometheus: prometheus, receiver: receiver))
                }
            }
        }
    }

    /// The rule files as they are loaded into a Prometheus, in quick time.
    private static func rules() throws -> [String: String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.path("alerts"))
            .filter { $0.hasSuffix(".rules.yml") }
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, time.quickened(try Repository.text("alerts/\($0)"))) })
    }

    /// The example of a route, with our receiver behind every one of its receivers.
    private static func route(to url: String) throws -> String {
        try Repository.text("alerts/alertmanager.example.yml")
            .replacing(/url: http:\/\/[^\/]+\//) { _ in "url: \(url)" }
    }

    /// The gates for which an alert fires, in alphabetical order.
    func gates(firing name: String) async throws -> [String] {
        try await prometheus.alerts().filter { $0.name == name && $0.state == "firing" }
            .compactMap { $0.labels["gate"] }.sorted()
    }

    /// Waits until an alert fires, of whatever.
    func fires(_ name: String) async throws {
        try await eventually("Prometheus fires \(name)", within: .seconds(30)) {
            try await prometheus.alerts().contains { $0.name == name && $0.state == "firing" }
        }
    }
}
