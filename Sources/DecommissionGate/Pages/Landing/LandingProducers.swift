import Quiescence

extension LandingPage {
    /// Where producers write: what is declared, and what the end offsets show.
    func producers(_ page: inout HTML) {
        page.element("section", Attribute("aria-labelledby", "producers")) { page in
            page.element("h2", Attribute("id", "producers"), text: "Producers")
            declared(&page)
            observed(&page)
        }
    }

    private func declared(_ page: inout HTML) {
        page.element("h3", text: "Declared")
        let rows = lists.producers.filter { matches($0.producer) }.sorted { $0.rank < $1.rank }
        guard !rows.isEmpty else {
            let words =
                switch document.plan.producers {
                case "observed": "None: the configuration accepts observation alone."
                case "undeclared":
                    "None, and an empty list is no answer: declare them, or accept observation alone."
                case _: nothing("declared producer")
                }
            return page.element("p", class: "faint", text: words)
        }
        let head = ["Producer", "Writes to", "Bootstrap servers"]
        table("producers-table", "Declared producers", head, rows, more: "api/v1/producers", &page) {
            row, page in
            page.element("th", Attribute("scope", "row")) { page in
                page.name(row.producer, "api/v1/producers?match=\(row.producer.percentEncoded)")
            }
            page.element("td", text: row.target?.uppercased() ?? "not known")
            page.element(
                "td", text: row.unknown.first?.detail ?? row.bootstrapServers.joined(separator: ", "))
        }
    }

    private func observed(_ page: inout HTML) {
        let sources = lists.topics.filter { $0.role == TopicRole.source.rawValue }
        guard !sources.isEmpty else { return }
        page.element("h3", text: "Observed since the survey before")
        let targets = Dictionary(grouping: sources) { $0.observedTarget }
        let parts = [
            ("old", "written on \(alias(.old)) alone"), ("both", "on both"),
            ("new", "on \(alias(.new)) alone"),
            ("idle", "not written"), (nil, "not known"),
        ].compactMap { target, words in targets[target].map { "\(grouped($0.count)) \(words)" } }
        page.element(
            "p", text: "\(counted(sources.count, "source topic")): \(parts.joined(separator: ", ")).")
        let written = sources.filter { ["old", "both"].contains($0.observedTarget) && matches($0.topic) }
        guard !written.isEmpty else { return }
        let head = ["Topic", "Written on", "Last append on \(alias(.old))"]
        table(
            "written-table", "Topics written on \(alias(.old))", head, written, more: "api/v1/topics", &page
        ) { row, page in
            page.element("th", Attribute("scope", "row")) { page in
                page.name(row.topic, "api/v1/topics?match=\(row.topic.percentEncoded)")
            }
            page.element("td", text: row.observedTarget ?? "not known")
            page.element("td", text: row.lastAppend?.clock ?? "none seen")
        }
    }
}

extension ProducerRow {
    /// Where somebody has to do something comes first.
    fileprivate var rank: Int {
        switch target {
        case nil: 0
        case "new": 2
        case _: 1
        }
    }
}
