/// What the service exports, by its reference and its golden page: tests beside those hold both to the program.
struct ExportedMetrics {
    /// Labels by the name of the metric.
    let labels: [String: Set<String>]
    /// `state="safe"`, as they stand on the page.
    private let pairs: Set<String>

    init() throws {
        let rows = try Repository.text("docs/metrics.md").matches(
            of: /(?m)^\| `([a-z_]+)` \| (?:gauge|counter) \| ([a-z_, –]+) \|/)
        labels = Dictionary(
            uniqueKeysWithValues: rows.map { row in
                let labels = row.output.2.split { $0 == "," || $0 == " " || $0 == "–" }.map(String.init)
                return (String(row.output.1), Set(labels))
            })
        let page = try Repository.text("Tests/DecommissionGateTests/Golden/metrics.txt")
        pairs = Set(page.matches(of: /[a-z_]+="[^"]*"/).map { String($0.output) })
    }

    /// What a selector asks for that no page of ours could hold.
    func complaints(_ selector: Selector) -> [String] {
        // Prometheus writes it itself, for every target.
        if selector.metric == "up" { return [] }
        guard let known = labels[selector.metric] else { return ["there is no \(selector.metric)"] }
        return selector.matchers.filter { !["job", "instance"].contains($0.label) }.flatMap { matcher in
            guard known.contains(matcher.label) else {
                return ["\(selector.metric) has no label \(matcher.label)"]
            }
            // A cluster may call itself anything.
            if matcher.label == "cluster_id" { return [] }
            return matcher.value.split(separator: "|").map { "\(matcher.label)=\"\($0)\"" }
                .filter { !pairs.contains($0) }.map { "\(selector.metric): no series has \($0)" }
        }
    }
}
