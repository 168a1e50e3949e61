import Quiescence

extension LandingPage {
    /// The first entries, and how many more there are.
    func list<Entry>(
        _ entries: [Entry], total: Int, most: Int = shown, _ page: inout HTML,
        entry: (Entry, inout HTML) -> Void
    ) {
        guard !entries.isEmpty else { return }
        page.element("ul") { page in
            for item in entries.prefix(most) { page.element("li") { entry(item, &$0) } }
            if total > most { page.element("li", text: "and \(grouped(total - most)) more") }
        }
    }

    /// A table in a box of its own, which scrolls where the screen is narrower.
    ///
    /// - Parameter more: Where all of it is, as JSON.
    func table<Row>(
        _ id: StaticString, _ caption: String, _ head: [String], _ rows: [Row], more: String,
        _ page: inout HTML, cells: (Row, inout HTML) -> Void
    ) {
        let total = rows.count
        page.element(
            "div", class: "box", Attribute("id", id.description), Attribute("tabindex", "0"),
            Attribute("role", "region"), Attribute("aria-label", caption)
        ) { page in
            page.element("table") { page in
                page.element("thead") { page in
                    page.element("tr") { page in
                        for name in head { page.element("th", Attribute("scope", "col"), text: name) }
                    }
                }
                page.element("tbody") { page in
                    for row in rows.prefix(Self.shown) { page.element("tr") { cells(row, &$0) } }
                }
            }
        }
        page.element("p", class: "links") { page in
            if total > Self.shown { page.text("\(grouped(Self.shown)) of \(grouped(total)) are shown. ") }
            page.link(more + query, text: "All as JSON")
        }
    }

    /// What is looked for, for a link.
    var query: String { match.isEmpty ? "" : "?match=\(match.percentEncoded)" }

    func machines(_ page: inout HTML) {
        page.element("footer", class: "faint") { page in
            page.element("h2", text: "For machines")
            page.element("ul", class: "links") { page in
                for path in [
                    "metrics", "api/v1/gates", "api/v1/groups", "api/v1/topics", "api/v1/producers",
                    "api/v1/lost",
                ] {
                    page.element("li") { $0.link(path, text: path) }
                }
            }
        }
    }
}

extension HTML {
    /// A link to a path below the page's own.
    mutating func link(_ path: String, text: String) {
        element("a", Attribute("href", path), text: text)
    }

    /// A name that leads to what is known of it.
    mutating func name(_ name: String, _ path: String) {
        element("a", Attribute("href", path)) { $0.element("code", text: name) }
    }
}
