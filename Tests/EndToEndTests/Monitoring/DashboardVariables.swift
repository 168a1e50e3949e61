import TestKafka

/// The values that Grafana would put in the place of a dashboard's variables when it is opened: of each, all.
struct DashboardVariables: Sendable {
    private var values: [String: String]

    /// Asks Prometheus for the values of every variable that is a query, in their order.
    ///
    /// A variable without any value is an error: its dashboard would be empty.
    init(of dashboard: Dashboard, on prometheus: PrometheusProcess) async throws {
        // Two surveys, as with the usual intervals; and the time that a picture of the last minutes shows.
        values = [
            "__rate_interval": "4s", "__interval": "1s", "__range": "2m", "__range_s": "120",
            "datasource": "prometheus",
        ]
        for variable in dashboard.templating.list where variable.type == "query" {
            let query = variable.query?.text ?? ""
            guard
                let parts = query.wholeMatch(of: /label_values\((?:(?<series>.+), *)?(?<label>\w+)\)/)?.output
            else {
                throw TestKafkaError("\(dashboard.title): $\(variable.name) asks what is not known: \(query)")
            }
            let series = filled(String(parts.series ?? "{\(parts.label)!=\"\"}"))
            let found = try await prometheus.values(ofLabel: String(parts.label), on: series)
            guard let first = found.first else {
                throw TestKafkaError("\(dashboard.title): $\(variable.name) has no value: \(query)")
            }
            let isMany = variable.multi == true || variable.includeAll == true
            values[variable.name] = isMany ? variable.allValue ?? "(\(found.joined(separator: "|")))" : first
        }
    }

    /// `$name`, `${name}` and `${name:format}` replaced; the longest name that is known wins.
    func filled(_ expression: String) -> String {
        values.sorted { $0.key.count > $1.key.count }.reduce(expression) { text, variable in
            text.replacing("$\(variable.key)", with: variable.value)
                .replacing("${\(variable.key)}", with: variable.value)
        }
    }

    /// Whether a variable is left that has no value.
    static func isLeft(in expression: String) -> Bool { expression.contains(/\$[{A-Za-z_]/) }
}
