import Quiescence

extension LandingPage {
    /// Every group on both clusters, those that have not moved first.
    func groups(_ page: inout HTML) {
        let lines = GroupLine.all(lists.groups, old: alias(.old)).filter { matches($0.name) }
        page.element("section", Attribute("aria-labelledby", "groups")) { page in
            page.element("h2", Attribute("id", "groups"), text: "Groups")
            guard !lines.isEmpty else { return page.element("p", class: "faint", text: nothing("group")) }
            let head =
                ["Group", "Phase"]
                + Side.allCases.flatMap { side in
                    ["Members", "Lag", "Last commit"].map { "\($0) on \(alias(side))" }
                }
            table("groups-table", "Groups", head, lines, more: "api/v1/groups", &page) { line, page in
                page.element("th", Attribute("scope", "row")) { page in
                    page.name(line.name, "api/v1/groups?match=\(line.name.percentEncoded)")
                }
                page.element("td", text: line.phase.replacing("_", with: " "))
                for row in [line.old, line.new] {
                    page.figure(row.map(\.membersFigure) ?? .none)
                    page.figure(row.map(\.lagFigure) ?? .none)
                    page.figure(row.map(\.lastCommitFigure) ?? .none)
                }
            }
        }
    }

    func alias(_ side: Side) -> String {
        document.clusters.first { $0.side == side }?.alias ?? side.rawValue.uppercased()
    }

    /// Why a list is empty.
    func nothing(_ noun: String) -> String {
        if document.surveyedAt == nil { return "Not surveyed yet." }
        return match.isEmpty ? "No \(noun) was seen." : "No \(noun) has that in its name."
    }
}

/// One group, as both clusters know it.
private struct GroupLine {
    let name: String
    let phase: String
    var old: GroupRow?
    var new: GroupRow?

    /// - Parameter rows: Sorted by name.
    /// - Parameter old: The alias of the old cluster.
    static func all(_ rows: [GroupRow], old: String) -> [GroupLine] {
        var lines: [GroupLine] = []
        for row in rows {
            if lines.last?.name != row.group { lines.append(GroupLine(name: row.group, phase: row.phase)) }
            if row.kafkaCluster == old {
                lines[lines.count - 1].old = row
            } else {
                lines[lines.count - 1].new = row
            }
        }
        // Reckoned once for each, for there may be thousands.
        return lines.map { (line: $0, rank: $0.rank, lag: $0.lag) }
            .sorted { ($0.rank, $1.lag, $0.line.name) < ($1.rank, $0.lag, $1.line.name) }.map(\.line)
    }

    /// Where somebody has to do something comes first.
    private var rank: Int {
        switch GroupPhase(rawValue: phase) {
        case .both: 0
        case .oldOnly: 1
        case nil, .unknown: 2
        case .seeded, .replaying: 3
        case .caughtUp: 4
        case .onNew: 5
        case .absent: 6
        }
    }

    private var lag: Int64 {
        [old, new].compactMap(\.self).flatMap(\.topics).reduce(0) { $0 &+ ($1.lagRecords ?? 0) }
    }
}

/// One cell that may be empty for two reasons, which must not look the same.
private enum Figure {
    case known(String)
    /// It could not be read, and why.
    case notKnown(String)
    /// There is no such thing.
    case none
}

extension GroupRow {
    fileprivate var membersFigure: Figure {
        if let doubt = unknown.first(where: { $0.subject == "members" }) { return .notKnown(doubt.detail) }
        return members.map { .known(grouped($0)) } ?? .none
    }

    /// Over all its topics; not known as soon as one is not.
    fileprivate var lagFigure: Figure {
        if let doubt = unknown.first(where: { $0.subject.hasSuffix(": lag_records") }) {
            return .notKnown(doubt.detail)
        }
        let lags = topics.compactMap(\.lagRecords)
        return lags.isEmpty ? .none : .known(grouped(Int(lags.reduce(0, &+))))
    }

    fileprivate var lastCommitFigure: Figure {
        if let doubt = unknown.first(where: { $0.subject.hasSuffix(": last_commit") }) {
            return .notKnown(doubt.detail)
        }
        return topics.compactMap(\.lastCommit).max().map { .known($0.clock) } ?? .none
    }
}

extension HTML {
    fileprivate mutating func figure(_ figure: Figure) {
        switch figure {
        case .known(let text): element("td", text: text)
        case .none: element("td", class: "faint", text: "none")
        case .notKnown(let why): element("td", class: "doubtful", text: "not known: \(why)")
        }
    }
}
