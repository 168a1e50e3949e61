import Foundation
import Testing

/// What the panels that people decide by show, asked of Prometheus' own engine: never a "safe" that is not so.
@Suite(.enabled(if: Tool.promtool.isThere, Comment(rawValue: Tool.noPromtool)))
struct GatePanelTests {
    /// A process, as its page has it every 30 seconds; an evaluation is as old as its distance from the clock.
    struct Process {
        var instance = "a:1"
        var safe = true
        var evaluated = "0+30x40"
        var isDemo = false
        var isReached = true

        var series: [(String, String)] {
            let target = "job=\"gate\",instance=\"\(instance)\""
            guard isReached else { return [("up{\(target)}", "0x40")] }
            let gate = "gate=\"old_brokers\",\(target)"
            let states = ["unknown", "blocked", "observing", "safe"].map { state in
                let isNow = state == (safe ? "safe" : "blocked")
                return ("decommission_gate_state{state=\"\(state)\",\(gate)}", isNow ? "1x40" : "0x40")
            }
            let flags = ["decommission_safe{\(target)}", "decommission_gate_safe{\(gate)}"]
            let conditions = ["met", "evaluable"].map { word in
                (
                    "decommission_condition_\(word){condition=\"visibility\",\(target)}",
                    word == "met" && !safe ? "0x40" : "1x40"
                )
            }
            return states + conditions + flags.map { ($0, safe ? "1x40" : "0x40") } + [
                ("up{\(target)}", "1x40"),
                ("decommission_gate_last_evaluation_timestamp_seconds{\(gate)}", evaluated),
                ("decommission_survey_interval_seconds{\(target)}", "30x40"),
                ("decommission_gate_safe_since_timestamp_seconds{\(gate)}", safe ? "5x40" : "_x40"),
                ("decommission_gate_window_seconds{\(gate)}", "60x40"),
                ("decommission_gate_window_observed_seconds{\(gate)}", "60x40"),
            ] + (isDemo ? [("decommission_demo{\(target)}", "1x40")] : [])
        }
    }

    /// One world, and what each panel must show in it: nil for nothing, which is said in words.
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var processes: [Process]
        var removable: Int?
        var gate: Int?
        var condition: Int?
        var isSafeSinceShown = false
    }

    static let cases = [
        Case(
            testDescription: "safe by a fresh evaluation", processes: [Process()],
            removable: 1, gate: 3, condition: 2, isSafeSinceShown: true),
        Case(
            testDescription: "blocked", processes: [Process(safe: false)], removable: 0, gate: 1, condition: 1
        ),
        Case(
            testDescription: "a frozen process that still serves safe",
            processes: [Process(evaluated: "0x40")],
            removable: 0, gate: 0, condition: 0),
        Case(
            testDescription: "a frozen process whose clock is ahead",
            processes: [Process(evaluated: "9000x40")],
            removable: 0, gate: 0, condition: 0),
        Case(
            testDescription: "safe, and nothing was ever evaluated", processes: [Process(evaluated: "_x40")],
            removable: 0, gate: 0, condition: 0),
        Case(
            testDescription: "two processes, and one never evaluated anything",
            processes: [Process(), Process(instance: "b:1", evaluated: "_x40")], removable: 0, gate: 0,
            condition: 0),
        Case(
            testDescription: "two processes, and one says otherwise",
            processes: [Process(), Process(instance: "b:1", safe: false)], removable: 0, gate: 1, condition: 1
        ),
        Case(
            testDescription: "two processes, and one is frozen",
            processes: [Process(), Process(instance: "b:1", evaluated: "0x40")], removable: 0, gate: 0,
            condition: 0),
        Case(
            testDescription: "two processes, and one is not reached, whatever it would say",
            processes: [Process(), Process(instance: "b:1", isReached: false)], removable: 0, gate: 0,
            condition: 0),
        Case(
            testDescription: "a demo beside a gate that is blocked",
            processes: [Process(instance: "d:1", isDemo: true), Process(safe: false)], removable: 0, gate: 1,
            condition: 1),
        Case(
            testDescription: "nothing but a demo", processes: [Process(isDemo: true)], removable: nil,
            gate: nil,
            condition: nil),
        Case(
            testDescription: "nobody watches", processes: [], removable: nil, gate: nil, condition: nil),
    ]

    @Test("No panel says safe of", arguments: cases)
    func shown(world: Case) throws {
        let board = try Dashboard.read("gate")
        let (job, gate) = ("job=\"gate\"", "gate=\"old_brokers\",job=\"gate\"")
        let condition = "condition=\"visibility\",job=\"gate\""
        let asked: [(panel: String, labels: String, value: Int?)] = [
            ("May the old cluster be removed?", job, world.removable), ("Gates", gate, world.gate),
            ("Gates over time", gate, world.gate), ("Conditions over time", condition, world.condition),
            ("Safe since", gate, world.isSafeSinceShown ? 5000 : nil),
        ]
        let checks = try asked.map { panel, labels, value in
            let target = try #require(board.panels.first { $0.title == panel }?.targets.first)
            let samples = value.map { "[{labels: '{\(labels)}', value: \($0)}]" } ?? "[]"
            return "      - {expr: '\(target.expanded)', eval_time: 15m, exp_samples: \(samples)}\n"
        }
        let series = world.processes.flatMap(\.series)
            .map { "      - {series: '\($0.0)', values: '\($0.1)'}\n" }
        let text = """
            rule_files: []
            tests:
              - interval: 30s
                input_series: \(series.isEmpty ? "[]" : "")
            \(series.joined())    promql_expr_test:
            \(checks.joined())
            """
        try withFolder { folder in
            try text.write(to: folder.appending(path: "panels.yml"), atomically: true, encoding: .utf8)
            let said = try Tool.promtool.run(["test", "rules", "panels.yml"], in: folder)
            #expect(said.status == 0, "\(said.said)")
        }
    }

    @Test("Where there is no word at all the panels that people decide by say so, and not in green")
    func nothing() throws {
        for panel in try Dashboard.read("gate").panels.prefix(2) {
            let defaults = panel.fieldConfig.defaults
            #expect(defaults.noValue == "NO DATA: nobody watches")
            #expect(defaults.color.mode == "thresholds", "a colour by mapping alone, grey otherwise")
            let values = defaults.mappings.flatMap(\.options.values)
            #expect(
                values.filter { $0.color == "green" }.map(\.text).allSatisfy { ["YES", "SAFE"].contains($0) })
            #expect(Set(values.map(\.color)).count == values.count && !values.isEmpty)
        }
    }
}
