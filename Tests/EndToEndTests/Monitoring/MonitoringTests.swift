import Foundation
import TestKafka
import Testing

/// A whole migration as Prometheus, Alertmanager and Grafana's panels see it.
@Suite("EndToEnd: monitoring", .serialized, .realKafka, .prometheusAndAlertmanager)
struct MonitoringTests {
    @Test(
        "Panels have data in every phase; Safe and SafeRevoked arrive, and neither a frozen nor a dead service is safe",
        .timeLimit(.minutes(6)))
    func wholeWay() async throws {
        try await withKafkaPair { pair in
            let migration = try await MonitoredMigration(pair)
            try await ending(migration.end) {
                try await withGateService(configuration: migration.configuration, keepsEvidence: true) {
                    service in
                    try await Monitoring.of(service.address) { monitoring in
                        let watch = Watch(migration: migration, service: service, monitoring: monitoring)
                        try await watch.blocked()
                        let member = try await watch.observing()
                        try await watch.safe()
                        let page = try await watch.frozen()
                        try await watch.killed(leaving: page)
                        try await watch.safeAgain()
                        try await watch.revoked()
                        try await watch.nothingElseFired()
                        try await member.leave()
                    }
                }
            }
        }
    }
}

/// The story, act by act.
struct Watch {
    let migration: MonitoredMigration
    let service: GateService
    let monitoring: Monitoring
    let gates = ["mirror_maker", "mirror_topics", "old_brokers"]

    func blocked() async throws {
        migration.writesOnOld()
        try await service.wait(for: "blocked by the producer") { now in
            now.states == ["blocked", "blocked", "blocked"] && now.state("source_quiet") == "fails"
                && now.offenders("producers_retargeted").contains { $0.hasPrefix("shop: ") }
        }
        try await monitoring.everyRuleIsEvaluated()
        try await monitoring.everyPanelHasData(in: .blocked)
        #expect(try await monitoring.claims().isEmpty)
    }

    func observing() async throws -> TestGroup {
        let member = try await migration.flips()
        try await service.wait(for: "observing", within: .seconds(90)) {
            $0.states == ["observing", "observing", "observing"]
        }
        try await monitoring.everyPanelHasData(in: .observing)
        #expect(try await monitoring.claims().isEmpty)
        #expect(try await monitoring.gates(firing: "KafkaDecommissionSafe").isEmpty)
        return member
    }

    /// Prometheus says it, Alertmanager routes it, and whoever waits for it gets it with all that it needs.
    func safe() async throws {
        try await service.wait(for: "safe", within: .seconds(120)) { $0.states == ["safe", "safe", "safe"] }
        try await monitoring.everyPanelHasData(in: .safe)
        try await monitoring.everyStatePanelClaims()
        try await firesSafe()
        try await monitoring.receives("KafkaDecommissionSafe", "firing", of: gates)
    }

    private func firesSafe() async throws {
        try await eventually("Prometheus fires Safe for every gate", within: .seconds(60)) {
            try await monitoring.gates(firing: "KafkaDecommissionSafe") == gates
        }
    }

    /// A service that answers no more: what was read last is not what is so now.
    ///
    /// - Returns: the page that it served last.
    func frozen() async throws -> String {
        let page = try await service.get("/metrics", headers: ["Accept": "text/plain;version=0.0.4"]).body
        #expect(page.contains("decommission_safe 1\n"))
        service.freeze()
        try await monitoring.claimsNothing("while the service is frozen")
        try await monitoring.receives("KafkaDecommissionSafe", "resolved", of: gates)
        return page
    }

    /// A process whose surveys hang goes on serving what it served: the alert and the panels ask for the age.
    func killed(leaving page: String) async throws {
        try await service.kill()
        try await withFrozenPage(anHourLater(page), at: service.address) {
            // Longer than the alert waits for.
            let isServed =
                "min_over_time(decommission_safe[20s]) == 1 and count_over_time(decommission_safe[20s]) > 36"
            try await eventually("the frozen page is scraped for a while", within: .seconds(60)) {
                try await !monitoring.prometheus.query(isServed).isEmpty
            }
            #expect(try await monitoring.gates(firing: "KafkaDecommissionSafe").isEmpty)
            #expect(try await monitoring.claims().isEmpty)
            #expect(try await monitoring.gates(firing: "KafkaDecommissionEvaluatorStalled") == gates)
        }
    }

    func safeAgain() async throws {
        try await service.startAgain()
        try await service.wait(for: "safe again", within: .seconds(120)) {
            $0.states == ["safe", "safe", "safe"]
        }
        try await firesSafe()
    }

    func revoked() async throws {
        try await migration.strays()
        try await service.wait(for: "revoked") { !$0.states.contains("safe") }
        try await monitoring.everyPanelHasData(in: .revoked)
        try await eventually("Prometheus fires SafeRevoked for every gate") {
            try await monitoring.gates(firing: "KafkaDecommissionSafeRevoked") == gates
        }
        try await monitoring.claimsNothing("once it is revoked")
        try await monitoring.receives("KafkaDecommissionSafeRevoked", "firing", of: gates)
        try await monitoring.receives("KafkaDecommissionSafe", "resolved", of: gates)
    }

    func nothingElseFired() async throws {
        let fired = try await monitoring.prometheus.query(
            "count by (alertname) (last_over_time(ALERTS{alertstate=\"firing\"}[1h]))")
        print("FIRED", fired.compactMap { $0.labels["alertname"] }.sorted())
    }
}
