import Quiescence

extension LandingPage {
    /// Why, and who: what fails first, opened; what holds, shut.
    func conditions(_ page: inout HTML) {
        page.element("section", Attribute("aria-labelledby", "why")) { page in
            page.element(
                "h2", Attribute("id", "why"), text: document.stale ? "What was seen last" : "Why")
            let names = Names(lists)
            for condition in document.conditions { section(condition, names, &page) }
            page.element("p", class: "links") { $0.link("api/v1/gates", text: "All as JSON") }
        }
    }

    private func section(_ condition: ConditionDocument, _ names: Names, _ page: inout HTML) {
        let offenders = condition.offenders.filter { matches($0.subject, $0.detail) }
        let doubts = document.folded(condition.doubts.filter { matches($0.subject, $0.detail) })
        let isOpen = (condition.state != .holds || !match.isEmpty) && !(offenders.isEmpty && doubts.isEmpty)
        let id = Attribute("id", "condition-\(condition.condition.rawValue)")
        page.details(condition.state.style, id, isOpen: isOpen) { page in
            page.element("summary") { page in
                page.element("h3") { page in
                    page.element("span", class: "word", text: condition.state.rawValue)
                    page.element("span", text: condition.condition.rawValue)
                }
                page.element("span", class: "faint", text: condition.glance)
            }
            let unlisted = match.isEmpty ? condition.offendersUnlisted : 0
            list(offenders, total: offenders.count + unlisted, &page) { offender, page in
                page.name(offender.subject, names.path(to: offender.subject))
                page.text(" \(offender.detail)")
                if let since = offender.since { page.text(", since \(since.clock)") }
            }
            let unlistedDoubts = match.isEmpty ? condition.doubtsUnlisted : 0
            list(doubts, total: doubts.count + unlistedDoubts, &page) { doubt, page in
                page.name(doubt.subjects, names.path(to: doubt.subject))
                page.text(" \(doubt.detail)")
                if let since = doubt.since { page.text(", since \(since.clock)") }
                guard let whatToDo = doubt.whatToDo else { return }
                page.element("span", class: "mend", text: "What to do: \(whatToDo)")
            }
            list(condition.waivers, total: condition.waivers.count, &page) { $1.text($0.line) }
            list(condition.notes, total: condition.notesTotal, &page) { $1.text($0) }
            if offenders.isEmpty, doubts.isEmpty, condition.waivers.isEmpty, condition.notes.isEmpty {
                page.element("p", class: "faint", text: "Nothing to tell.")
            }
            // Only the first are kept by name: then nobody may take an empty list for the answer.
            if !match.isEmpty, condition.offendersUnlisted + condition.doubtsUnlisted > 0 {
                page.element(
                    "p", class: "faint", text: "Looked for among the first \(grouped(Press.listed)) alone.")
            }
        }
    }
}

extension LandingPage {
    /// What is known by name, to find where a finding's subject leads.
    private struct Names {
        private let topics: Set<String>
        private let groups: Set<String>
        private let producers: Set<String>

        init(_ lists: Lists) {
            topics = Set(lists.topics.map(\.topic))
            groups = Set(lists.groups.map(\.group))
            producers = Set(lists.producers.map(\.producer))
        }

        /// The JSON that says more about a subject: `orders`, `orders-0`, `billing`, `billing: orders-0`.
        func path(to subject: String) -> String {
            for name in [subject, subject.beforeNumber, subject.before(": "), subject.after("group ")] {
                guard let name else { continue }
                let query = "?match=\(name.percentEncoded)"
                if topics.contains(name) { return "api/v1/topics\(query)" }
                if groups.contains(name) { return "api/v1/groups\(query)" }
                if producers.contains(name) { return "api/v1/producers\(query)" }
            }
            return "api/v1/gates"
        }
    }
}

extension String {
    /// A partition's topic: `orders` of `orders-0`.
    fileprivate var beforeNumber: String? {
        guard let dash = lastIndex(of: "-"), self[index(after: dash)...].allSatisfy(\.isASCIIDigit) else {
            return nil
        }
        return String(self[..<dash])
    }

    fileprivate func before(_ mark: String) -> String? {
        firstRange(of: mark).map { String(self[..<$0.lowerBound]) }
    }

    fileprivate func after(_ start: String) -> String? {
        hasPrefix(start) ? String(dropFirst(start.count)) : nil
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}

extension HTML {
    /// Details that say whether they came open: the script then tells what a person opened or shut.
    mutating func details(
        _ style: StaticString, _ id: Attribute, isOpen: Bool, content: (inout HTML) -> Void
    ) {
        if isOpen {
            element(
                "details", class: style, id, Attribute("open", ""), Attribute("data-open", ""),
                content: content)
        } else {
            element("details", class: style, id, content: content)
        }
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

extension ConditionState {
    fileprivate var style: StaticString {
        switch self {
        case .holds: "condition holds"
        case .fails: "condition fails"
        case .unknown: "condition unknown"
        }
    }
}
