import Testing
import TestKafka

extension Monitoring {
    /// Every rule can be evaluated, and every panel shows what it is for.
    func isWhole(in phase: MigrationPhase) async throws {
        try await everyRuleIsEvaluated()
        try await everyPanelHasData(in: phase)
    }

    /// Rules that match many to many, or twice, are only found out when there is data.
    private func everyRuleIsEvaluated() async throws {
        try await eventually("every rule was evaluated") {
            try await prometheus.rules().allSatisfy { $0.health != "unknown" }
        }
        for rule in try await prometheus.rules() {
            #expect(rule.health == "ok", "\(rule.name): \(rule.lastError ?? "")")
        }
    }

    /// All expressions of all panels, with the values of the variables in them.
    private func expressions() async throws -> [PanelExpression] {
        var all: [PanelExpression] = []
        for dashboard in try Dashboard.all() {
            let variables = try await DashboardVariables(of: dashboard, on: prometheus)
            for expression in dashboard.expressions {
                let text = variables.filled(expression.text)
                #expect(!DashboardVariables.isLeft(in: text), "\(expression.place): \(text)")
                all.append(PanelExpression(place: expression.place, text: text))
            }
        }
        return all
    }

    /// Waits until every expression has data, save those that ``MayBeEmpty`` does not ask for in this phase.
    private func everyPanelHasData(in phase: MigrationPhase) async throws {
        let wanted = try await expressions().filter { expression in
            MayBeEmpty.all.first { $0.covers(expression.place) }?.hasData.contains(phase) ?? phase.isReadable
        }
        var open = wanted
        do {
            try await eventually("every panel has data") {
                var empty: [PanelExpression] = []
                for expression in open where try await !hasData(expression) { empty.append(expression) }
                open = empty
                return empty.isEmpty
            }
        } catch {
            for expression in open {
                Issue.record("\(phase): no data in \(expression.place): \(expression.text)")
            }
        }
    }

    private func hasData(_ expression: PanelExpression) async throws -> Bool {
        // What is no number is not shown.
        try await prometheus.query(expression.text).contains { !$0.value.isNaN }
    }

    /// Panels that say, now, that something is safe.
    func claims() async throws -> Set<PanelPlace> {
        var claims: Set<PanelPlace> = []
        for expression in try await expressions() {
            guard let panel = StatePanel.all.first(where: { $0.place == expression.place }) else { continue }
            if try await prometheus.query(expression.text).contains(where: panel.saysSafe) {
                claims.insert(expression.place)
            }
        }
        return claims
    }

    /// Waits until just these panels say that something is safe.
    func claimSafe(_ panels: [StatePanel]) async throws {
        let wanted = Set(panels.map(\.place))
        try await eventually("\(wanted) say safe, and no others") {
            let claims = try await claims()
            guard claims == wanted else { throw TestKafkaError("\(claims)") }
            return true
        }
    }

    /// Waits until neither the alert nor a panel says that anything is safe.
    func claimsNothing(_ when: String) async throws {
        try await eventually("nothing claims safe \(when)", within: .seconds(30)) {
            let claims = try await claims()
            let gates = try await gates(firing: "KafkaDecommissionSafe")
            guard claims.isEmpty, gates.isEmpty else { throw TestKafkaError("\(claims) \(gates)") }
            return true
        }
    }

    /// Waits until a page that says safe has been scraped for longer than the alert waits; nothing may claim it.
    ///
    /// - Parameter mark: a series that this page has.
    func isNeverFooled(byPageWith mark: String) async throws {
        let isScraped = "decommission_safe == 1 and count_over_time(\(mark)[14s]) > 25"
        var fooled: Set<String> = []
        try await eventually("a page with \(mark) is scraped for a while", within: .seconds(60)) {
            fooled.formUnion(try await claims().map(\.description))
            fooled.formUnion(try await gates(firing: "KafkaDecommissionSafe"))
            return try await !prometheus.query(isScraped).isEmpty
        }
        #expect(fooled.isEmpty, "by a page with \(mark)")
    }
}
