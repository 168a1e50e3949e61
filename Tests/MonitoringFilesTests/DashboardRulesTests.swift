import Foundation
import Testing

/// The rules of Grafana's dashboard-linter, and ours beside them, which are stricter.
@Suite struct DashboardRulesTests {
    private static let source = Dashboard.Source(type: "prometheus", uid: "${datasource}")

    /// Of those that Grafana knows, the ones in use here.
    private static let units: Set = [
        "none", "short", "s", "bytes", "percentunit", "dateTimeAsIso", "wps", "reqps", "opm",
    ]

    /// What is said where nothing comes back: the service may be gone, so never that there is nothing.
    private static let silences: Set = [
        "NO DATA", "NO DATA: nobody watches", "NOT KNOWN", "NOT KNOWN, or none declared", "none known",
        "none known: --collector.partitions may be off", "no journal known", "no window is known to run",
        "no gate is known to be safe",
    ]

    @Test("The dashboards that are there are those that are looked at here")
    func all() throws {
        #expect(
            try Repository.names(in: "dashboards", ending: ".json")
                == Dashboard.names.map { "\($0).json" }.sorted())
        #expect(Set(try Dashboard.names.map { try Dashboard.read($0).uid }).count == Dashboard.names.count)
    }

    @Test(
        "A dashboard can be provisioned anywhere: it names no data source, and only files change it",
        arguments: Dashboard.names)
    func form(name: String) throws {
        let board = try Dashboard.read(name)
        #expect(board.schemaVersion == 39 && board.version == 1 && !board.editable)
        #expect(!board.uid.isEmpty && board.uid.count <= 40)
        #expect(board.title.hasPrefix("Decommission gate / ") && !board.description.isEmpty)
        #expect(board.tags.contains("decommission-gate"))
        let text = try Repository.text(Dashboard.path(name))
        #expect(!text.contains("__inputs") && !text.contains("DS_PROMETHEUS"))
        #expect(text.contains("\"id\": null"), "a number of its own would take another dashboard's place")
    }

    @Test(
        "Whoever looks at one finds the three others, with what was selected, and the runbook",
        arguments: Dashboard.names)
    func links(name: String) throws {
        let board = try Dashboard.read(name)
        #expect(
            board.links.contains {
                $0.type == "dashboards" && $0.tags == ["decommission-gate"] && $0.includeVars && $0.keepTime
            })
        #expect(board.links.contains { $0.type == "link" && $0.url == (try? Runbook.address()) })
    }

    @Test(
        "Data source, job and instance can be chosen, and follow the span that is shown",
        arguments: Dashboard.names)
    func variables(name: String) throws {
        let variables = try Dashboard.read(name).templating.list
        #expect(variables.map(\.name) == ["datasource", "job", "instance"])
        #expect(variables.map(\.label) == ["Data source", "Job", "Instance"])
        #expect(variables.map(\.type) == ["datasource", "query", "query"])
        for variable in variables.dropFirst() {
            #expect(variable.datasource == Self.source && variable.multi && variable.includeAll)
            #expect(variable.allValue == ".+" && variable.refresh == 2)
        }
        #expect(
            variables.map(\.definition) == [
                nil, "label_values(decommission_gate_state, job)",
                "label_values(decommission_gate_state{job=~\"$job\"}, instance)",
            ])
    }

    @Test(
        "A panel says what it shows, in which unit, and what it means that there is nothing to show",
        arguments: Dashboard.names)
    func panels(name: String) throws {
        let board = try Dashboard.read(name)
        #expect(Set(board.panels.map(\.id)).count == board.panels.count)
        #expect(Set(board.panels.map(\.title)).count == board.panels.count)
        for panel in board.panels {
            let defaults = panel.fieldConfig.defaults
            #expect(!panel.title.isEmpty && panel.description.hasSuffix("."), "\(panel.title)")
            #expect(Self.units.contains(defaults.unit), "\(panel.title): \(defaults.unit)")
            #expect(panel.datasource == Self.source && !panel.targets.isEmpty, "\(panel.title)")
            #expect(Self.silences.contains(defaults.noValue), "\(panel.title): \(defaults.noValue)")
            #expect(panel.gridPos.x + panel.gridPos.w <= 24, "\(panel.title)")
        }
    }

    @Test("No panel lies over another", arguments: Dashboard.names)
    func places(name: String) throws {
        var taken: [String: String] = [:]
        for panel in try Dashboard.read(name).panels {
            let place = panel.gridPos
            for x in place.x..<(place.x + place.w) {
                for y in place.y..<(place.y + place.h) {
                    #expect(taken.updateValue(panel.title, forKey: "\(x) \(y)") == nil, "\(panel.title)")
                }
            }
        }
    }

    @Test("A number of now is asked for now, a line over the span", arguments: Dashboard.names)
    func instants(name: String) throws {
        for (panel, target) in try Dashboard.read(name).targets {
            let isOverTime = ["timeseries", "state-timeline"].contains(panel.type)
            #expect(isOverTime || ["stat", "bargauge"].contains(panel.type), "\(panel.title): \(panel.type)")
            #expect(target.range == isOverTime && target.instant == !isOverTime, "\(panel.title)")
            #expect(target.datasource == Self.source && !target.legendFormat.isEmpty, "\(panel.title)")
        }
    }

    @Test("Every selector is of the chosen jobs and instances", arguments: Dashboard.names)
    func selection(name: String) throws {
        for (panel, target) in try Dashboard.read(name).targets {
            let selectors = PromQL.selectors(target.expr)
            #expect(!selectors.isEmpty, "\(panel.title)")
            for selector in selectors {
                #expect(
                    selector.has("job", "=~", "$job") && selector.has("instance", "=~", "$instance"),
                    "\(panel.title): \(selector.metric)")
            }
        }
    }

    @Test(
        "A counter is only shown by its increase, over the interval that Grafana works out",
        arguments: Dashboard.names)
    func counters(name: String) throws {
        for (panel, target) in try Dashboard.read(name).targets {
            for selector in PromQL.selectors(target.expr) {
                let isCounter = selector.metric.hasSuffix("_total")
                #expect(isCounter == (selector.range != nil), "\(panel.title): \(selector.metric)")
                guard isCounter else { continue }
                #expect(selector.range == "$__rate_interval", "\(panel.title): \(selector.metric)")
                #expect(
                    ["rate", "increase"].contains(selector.function), "\(panel.title): \(selector.metric)")
            }
        }
    }

    @Test("No panel takes the demo for the real thing", arguments: Dashboard.names)
    func demo(name: String) throws {
        for (panel, target) in try Dashboard.read(name).targets where panel.title != "Demos left out" {
            #expect(target.expr.contains("unless on (job, instance) decommission_demo{"), "\(panel.title)")
        }
    }

    @Test(
        "Every expression is one that Prometheus takes",
        .enabled(if: Tool.promtool.isThere, Comment(rawValue: Tool.noPromtool)))
    func syntax() throws {
        let expressions = try Dashboard.names.flatMap {
            try Dashboard.read($0).targets.map(\.target.expanded)
        }
        let rules = expressions.enumerated().map { number, expression in
            "      - {record: 'panel:\(number):value', expr: '\(expression)'}\n"
        }
        try withFolder { folder in
            let file = folder.appending(path: "panels.rules.yml")
            let text = "groups:\n  - name: panels\n    rules:\n" + rules.joined()
            try text.write(to: file, atomically: true, encoding: .utf8)
            let said = try Tool.promtool.run(["check", "rules", "--lint=all", "--lint-fatal", file.path])
            #expect(said.status == 0, "\(said.said)")
        }
    }
}
