import Quiescence

/// `/`: may I delete it, and if not, why, who and for how long? For a person in a hurry, on a phone, by day or
/// night.
///
/// Stands alone: nothing is loaded, links are relative, so that it works behind any proxy; and it works without
/// its one script, which only renews it.
struct LandingPage {
    let document: GatesDocument
    let lists: Lists
    /// The last hours; empty before the first survey.
    let figure: HTML
    /// What names must hold to be listed; empty for all.
    let match: String

    init(
        _ document: GatesDocument, lists: Lists = Lists(), figure: HTML = HTML(), match: String = ""
    ) {
        self.document = document
        self.lists = lists
        self.figure = figure
        self.match = match
    }

    /// Entries that are shown of one list; the rest is in the JSON.
    static let shown = 20

    /// Nothing is loaded or framed; style sheets and script are known by their hashes; the page may ask and send to
    /// where it came from.
    static let contentSecurityPolicy =
        "default-src 'none'; style-src 'sha256-\(Stylesheet.hash)' 'sha256-\(LandingStyle.hash)'; "
        + "script-src 'sha256-\(LandingScript.hash)'; connect-src 'self'; img-src data:; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'"

    /// The page, with a gap for the age of its evidence.
    func render() -> AgedBytes {
        var page = HTML()
        head(&page)
        page.literal("<body>")
        page.element("a", class: "skip", Attribute("href", "#main"), text: "Skip to the answer")
        top(&page)
        // Both are filled by the script alone, outside of what it replaces.
        page.element("p", class: "spoken", Attribute("id", "said"), Attribute("role", "status"))
        page.element("p", class: "alarm", Attribute("id", "lost"), Attribute("role", "alert"))
        page.literal("<main id=\"main\" tabindex=\"-1\" class=\"", expiry, "\"")
        page.literal(" data-form=\"", LandingScript.hash, LandingStyle.hash, "\"")
        if document.stale { page.literal(" data-stale") }
        page.literal(">")
        if document.demo { page.element("p", class: "alarm", text: GatesDocument.demoNotice) }
        page.element("p", class: "alarm expired", text: Self.expired)
        page.element("h1", class: "fresh", text: document.sentence)
        // The age goes between these two when the page is served.
        let before = page.cut()
        rest(&page)
        page.literal("</main>")
        page.literal("<script>", LandingScript.text, "</script></body></html>\n")
        return AgedBytes(before: before, after: page.bytes)
    }

    /// What a page says that was not renewed.
    private static let expired =
        "This page has not been renewed for too long: what it said counts no more, and no gate may be acted on. "
        + "Load it again."

    private func head(_ page: inout HTML) {
        page.literal("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        page.void(
            "meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")
        )
        // With scripts the page renews itself, and keeps what was opened, typed and read.
        page.element("noscript") { page in
            page.void(
                "meta", Attribute("http-equiv", "refresh"), Attribute("content", "\(document.refreshSeconds)")
            )
        }
        page.void("link", Attribute("rel", "icon"), Attribute("href", "data:,"))
        page.element("title", text: document.title)
        page.literal("<style>", Stylesheet.text, "</style>")
        page.literal("<style>", LandingStyle.text, "</style></head>\n")
    }

    private func top(_ page: inout HTML) {
        page.element("header", class: "top") { page in
            page.element("p", class: "brand", text: "Kafka decommission gate")
            page.element("form", Attribute("role", "search"), Attribute("method", "get")) { page in
                page.element("label", Attribute("for", "match"), text: "Topic, group or producer")
                page.void(
                    "input", Attribute("id", "match"), Attribute("name", "match"),
                    Attribute("type", "search"), Attribute("autocomplete", "off"),
                    Attribute("spellcheck", "false"), Attribute("value", match))
                page.element("button", text: "Find")
            }
        }
    }

    private func rest(_ page: inout HTML) {
        if document.stale {
            page.element("p", class: "alarm", Attribute("role", "alert"), text: document.alarm)
        } else if let obstacle = document.obstacleToAll {
            page.element(
                "p", class: "alarm", Attribute("role", "alert"),
                text: "Nothing counts: \(obstacle.detail). What to do: \(obstacle.whatToDo)")
        }
        for cluster in document.clusters {
            guard let (what, whatToDo) = cluster.obstacleInWords else { continue }
            page.element("p", class: "notice", text: "\(what). What to do: \(whatToDo)")
        }
        gates(&page)
        page.element("p", class: "notice", text: document.notice)
        if !match.isEmpty {
            page.element("p", class: "notice") { page in
                page.text("Below, only what has “\(match)” in it is listed. ")
                page.element("a", Attribute("href", "."), text: "Show all")
            }
        }
        page.append(figure)
        conditions(&page)
        groups(&page)
        producers(&page)
        exceptions(&page)
        mirror(&page)
        machines(&page)
    }

    /// Whether one of `texts` holds what is looked for.
    func matches(_ texts: String?...) -> Bool {
        match.isEmpty || texts.contains { $0?.lowercased().contains(match.lowercased()) ?? false }
    }

    /// After how long without renewal the style sheet takes back what the page said: the first of its steps that
    /// the age of a verdict and the pause between two renewals stay below.
    private var expiry: StaticString {
        switch max(document.plan.staleAfterSeconds, Double(document.refreshSeconds) + 10) {
        case ...15: "after-15"
        case ...45: "after-45"
        case ...90: "after-90"
        case ...180: "after-180"
        case ...600: "after-600"
        case ...1800: "after-1800"
        case _: "after-7200"
        }
    }
}

extension LandingPage {
    /// How old the evidence is: the part of the page that is written when it is served.
    ///
    /// - Parameter age: Nil before the first survey.
    static func age(_ age: Duration?, of document: GatesDocument) -> [UInt8] {
        var page = HTML()
        page.element("p", class: "age") { page in
            if let age, let surveyed = document.surveyedAt {
                page.element(
                    "strong", Attribute("id", "age"), Attribute("data-age", "\(age.inSeconds)"),
                    Attribute("data-survey", surveyed.description),
                    Attribute("data-limit", "\(document.plan.staleAfterSeconds)"),
                    Attribute("data-pace", "\(document.refreshSeconds)"),
                    text: "Surveyed \(Words.duration(age)) ago")
                page.text(", at \(surveyed.clock)")
            } else {
                page.element(
                    "strong", Attribute("id", "age"), Attribute("data-pace", "\(document.refreshSeconds)"),
                    text: "Not surveyed yet")
            }
            let clusters = document.clusters.map(\.glance).joined(separator: " → ")
            if !clusters.isEmpty { page.text(" · \(clusters)") }
        }
        return page.bytes
    }
}

extension GatesDocument {
    /// How often a browser asks for the page: as often as there can be something new, within reason.
    var refreshSeconds: Int { max(5, min(30, Int(max(0, min(3600, plan.intervalSeconds))))) }

    /// The page's answer in a browser's tab, and since when it is true: a tab that sleeps says so for hours.
    fileprivate var title: String {
        let states = gates.map(\.state.rawValue).joined(separator: " / ")
        let time = surveyedAt.map { " · \($0.time()) UTC" } ?? ""
        return "\(demo ? "DEMO: " : "")\(states)\(time) – Kafka decommission gate"
    }

    fileprivate var alarm: String {
        guard let surveyedAt else { return "No survey has ended yet: nothing is known." }
        let mend = obstacleToAll.map { " Look here: \($0.whatToDo)." } ?? ""
        return "STALE: the last survey ended at \(surveyedAt.clock). No gate may be acted on.\(mend)"
    }
}
