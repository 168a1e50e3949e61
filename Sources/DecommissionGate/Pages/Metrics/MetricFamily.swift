/// One family of the metrics contract: its name, what it means, and which labels its series carry.
struct MetricFamily: Sendable, Equatable {
    /// The two types that this service needs.
    enum Kind: String, Sendable {
        case gauge
        case counter
    }

    /// As it stands before the labels of each series, in both formats.
    let name: String
    let kind: Kind
    let labels: [String]
    let help: String

    static func gauge(_ name: String, _ labels: String..., help: String) -> MetricFamily {
        MetricFamily(name: name, kind: .gauge, labels: labels, help: help)
    }

    static func counter(_ name: String, _ labels: String..., help: String) -> MetricFamily {
        MetricFamily(name: name, kind: .counter, labels: labels, help: help)
    }

    /// What stands above its series.
    func header(_ format: MetricsFormat) -> String {
        switch format {
        case .text:
            return "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        case .openMetrics:
            let family = openMetricsName
            let unit = unit.map { "# UNIT \(family) \($0)\n" } ?? ""
            return "# TYPE \(family) \(kind.rawValue)\n\(unit)# HELP \(family) \(help)\n"
        }
    }

    /// OpenMetrics names a counter's family without the ending that its series carry.
    private var openMetricsName: Substring {
        kind == .counter && name.hasSuffix("_total") ? name.dropLast("_total".count) : Substring(name)
    }

    /// The unit that the name ends with; OpenMetrics wants it said.
    private var unit: String? {
        ["seconds", "bytes"].first { openMetricsName.hasSuffix("_\($0)") }
    }
}
