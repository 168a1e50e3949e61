import Quiescence

/// `/`: may I delete it, and if not, why? For a person in a hurry, on a phone, by day or night.
///
/// Stands alone: no script, no picture, no font, relative links, so that it works behind any proxy.
enum LandingPage {
    /// Offenders and doubts that are shown of one condition; the rest is in the JSON.
    private static let shown = 20

    /// Nothing is loaded, sent or framed; the one style sheet is known by its hash.
    static let contentSecurityPolicy = "\(policyInPage); frame-ancestors 'none'"

    /// As far as a page may say it of itself.
    static let policyInPage =
        "default-src 'none'; style-src 'sha256-\(Stylesheet.hash)'; img-src data:; base-uri 'none'; "
        + "form-action 'none'"

    /// The page, with a gap for the age of its evidence.
    static func render(_ document: GatesDocument) -> AgedBytes {
        var page = HTML()
        head(document, &page)
        page.literal("<body>")
        page.element("header") { page in
            page.element("h1", text: "Kafka decommission gate")
            page.element("p", class: "faint", text: document.clusterGlance)
        }
        if document.demo {
            page.element("p", class: "alarm", text: GatesDocument.demoNotice)
        }
        // The age goes between these two lines when the page is served.
        page.literal("<p class=\"faint\">Surveyed ")
        let before = page.cut()
        page.literal("</p>")
        body(document, &page)
        page.literal("</body></html>\n")
        return AgedBytes(before: before, after: page.bytes)
    }

    private static func head(_ document: GatesDocument, _ page: inout HTML) {
        page.literal("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        page.void(
            "meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")
        )
        // A demo has a new verdict every second.
        let pause = document.demo ? "5" : "30"
        page.void("meta", Attribute("http-equiv", "refresh"), Attribute("content", pause))
        page.void("link", Attribute("rel", "icon"), Attribute("href", "data:,"))
        page.element("title", text: "\(document.answer) – Kafka decommission gate")
        page.literal("<style>", Stylesheet.text, "</style></head>\n")
    }

    private static func body(_ document: GatesDocument, _ page: inout HTML) {
        page.element("main") { page in
            if let surveyed = document.surveyedAt {
                page.element("p", class: "faint", text: "Evidence of \(surveyed.description)")
            }
            if document.stale {
                page.element("p", class: "alarm", Attribute("role", "alert"), text: document.alarm)
            }
            for cluster in document.clusters {
                guard let (what, whatToDo) = cluster.obstacleInWords else { continue }
                page.element("p", class: "notice", text: "\(what). What to do: \(whatToDo)")
            }
            page.element("div", class: "gates") { page in
                for (index, gate) in document.gates.enumerated() {
                    card(gate, number: index + 1, document, &page)
                }
            }
            page.element("p", class: "notice", text: document.notice)
            page.element("h2", text: document.stale ? "What was seen last" : "Why")
            for condition in document.conditions { section(condition, document, &page) }
            mirror(document.mirror, &page)
            rules(document.plan, &page)
        }
        footer(&page)
    }

    /// - Parameter number: Its place in the order of removal, from 1.
    private static func card(
        _ gate: GateDocument, number: Int, _ document: GatesDocument, _ page: inout HTML
    ) {
        page.element("section", class: gate.state.style) { page in
            page.element("h3", text: "\(number). \(gate.gate.rawValue)")
            page.element("p", class: "faint", text: "May I \(gate.allows)?")
            page.element("p", class: "state", text: gate.state.rawValue)
            page.element("p", text: gate.glance(in: document))
            if !document.stale {
                let reasons = document.reasons(among: gate.failing + gate.unknown)
                list(reasons, total: reasons.count, &page) { $1.text($0) }
            }
            switch gate.state {
            case .safe:
                let window = Words.duration(seconds: gate.windowSeconds)
                page.element("p", text: "All its conditions have held for the whole window of \(window).")
            case .blocked:
                if let outlook = gate.outlook(afterMending: GateDocument.obstacle(of: [gate])) {
                    page.element("p", text: "Earliest \(outlook.words).")
                }
            case .observing, .unknown: break
            }
        }
    }

    private static func section(
        _ condition: ConditionDocument, _ document: GatesDocument, _ page: inout HTML
    ) {
        page.element("section", class: condition.state.style) { page in
            page.element("h3") { page in
                page.element("span", class: "word", text: condition.state.rawValue)
                page.text(" \(condition.condition.rawValue)")
            }
            page.element("p", class: "faint", text: condition.glance)
            list(condition.offenders, total: condition.offendersTotal, &page) { offender, page in
                page.element("code", text: offender.subject)
                page.text(" \(offender.detail)")
                if let since = offender.since { page.text(", since \(since.clock)") }
            }
            let doubts = document.folded(condition.doubts)
            list(doubts, total: doubts.count + condition.doubtsUnlisted, &page) { $1.doubt($0) }
            list(condition.waivers, total: condition.waivers.count, &page) { $1.text($0.line) }
            list(condition.notes, total: condition.notesTotal, &page) { $1.text($0) }
        }
    }

    private static func list<Entry>(
        _ entries: [Entry], total: Int, _ page: inout HTML, entry: (Entry, inout HTML) -> Void
    ) {
        guard !entries.isEmpty else { return }
        page.element("ul") { page in
            for item in entries.prefix(shown) { page.element("li") { entry(item, &$0) } }
            if total > shown { page.element("li", text: "and \(grouped(total - shown)) more") }
        }
    }

    /// What MirrorMaker says of itself; what contradicts it stands above, as a doubt.
    private static func mirror(_ mirror: MirrorDocument, _ page: inout HTML) {
        page.element("h2", text: "MirrorMaker, by its own word")
        if let obstacle = mirror.obstacle {
            page.element(
                "p", class: "faint", text: "Not read: \(obstacle.detail). What to do: \(obstacle.whatToDo)")
        }
        list(mirror.connectors, total: mirror.connectors.count, &page) { connector, page in
            page.element("code", text: connector.name)
            page.text(" \(connector.inWords)")
        }
        let said = mirror.settings.filter { $0.found != nil }
        list(said, total: said.count, &page) { setting, page in
            page.element("code", text: setting.setting)
            page.text(" \(setting.found ?? "")" + (setting.inForce.map { ", in force here: \($0)" } ?? ""))
        }
    }

    private static func rules(_ plan: PlanDocument, _ page: inout HTML) {
        guard !plan.rules.isEmpty else { return }
        page.element("h2", text: "Left out or taken on somebody's word")
        list(plan.rules, total: plan.rules.count, &page) { rule, page in
            page.element("code", text: rule.name ?? rule.pattern ?? "")
            page.text(" \(rule.rule): \(rule.reason)")
        }
    }

    private static func footer(_ page: inout HTML) {
        page.element("footer", class: "faint") { page in
            page.element("h2", text: "For machines")
            page.element("ul") { page in
                for path in ["metrics", "api/v1/gates", "api/v1/groups", "api/v1/topics", "api/v1/producers"]
                {
                    page.element("li") { $0.element("a", Attribute("href", path), text: path) }
                }
            }
        }
    }
}

extension HTML {
    /// What could not be judged, why, and what to do.
    fileprivate mutating func doubt(_ doubt: FoldedDoubt) {
        element("code", text: doubt.subjects)
        text(" \(doubt.detail)")
        if let since = doubt.since { text(", since \(since.clock)") }
        guard let whatToDo = doubt.whatToDo else { return }
        void("br")
        text("What to do: \(whatToDo)")
    }
}

extension GatesDocument {
    /// The page's answer in a browser's tab.
    fileprivate var answer: String {
        (demo ? "DEMO: " : "") + gates.map(\.state.rawValue).joined(separator: " / ")
    }

    fileprivate var clusterGlance: String {
        clusters.map(\.glance).joined(separator: " → ")
    }

    fileprivate var alarm: String {
        guard let surveyedAt else { return "No survey has ended yet: nothing is known." }
        let mend = conditions.first?.cause.map { " Look here: \($0.whatToDo)." } ?? ""
        return "STALE: the last survey ended at \(surveyedAt.clock). No gate may be acted on.\(mend)"
    }
}

extension ConditionDocument {
    /// What was looked at, and for how long it has held.
    fileprivate var glance: String {
        switch state {
        case .holds: "\(summary) · held for \(Words.duration(seconds: observedSeconds))"
        case .fails, .unknown: summary
        }
    }
}

extension GateStateName {
    fileprivate var style: StaticString {
        switch self {
        case .unknown: "gate unknown"
        case .blocked: "gate blocked"
        case .observing: "gate observing"
        case .safe: "gate safe"
        }
    }
}

extension ConditionState {
    fileprivate var style: StaticString {
        switch self {
        case .holds: "condition holds"
        case .fails: "condition fails"
        case .unknown: "condition unknown"
        }
    }
}
