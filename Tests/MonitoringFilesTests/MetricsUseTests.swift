import Testing

@Suite struct MetricsUseTests {
    /// Every selector of a dashboard or of a rule, with where it stands.
    private static func selectors() throws -> [(place: String, selector: Selector)] {
        let boards = try Dashboard.names.flatMap { name in
            try Dashboard.read(name).targets.flatMap { panel, target in
                PromQL.selectors(target.expr).map { ("\(name): \(panel.title)", $0) }
            }
        }
        let rules = try RuleFile.read().rules.flatMap { rule in
            PromQL.selectors(rule.expression).map { (rule.name, $0) }
        }
        return boards + rules
    }

    @Test("No dashboard and no rule waits for a series that nobody exports: it would be silent for ever")
    func allExist() throws {
        let exported = try ExportedMetrics()
        let recorded = Set(try RuleFile.read().rules.filter { !$0.isAlert }.map(\.name))
        for (place, selector) in try Self.selectors() where !recorded.contains(selector.metric) {
            #expect(exported.complaints(selector) == [], "\(place)")
        }
    }

    @Test("Every metric is shown or watched, or a reason is given why it is not")
    func allAreUsed() throws {
        let used = Set(try Self.selectors().map(\.selector.metric))
        let exported = Set(try ExportedMetrics().labels.keys)
        let excused = try Repository.text("dashboards/unused-metrics.md")
            .matches(of: /(?m)^\| `([a-z_]+)` \| (\S.*) \|$/).map { String($0.output.1) }
        #expect(exported.count > 50)
        #expect(exported.subtracting(used).sorted() == excused.sorted())
    }

    @Test("Every recording rule is of use to an alert")
    func allRecordingsAreUsed() throws {
        let rules = try RuleFile.read().rules
        let used = Set(rules.flatMap { rule in PromQL.selectors(rule.expression).map(\.metric) })
        #expect(rules.filter { !$0.isAlert && !used.contains($0.name) }.map(\.name) == [])
    }
}
