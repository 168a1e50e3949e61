import Quiescence

/// What `survey` and `status` print: one glance, made from the document alone, so that an answer of a
/// running service shows as one that was made here.
public struct StatusText {
    /// Offenders and doubts that are shown of one condition.
    private static let shown = 20
    /// Where running text is broken; lines about a subject stay whole, for grep.
    private static let columns = 98
    /// Two spaces more than the longest name of a condition.
    private static let nameColumn = 2 + (Condition.allCases.map(\.rawValue.count).max() ?? 0)

    private let document: GatesDocument
    private let colour: Bool
    private var lines: [String] = []

    /// The text, with a newline at its end; with escape sequences for colour only where asked.
    public static func render(_ document: GatesDocument, colour: Bool) -> String {
        var text = StatusText(document: document, colour: colour)
        text.headline()
        text.gates()
        text.conditions()
        text.mirror()
        text.closing()
        return text.lines.joined(separator: "\n") + "\n"
    }

    private init(document: GatesDocument, colour: Bool) {
        self.document = document
        self.colour = colour
    }

    private mutating func headline() {
        let clusters = document.clusters.map(\.glance).joined(separator: " -> ")
        let parts = ["Kafka decommission gate", clusters, document.ageInWords]
        lines.append(parts.filter { !$0.isEmpty }.joined(separator: "      "))
        if document.demo {
            lines.append("")
            lines += GatesDocument.demoNotice.wrapped(to: Self.columns).map { painted("  \($0)", .yellow) }
        }
        let obstacle = document.obstacleToAll
        if document.stale || obstacle != nil {
            let cause = obstacle.map { ": \($0.detail); \($0.whatToDo)" } ?? ""
            let word = document.stale && document.surveyedAt != nil ? "STALE" : "UNKNOWN"
            lines.append("")
            lines += "\(word)\(cause.onOneLine)".wrapped(to: Self.columns).map { painted("  \($0)", .red) }
        }
        let obstacles = document.clusters.compactMap(\.obstacleInWords)
        if !obstacles.isEmpty { lines.append("") }
        for (what, whatToDo) in obstacles {
            lines += [painted("  \(what)", .magenta), "    -> \(whatToDo)"]
        }
        lines.append("")
    }

    private mutating func gates() {
        for gate in document.gates {
            let name = gate.gate.rawValue.padded(to: 16)
            let state = painted(gate.state.rawValue.uppercased().padded(to: 11), gate.state.colour)
            lines.append("  \(name)\(state)\(gate.glance(in: document))")
        }
        lines.append("")
    }

    private mutating func conditions() {
        for condition in document.conditions {
            let state = painted(
                condition.state.rawValue.uppercased().padded(to: 9), condition.state.colour)
            let line = condition.condition.rawValue.padded(to: Self.nameColumn) + condition.summary.onOneLine
            lines.append("  \(state)\(line)")
            list(
                condition.offenders.map { Entry($0.subject, $0.detail + document.lasting($0.since)) },
                unlisted: condition.offendersUnlisted)
            list(
                document.folded(condition.doubts).map {
                    Entry($0.subjects, $0.detail + document.lasting($0.since), mend: $0.whatToDo)
                }, unlisted: condition.doubtsUnlisted)
            list(condition.waivers.map { Entry("waived:", $0.line) }, unlisted: 0)
            list(condition.notes.map { Entry("note:", $0) }, unlisted: condition.notesUnlisted)
        }
        lines.append("")
    }

    /// Subjects in one column, so that the eye finds them.
    ///
    /// - Parameter unlisted: How many more there are that the document does not list.
    private mutating func list(_ entries: [Entry], unlisted: Int) {
        let indent = String(repeating: " ", count: 11)
        let shown = entries.prefix(Self.shown)
        let width = min(40, shown.map(\.subject.count).max() ?? 0)
        for (index, entry) in shown.enumerated() {
            lines.append("\(indent)\(entry.subject.padded(to: width))  \(entry.detail)")
            // Twenty doubts of one kind have one mend; it is said after the last of them.
            if let mend = entry.mend, mend != shown.dropFirst(index + 1).first?.mend {
                lines.append("\(indent)  -> \(mend)")
            }
        }
        let others = entries.count - shown.count + unlisted
        if others > 0 { lines.append("\(indent)and \(grouped(others)) more") }
    }

    private mutating func mirror() {
        guard document.surveyedAt != nil else { return }
        lines += MirrorLines.lines(document.mirror)
        lines.append("")
    }

    private mutating func closing() {
        if let outlook = document.outlook { lines.append("  Earliest safe: \(outlook).") }
        lines += document.notice.wrapped(to: Self.columns).map { "  \($0)" }
    }

    private func painted(_ text: String, _ ink: Ink) -> String {
        colour ? "\u{1b}[\(ink.rawValue)m\(text)\u{1b}[0m" : text
    }
}

/// One line under a condition.
private struct Entry {
    let subject: String
    let detail: String
    /// What to do about it.
    let mend: String?

    init(_ subject: String, _ detail: String, mend: String? = nil) {
        self.subject = subject.onOneLine
        self.detail = detail.onOneLine
        self.mend = mend.map(\.onOneLine)
    }
}

/// Colours of a terminal.
private enum Ink: String {
    case red = "1;31"
    case green = "1;32"
    case yellow = "1;33"
    case magenta = "1;35"
}

extension GateStateName {
    fileprivate var colour: Ink {
        switch self {
        case .unknown: .magenta
        case .blocked: .red
        case .observing: .yellow
        case .safe: .green
        }
    }
}

extension ConditionState {
    fileprivate var colour: Ink {
        switch self {
        case .fails: .red
        case .unknown: .magenta
        case .holds: .green
        }
    }
}

extension ClusterDocument {
    /// `OLD 3 brokers, 812 topics`.
    var glance: String {
        let figures = [brokers.map { counted($0, "broker") }, topics.map { counted($0, "topic") }]
        let known = figures.compactMap(\.self)
        return alias.onOneLine + " " + (known.isEmpty ? "(not read)" : known.joined(separator: ", "))
    }
}

extension GatesDocument {
    /// What a reader of a demo's verdict must know, in words that stand wherever it is shown.
    static let demoNotice = "DEMO: two clusters inside the demo's own process, and none of yours."

    /// How old the evidence is.
    var ageInWords: String {
        guard surveyedAt != nil else { return "not surveyed yet" }
        guard let surveyAgeSeconds else { return "" }
        return "surveyed \(Words.duration(seconds: surveyAgeSeconds)) ago"
    }

    /// When the last gate opens; nil while all are open, and where it cannot be told of one.
    fileprivate var outlook: String? {
        let shut = gates.filter { $0.state != .safe }
        let obstacle = GateDocument.obstacle(of: shut)
        let waits = shut.compactMap { $0.outlook(afterMending: obstacle) }
        guard waits.count == shut.count else { return nil }
        return waits.max { $0.left < $1.left }?.words
    }

    /// `, for 4 m`: from when it was first seen to the survey.
    fileprivate func lasting(_ since: Timestamp?) -> String {
        guard let since, let surveyedAt, since < surveyedAt else { return "" }
        let seconds = Double(surveyedAt.secondsSince1970 - since.secondsSince1970)
        return ", for \(Words.duration(seconds: seconds))"
    }
}

extension GateDocument {
    /// When it opens, in words, and how many seconds that is from the survey; nil while it is open, and where
    /// it cannot be told. An obstacle has no end of its own: the time runs from when that is mended.
    func outlook(afterMending obstacle: String?) -> (words: String, left: Double)? {
        guard let earliestSafeAt, let remainingSeconds else { return nil }
        let left = Words.duration(seconds: remainingSeconds)
        let words =
            obstacle.map { "\(left) after \($0) above is mended, if nothing moves from then on" }
            ?? "\(earliestSafeAt.clock) (\(left)), if nothing moves from now on"
        return (words, remainingSeconds)
    }

    /// What keeps `gates` shut although nothing moves, in words; nil where waiting is enough.
    static func obstacle(of gates: [GateDocument]) -> String? {
        let passing: Set<Condition> = [.sourceQuiet, .mirrorQuiet]
        let fails = gates.contains { !passing.isSuperset(of: $0.failing) }
        let unknown = gates.contains { !$0.unknown.isEmpty }
        return switch (fails, unknown) {
        case (true, true): "what fails and what is unknown"
        case (true, false): "what fails"
        case (false, true): "what is unknown"
        case (false, false): nil
        }
    }

    /// Said with every "safe" that less than a day of watching led to: a window that was shortened to try
    /// this out is easily forgotten.
    var afterShortWindow: String {
        windowSeconds < Timing().window.inSeconds
            ? ", after a window of only \(Words.duration(seconds: windowSeconds))" : ""
    }

    /// What stands in the way, or what is allowed, in one clause.
    func glance(in document: GatesDocument) -> String {
        switch state {
        case .safe:
            return "since \(safeSince?.clock ?? "this survey")\(afterShortWindow): you may \(allows)"
        case .observing:
            let left = remainingSeconds.map { ", \(Words.duration(seconds: $0)) left" } ?? ""
            let earliest = earliestSafeAt.map { ", earliest \($0.clock)" } ?? ""
            return "\(Words.duration(seconds: observedSeconds)) of "
                + "\(Words.duration(seconds: windowSeconds)) observed\(left)\(earliest)"
        case .blocked:
            let doubts = unknown.isEmpty ? "" : ", \(grouped(unknown.count)) unknown"
            return "by \(counted(failing.count, "condition"))\(doubts)"
        case .unknown:
            return document.stale
                ? "no survey counts" : "\(counted(unknown.count, "condition")) cannot be judged"
        }
    }
}
