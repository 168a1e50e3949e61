import TestKafka
import Testing

/// The story, act by act: what becomes of the gates, and what monitoring makes of it.
struct Watch {
    let migration: MonitoredMigration
    let service: GateService
    let monitoring: Monitoring
    static let gates = ["mirror_maker", "mirror_topics", "old_brokers"]

    func blocked() async throws {
        migration.begins()
        try await service.wait(for: "blocked by the producer") { now in
            now.states == ["blocked", "blocked", "blocked"] && now.state("source_quiet") == "fails"
                && now.offenders("producers_retargeted").contains { $0.hasPrefix("shop: ") }
        }
        try await migration.reads()
        try await monitoring.isWhole(in: .blocked)
        #expect(try await monitoring.claims().isEmpty)
    }

    func observing() async throws {
        try await migration.flips()
        try await service.wait(for: "observing", within: .seconds(90)) {
            $0.states == ["observing", "observing", "observing"]
        }
        try await monitoring.isWhole(in: .observing)
        #expect(try await monitoring.claims().isEmpty)
        #expect(try await monitoring.gates(firing: "KafkaDecommissionSafe").isEmpty)
    }

    /// The old brokers wait for longer: what is true of two gates must not be said of the cluster.
    func twoOfThree() async throws {
        try await service.wait(for: "two of three are safe", within: .seconds(90)) {
            $0.states == ["safe", "safe", "observing"]
        }
        try await monitoring.claimSafe(StatePanel.all.filter(\.isOfOneGate))
        try await eventually("Prometheus fires Safe for two gates") {
            try await monitoring.gates(firing: "KafkaDecommissionSafe") == ["mirror_maker", "mirror_topics"]
        }
    }

    /// Prometheus says it, Alertmanager routes it, and whoever waits for it gets it with all that it needs.
    func safe() async throws {
        try await isSafe("safe")
        try await monitoring.isWhole(in: .safe)
        let notifications = monitoring.receiver.received.filter {
            $0.alerts.contains { $0.name.hasSuffix("Safe") }
        }
        for alert in notifications.flatMap(\.alerts) {
            #expect(alert.labels["kafka_decommission"] == "signal" && alert.labels["severity"] == "none")
            #expect(alert.labels["old_cluster_id"] == migration.oldClusterID)
        }
        #expect(Set(notifications.map(\.receiver)) == ["decommission-signal"], "a signal pages nobody")
    }

    /// Every gate is, every panel shows it, and the alert has reached the receiver.
    private func isSafe(_ what: String) async throws {
        try await service.wait(for: what, within: .seconds(120)) { $0.states == ["safe", "safe", "safe"] }
        try await monitoring.claimSafe(StatePanel.all)
        try await eventually("Prometheus fires Safe for every gate") {
            try await monitoring.gates(firing: "KafkaDecommissionSafe") == Self.gates
        }
        try await monitoring.receives("KafkaDecommissionSafe", "firing", of: Self.gates)
    }

    /// A cluster that does not answer makes the gates unknown, and unknown is not safe.
    func unreadable() async throws {
        await migration.pair.old.freeze(broker: 1)
        try await monitoring.claimsNothing("while the old cluster does not answer")
        try await monitoring.isWhole(in: .unreadable)
        try await monitoring.fires("KafkaDecommissionClusterUnreadable")
        await migration.pair.old.resume(broker: 1)
        try await monitoring.receives("KafkaDecommissionSafe", "resolved", of: Self.gates)
        try await isSafe("safe once it answers")
    }

    /// A second process that watches the same clusters, and has not watched them for long enough.
    func joined() async throws {
        try await withGateService(configuration: migration.configuration(gate: "{window: 1h}")) { other in
            try monitoring.prometheus.scrape([service.address, other.address])
            try await monitoring.claimsNothing("while another process says otherwise")
            #expect(try await monitoring.prometheus.query("decommission_gate_safe").count == 6)
            #expect(try await service.gates().states == ["safe", "safe", "safe"])
            try monitoring.prometheus.scrape([service.address])
        }
        try await isSafe("safe once it is gone")
    }

    /// A service that answers no more: what was read last is not what is so now.
    ///
    /// - Returns: the page that it served last.
    func frozen() async throws -> String {
        let page = try await service.get("/metrics", headers: ["Accept": "text/plain;version=0.0.4"]).body
        #expect(page.contains("decommission_safe 1\n"))
        service.freeze()
        try await monitoring.claimsNothing("while the service is frozen")
        try await monitoring.receives("KafkaDecommissionSafe", "resolved", of: Self.gates)
        try await monitoring.fires("KafkaDecommissionGateDown")
        return page
    }

    /// A process whose surveys hang goes on serving what it served: the alert and the panels ask for its age.
    func staleAfterAKill(_ page: String) async throws {
        try await service.kill()
        try await withPage(of: service.address, { page.moved(bySeconds: -3600) }) {
            try await monitoring.isNeverFooled(byPageWith: "decommission_safe")
            try await monitoring.fires("KafkaDecommissionEvaluatorStalled")
        }
    }

    /// The demo tells the whole story up to safe, of clusters that nobody has.
    func demo(_ page: String) async throws {
        let begin = ContinuousClock.now
        let demo = "# TYPE decommission_demo gauge\ndecommission_demo 1\n" + page
        try await withPage(
            of: service.address, { demo.moved(bySeconds: (ContinuousClock.now - begin) / .seconds(1)) }
        ) {
            try await monitoring.isNeverFooled(byPageWith: "decommission_demo")
        }
    }

    /// The service comes back with what it has kept.
    func safeAgain() async throws {
        try await service.startAgain()
        try await isSafe("safe again")
        let words = monitoring.lastWords("KafkaDecommissionSafeRevoked", of: Self.gates)
        #expect(words.allSatisfy { $0 == "firing" }, "the end of a revocation is not for telling")
    }

    func revoked() async throws {
        try await migration.strays()
        try await service.wait(for: "revoked") { !$0.states.contains("safe") }
        try await monitoring.isWhole(in: .revoked)
        try await eventually("Prometheus fires SafeRevoked for every gate") {
            try await monitoring.gates(firing: "KafkaDecommissionSafeRevoked") == Self.gates
        }
        try await monitoring.claimsNothing("once it is revoked")
        try await monitoring.receives("KafkaDecommissionSafeRevoked", "firing", of: Self.gates)
        try await monitoring.receives("KafkaDecommissionSafe", "resolved", of: Self.gates)
        let receivers = monitoring.receiver.received
            .filter { $0.alerts.contains { $0.name == "KafkaDecommissionSafeRevoked" } }.map(\.receiver)
        #expect(Set(receivers) == ["decommission-revoked"])
    }

    /// Each alert that this story is about has fired, and none of any other, of lost records least of all.
    func nothingElseWasTold() async throws {
        let told: Set = [
            "Safe", "SafeRevoked", "GateDown", "EvaluatorStalled", "ClusterUnreadable", "OldTraffic",
            "ProducerOnOld", "WindowRestarted",
        ]
        // A slow machine takes long enough to begin.
        let possible: Set = ["ConsumedTwice", "ConditionUnknown"]
        let past = "group by (alertname) (last_over_time(ALERTS{alertstate=\"firing\"}[1h]))"
        try await eventually("every alert of this story has fired") {
            let fired = try await monitoring.prometheus.query(past).compactMap { sample in
                sample.labels["alertname"].map { String($0.trimmingPrefix("KafkaDecommission")) }
            }
            let others = Set(fired).subtracting(told).subtracting(possible)
            guard told.isSubset(of: fired) else { throw TestKafkaError("so far \(fired.sorted())") }
            #expect(others.isEmpty)
            return true
        }
    }
}
