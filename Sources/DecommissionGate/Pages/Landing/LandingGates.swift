import Quiescence

extension LandingPage {
    /// The three gates, each with its state as a word, a colour and a shape.
    func gates(_ page: inout HTML) {
        page.element("section", class: "fresh", Attribute("aria-labelledby", "gates")) { page in
            page.element("h2", class: "spoken", Attribute("id", "gates"), text: "Gates")
            page.element("ol", class: "gates") { page in
                for (index, gate) in document.gates.enumerated() {
                    page.element("li", class: gate.state.style) { card(gate, number: index + 1, &$0) }
                }
            }
        }
    }

    /// - Parameter number: Its place in the order of removal, from 1.
    private func card(_ gate: GateDocument, number: Int, _ page: inout HTML) {
        page.element("div", class: "band") { page in
            page.element("h3", text: "\(number). \(gate.gate.rawValue)")
            page.element("p", class: "state") { page in
                page.element(
                    "svg", Attribute("viewBox", "0 0 24 24"), Attribute("aria-hidden", "true"),
                    content: gate.state.draw)
                page.element("span", text: gate.state.rawValue)
            }
        }
        page.element("p", class: "faint", text: "May I \(gate.allows)?")
        time(gate, &page)
        if let earlier = document.gates.prefix(number - 1).first(where: { !$0.safe }), gate.safe {
            page.element(
                "p", class: "notice",
                text: "Its turn comes after \(earlier.gate.rawValue), which is \(earlier.state.rawValue).")
        }
        page.element("p", class: "links") { page in
            page.link("api/v1/gates/\(gate.gate.rawValue)", text: "JSON")
            page.text(" · ")
            page.link("api/v1/gates/\(gate.gate.rawValue)/report?format=html", text: "report")
        }
    }

    /// How long still, as a duration and as a time of the clock.
    private func time(_ gate: GateDocument, _ page: inout HTML) {
        let window = Words.duration(seconds: gate.windowSeconds)
        switch gate.state {
        case .safe:
            page.element("p", class: "left", text: "since \(gate.safeSince?.clock ?? "this survey")")
            let span =
                gate.afterShortWindow.isEmpty ? " for the whole window of \(window)" : gate.afterShortWindow
            page.element("p", text: "All its conditions have held\(span).")
        case .observing:
            let left = gate.remainingSeconds.map { "\(Words.duration(seconds: $0)) left" } ?? "time not known"
            page.element("p", class: "left", text: left)
            if let earliest = gate.earliestSafeAt {
                page.element("p", text: "Earliest \(earliest.clock), if nothing moves from now on.")
            }
            progress(gate, window, &page)
        case .blocked:
            page.element("p", class: "left", text: gate.glance(in: document))
            reasons(gate, &page)
            if let outlook = gate.outlook(afterMending: GateDocument.obstacle(of: [gate])) {
                page.element("p", text: "Earliest \(outlook.words).")
            }
            progress(gate, window, &page)
        case .unknown:
            page.element("p", class: "left", text: gate.glance(in: document))
            reasons(gate, &page)
            page.element("p", text: "Not knowing keeps it shut, and nobody can tell for how long.")
        }
    }

    /// What stands in its way; of a stale page that stands above already.
    private func reasons(_ gate: GateDocument, _ page: inout HTML) {
        guard !document.stale else { return }
        let reasons = document.reasons(among: gate.failing + gate.unknown)
        list(reasons, total: reasons.count, most: 5, &page) { $1.text($0) }
    }

    private func progress(_ gate: GateDocument, _ window: String, _ page: inout HTML) {
        let observed = "\(Words.duration(seconds: gate.observedSeconds)) of \(window) observed"
        page.element(
            "progress", Attribute("max", "\(gate.windowSeconds)"),
            Attribute("value", "\(gate.observedSeconds)"), Attribute("aria-label", observed))
        page.element("p", class: "faint", text: observed)
    }
}

extension GatesDocument {
    /// May it be deleted? In one sentence, which counts a gate only when those before it are open.
    var sentence: String {
        let open = gates.prefix { $0.safe }
        let answer: String
        switch open.count {
        case _ where stale: answer = "Not known: no survey counts"
        case gates.count: answer = "Yes: MirrorMaker 2, then the mirror topics, then the old brokers may go"
        case 0:
            answer =
                gates.contains { $0.state == .unknown && $0.failing.isEmpty }
                ? "Not known: nothing may be removed" : "No: nothing may be removed yet"
        case _:
            let names = open.map(\.gate.noun).joined(separator: " and ")
            let rest = gates.dropFirst(open.count).map(\.gate.noun).joined(separator: " and ")
            answer = "In part: \(names) may go, \(rest) must stay"
        }
        return (demo ? "DEMO: " : "") + answer
    }
}

extension Gate {
    fileprivate var noun: String {
        switch self {
        case .mirrorMaker: "MirrorMaker 2"
        case .mirrorTopics: "the mirror topics"
        case .oldBrokers: "the old brokers"
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

    /// A shape for each, so that nobody needs the colour.
    fileprivate func draw(_ page: inout HTML) {
        let path: String =
            switch self {
            case .safe: "M12 2a10 10 0 1 0 .01 0zM7 12.5l3.5 3.5 6.5-7.5"
            case .blocked: "M8 2h8l6 6v8l-6 6h-8l-6-6v-8zM7 12h10"
            case .observing: "M12 2a10 10 0 1 0 .01 0zM12 6.5v5.5l4 2.5"
            case .unknown:
                "M12 1.5l10.5 10.5-10.5 10.5-10.5-10.5zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3q-1 .5-1 1.9M12 16.6v.4"
            }
        page.element("path", Attribute("d", path))
    }
}
