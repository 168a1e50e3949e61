import Quiescence

/// The last hours as a picture: what was appended, and below it a strip for every gate and condition.
///
/// Each row is a drawing of its own that stretches to the width there is, with its name beside it as text:
/// letters in one large drawing cannot be read on a phone.
struct HistoryFigure {
    private let history: HistoryColumns
    private let span: Duration
    /// What each strip shows, in words.
    private let stories: [(subject: PackedStates.Subject, words: String)]

    /// Nil before the first survey.
    init?(_ history: History, _ timing: Timing) {
        guard let columns = HistoryColumns(history, timing) else { return nil }
        self.history = columns
        span = columns.width * columns.columns.count
        stories = PackedStates.Subject.allCases.map { ($0, columns.words(for: $0)) }
    }

    /// The whole figure, finished once for every survey.
    ///
    /// - Parameter old: The old cluster's alias.
    func render(old: String, new: String) -> HTML {
        var page = HTML()
        page.element("section", class: "history", Attribute("aria-labelledby", "history")) { page in
            page.element("h2", Attribute("id", "history"), text: "The last \(Words.duration(span))")
            page.element("p", class: "faint", text: introduction)
            page.element("div", class: "rows") { page in
                chart(
                    "Sources", "appended on \(old)", \.source, history.words(for: \.source, unseen: \.source),
                    &page)
                chart(
                    "Mirrors", "appended on \(new)", \.mirror, history.words(for: \.mirror, unseen: \.mirror),
                    &page)
                for story in stories { strip(story.subject, story.words, &page) }
                axis(&page)
            }
            legend(&page)
            for gap in history.gaps.prefix(3) {
                page.element("p", class: "notice", text: history.words(for: gap))
            }
            words(&page)
        }
        return page
    }

    private var introduction: String {
        "Up to \(Timestamp(history.time(of: history.columns.count)).clock), in columns of "
            + "\(Words.duration(history.width)); each shows the worst that was seen in it."
    }

    private func row(
        _ name: String, _ note: String?, _ shape: StaticString, _ page: inout HTML, height: Int,
        summary: String, content: (inout HTML) -> Void
    ) {
        page.element("div", class: shape) { page in
            page.element("div", class: "label") { page in
                page.element("span", class: "name", text: name)
                if let note { page.element("span", class: "faint", text: " \(note)") }
            }
            let box = "0 0 \(history.columns.count) \(height)"
            page.element(
                "svg", Attribute("role", "img"), Attribute("viewBox", box),
                Attribute("preserveAspectRatio", "none")
            ) { page in
                page.element("title", text: "\(name): \(summary)")
                path("seen", StripPath.seen(history.columns.map(\.isSeen), height), &page)
                content(&page)
            }
        }
    }

    private func strip(_ subject: PackedStates.Subject, _ words: String, _ page: inout HTML) {
        let shape: StaticString =
            switch subject {
            case .gate: "row strip of-gate"
            case .condition: "row strip"
            }
        row(subject.name, nil, shape, &page, height: StripPath.height, summary: words) { page in
            let states = history.columns.map { $0.states[subject] }
            for state in StripState.allCases {
                path(state.style, StripPath(of: state, in: states).data, &page)
            }
        }
    }

    private func chart(
        _ name: String, _ note: String, _ advance: KeyPath<HistoryColumns.Column, Advance>,
        _ words: String, _ page: inout HTML
    ) {
        let columns = history.columns
        let most = columns.map { $0[keyPath: advance].count }.max() ?? 0
        let decades = BarScale.decades(most) + 1
        let height = BarScale.least + decades * BarScale.decade
        let peak = most > 0 ? ", peak \(grouped(Int(most))) in \(Words.duration(history.width))" : ""
        row(name, note + peak, "row chart", &page, height: height, summary: "\(note): \(words)") { page in
            var (bars, still, unread, grid) = (StripPath(), StripPath(), StripPath(), StripPath())
            for decade in 0..<decades {
                let above = BarScale.least + decade * BarScale.decade
                grid.add(0, width: columns.count, top: height - above, height: 0)
            }
            for (place, column) in columns.enumerated() where column.isSeen {
                let value = column[keyPath: advance]
                let tall = BarScale.height(value.count)
                if tall > 0 {
                    bars.add(place, width: 1, top: height - tall, height: tall)
                } else if value.isExact {
                    still.add(place, width: 1, top: height - 1, height: 1)
                }
                if !value.isExact { unread.add(place, width: 1, top: 0, height: 3) }
            }
            path("grid", grid.data, &page)
            path("still", still.data, &page)
            path("bars", bars.data, &page)
            path("unread", unread.data, &page)
        }
    }

    private func path(_ style: StaticString, _ data: String, _ page: inout HTML) {
        guard !data.isEmpty else { return }
        page.element("path", class: style, Attribute("d", data))
    }

    private func axis(_ page: inout HTML) {
        page.element("div", class: "row axis", Attribute("aria-hidden", "true")) { page in
            page.element("div", class: "label", text: "UTC")
            page.element("div", class: "ticks") { page in
                let count = history.columns.count
                for quarter in 0...4 {
                    page.element("span", text: history.clock(history.time(of: count * quarter / 4)))
                }
            }
        }
    }

    private func legend(_ page: inout HTML) {
        page.element("ul", class: "legend", Attribute("aria-hidden", "true")) { page in
            let entries: [(StripState, String)] = [
                (.bad, "fails, blocked"), (.unknown, "unknown"), (.observing, "observing"),
                (.good, "holds, safe"),
            ]
            for (state, words) in entries {
                page.element("li") { page in
                    sample(&page) { path(state.style, StripPath(of: state, in: [state, state]).data, &$0) }
                    page.text(words)
                }
            }
            page.element("li") { page in
                sample(isSeen: false, &page) { _ in }
                page.text("no survey: nothing is known")
            }
            page.element("li") { page in
                sample(&page) { page in
                    var mark = StripPath()
                    mark.add(0, width: 2, top: 0, height: 3)
                    path("unread", mark.data, &page)
                }
                page.text("not all of it is known")
            }
            page.element("li", text: "Bars grow with each power of ten.")
        }
    }

    private func sample(isSeen: Bool = true, _ page: inout HTML, content: (inout HTML) -> Void) {
        page.element(
            "svg", Attribute("viewBox", "0 0 2 \(StripPath.height)"), Attribute("preserveAspectRatio", "none")
        ) { page in
            path("seen", StripPath.seen([isSeen, isSeen], StripPath.height), &page)
            content(&page)
        }
    }

    private func words(_ page: inout HTML) {
        page.element("details", Attribute("id", "history-words")) { page in
            page.element("summary", text: "The same in words")
            page.element("dl") { page in
                page.element("dt", text: "Sources")
                page.element("dd", text: history.words(for: \.source, unseen: \.source))
                page.element("dt", text: "Mirrors")
                page.element("dd", text: history.words(for: \.mirror, unseen: \.mirror))
                for story in stories {
                    page.element("dt", text: story.subject.name)
                    page.element("dd", text: story.words)
                }
            }
        }
    }
}

extension StripState {
    /// Its class in the style sheet.
    fileprivate var style: StaticString {
        switch self {
        case .nothing: "nothing"
        case .good: "good"
        case .observing: "observing"
        case .unknown: "unknown"
        case .bad: "bad"
        }
    }
}

extension StripPath {
    /// The ground of columns in which somebody looked, over the whole height; it is hatched everywhere else.
    fileprivate static func seen(_ seen: [Bool], _ height: Int) -> String {
        var path = StripPath()
        for run in runs(of: true, in: seen) {
            path.add(run.lowerBound, width: run.count, top: 0, height: height)
        }
        return path.data
    }
}
