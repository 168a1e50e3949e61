import Quiescence

/// Lines of configuration for what stands in the way: hundreds of dead groups are normal, and nobody types
/// their names.
///
/// Each is a claim that only the operator can make. Its reason is empty, and the configuration refuses an
/// empty reason: what nobody has thought about cannot take effect.
public enum Suggestions {
    /// The lines, with a newline at their end; comments alone where nothing can be suggested.
    public static func yaml(for document: GatesDocument) -> String {
        let suggested = suggestions(in: document)
        let unlisted = document.conditions.reduce(0) { $0 + $1.offendersUnlisted + $1.doubtsUnlisted }
        guard !suggested.isEmpty || unlisted > 0 || !waivers(in: document).isEmpty else {
            return "# Nothing stands in the way that a line of configuration could explain.\n"
        }
        var lines = [
            "# For the configuration, beside what its keys hold already. Each line claims what only you can know:",
            "# fill in why, or delete it; `config check` refuses an empty reason.",
        ]
        lines += section("mirror", [.acceptedSettings], suggested)
        lines += section("topics", [.excludedTopics, .topicsReadByNoGroup], suggested)
        lines += section("groups", [.excludedGroups, .movedGroups], suggested)
        if suggested.contains(where: { $0.exemption.key == .producers }) { lines += producers }
        lines += waivers(in: document)
        if unlisted > 0 {
            lines.append("# \(grouped(unlisted)) more are not listed here: `survey --suggest` lists all.")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// One line, and what it would explain.
    fileprivate struct Suggestion {
        let exemption: ExemptionDocument
        let evidence: String
        var others = 0
    }

    /// Each once, in the order of their first evidence.
    private static func suggestions(in document: GatesDocument) -> [Suggestion] {
        var found: [Suggestion] = []
        var places: [ExactExemption: Int] = [:]
        for condition in document.conditions {
            let evidence =
                condition.offenders.map { ($0.exemption, "\($0.subject): \($0.detail)") }
                + condition.doubts.map { ($0.exemption, "\($0.subject): \($0.detail)") }
            for case (let exemption?, let words) in evidence where exemption.key != .waivers {
                if let place = places[ExactExemption(exemption)] {
                    found[place].others += 1
                } else {
                    places[ExactExemption(exemption)] = found.count
                    let words = "\(condition.condition.rawValue): \(words)"
                    found.append(Suggestion(exemption: exemption, evidence: words))
                }
            }
        }
        // What explains a group that moved leaves it in scope, which is the better way out.
        return found.filter { suggestion in
            var moved = ExactExemption(suggestion.exemption)
            moved.key = .movedGroups
            return suggestion.exemption.key != .excludedGroups || places[moved] == nil
        }
    }

    /// Told apart by the bytes of its name, as Kafka does: texts of equal appearance can be two groups.
    private struct ExactExemption: Hashable {
        var key: ExemptionDocument.Key
        let name: [UInt8]?

        init(_ exemption: ExemptionDocument) {
            key = exemption.key
            name = exemption.name.map { Array($0.utf8) }
        }
    }

    private static func section(
        _ title: String, _ keys: [ExemptionDocument.Key], _ suggested: [Suggestion]
    ) -> [String] {
        let lists = keys.flatMap { key in
            let members = suggested.filter { $0.exemption.key == key }
            return members.isEmpty ? [] : ["  \(key.lastPart):"] + key.advice + members.flatMap(\.lines)
        }
        return lists.isEmpty ? [] : ["\(title):"] + lists
    }

    /// A loss can only be waived, each by its own words: an exclusion would cover what comes later, too.
    private static func waivers(in document: GatesDocument) -> [String] {
        let lines = document.conditions.flatMap { condition in
            condition.offenders.filter { $0.exemption?.key == .waivers }.map { offender in
                "  - {condition: \(condition.condition.rawValue), subject: \(offender.subject.inYAML), "
                    + "finding: \(offender.detail.inYAML), reason: \"\", owner: \"\", until: \"\"}"
            }
        }
        guard !lines.isEmpty else { return [] }
        return [
            "waivers:  # until: a day; one waiver covers the same loss in every condition that shows it"
        ] + lines
    }

    /// An empty name is refused as an empty reason is.
    private static let producers = [
        "producers:  # every one there is; or `producers: observed`, to rest on what the end offsets show",
        "  - {name: \"\", file: {path: \"\", key: bootstrap.servers}}",
    ]
}

extension Suggestions.Suggestion {
    fileprivate var lines: [String] {
        let more = others == 0 ? "" : " (and \(grouped(others)) more)"
        let start = exemption.key == .movedGroups ? "from: \"\", " : ""
        return [
            "    # \(evidence.onOneLine)\(more)",
            "    - {name: \((exemption.name ?? "").inYAML), \(start)reason: \"\"}",
        ]
    }
}

extension ExemptionDocument.Key {
    /// `exclude` of `topics.exclude`.
    fileprivate var lastPart: Substring { rawValue.split(separator: ".").last ?? "" }

    fileprivate var advice: [String] {
        switch self {
        case .movedGroups:
            [
                "    # from: earliest, if it read the mirrors from their beginning; replayed, if it was rolled back",
                "    # and replayed on the old cluster up to where it began on the new one",
            ]
        case .acceptedSettings: ["    # once what was mirrored meanwhile has been compared, or is not needed"]
        case .excludedTopics, .topicsReadByNoGroup, .excludedGroups, .producers, .waivers: []
        }
    }
}
