import TestKafka
import Testing

/// A whole migration as Prometheus, Alertmanager and Grafana's panels see it.
@Suite("EndToEnd: monitoring", .serialized, .realKafka, .prometheusAndAlertmanager)
struct MonitoringTests {
    @Test(
        "Panels have data in every phase, Safe and SafeRevoked arrive, and nothing calls safe what is half, doubted, stale, gone or a demo",
        .timeLimit(.minutes(8)))
    func wholeWay() async throws {
        try await withKafkaPair { pair in
            let migration = try await MonitoredMigration(pair)
            try await ending(migration.end) {
                try await withGateService(
                    configuration: migration.configuration(), flags: ["--collector.partitions"],
                    keepsEvidence: true
                ) { service in
                    try await Monitoring.of(service.address) { monitoring in
                        let watch = Watch(migration: migration, service: service, monitoring: monitoring)
                        try await watch.blocked()
                        try await watch.observing()
                        try await watch.twoOfThree()
                        try await watch.safe()
                        try await watch.unreadable()
                        try await watch.joined()
                        let page = try await watch.frozen()
                        try await watch.staleAfterAKill(page)
                        try await watch.demo(page)
                        try await watch.safeAgain()
                        try await watch.revoked()
                        try await watch.nothingElseWasTold()
                    }
                }
            }
        }
    }
}
