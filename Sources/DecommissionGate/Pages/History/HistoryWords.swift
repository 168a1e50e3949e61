import Quiescence

/// The picture of the last hours in words, for those who do not see it.
extension HistoryColumns {
    /// Short spans need seconds to tell their columns apart.
    private var needsSeconds: Bool { width < .seconds(60) }

    func clock(_ time: WallTime) -> String { "\(Timestamp(time).time(withSeconds: needsSeconds))" }

    /// `fails 25 m in 2 spells, last 03:10 to 03:15; holds 20 h; no survey 3 h`.
    func words(for subject: PackedStates.Subject) -> String {
        let states = columns.map { $0.isSeen ? $0.states[subject] : nil }
        let seen = StripState.allCases.reversed().compactMap { state in
            spells(StripPath.runs(of: state, in: states), subject.word(for: state))
        }
        let unseen = spells(StripPath.runs(of: nil, in: states), "no survey")
        return (seen + [unseen].compactMap(\.self)).joined(separator: "; ")
    }

    private func spells(_ runs: [Range<Int>], _ what: String) -> String? {
        guard let last = runs.last else { return nil }
        let total = Words.duration(width * runs.reduce(0) { $0 + $1.count })
        let when = "\(clock(time(of: last.lowerBound))) to \(clock(time(of: last.upperBound)))"
        return runs.count == 1
            ? "\(what) \(total), \(when)" : "\(what) \(total) in \(runs.count) spells, last \(when)"
    }

    /// `4,120 offsets appended, at most 412 in 5 m, last 03:10 to 03:15`.
    func words(for advance: KeyPath<Column, Advance>, unseen: KeyPath<Gap, Advance>) -> String {
        let counts = columns.map { $0.isSeen ? $0[keyPath: advance].count : 0 }
        let total = counts.reduce(0, &+)
        var parts = ["nothing was seen to be appended"]
        if let last = counts.lastIndex(where: { $0 > 0 }), let most = counts.max() {
            parts = [
                "\(counted(Int(total), "offset")) appended, at most \(grouped(Int(most))) in "
                    + "\(Words.duration(width)), last \(clock(time(of: last))) to \(clock(time(of: last + 1)))"
            ]
        }
        let more = gaps.reduce(0) { $0 &+ $1[keyPath: unseen].count }
        if more > 0 { parts.append("\(grouped(Int(more))) more while no survey ended") }
        return parts.joined(separator: "; ")
    }

    /// What was appended while nobody looked.
    func words(for gap: Gap) -> String {
        "No survey ended between \(moment(gap.from)) and \(moment(gap.to)). Appended since the one before: to the "
            + "sources \(words(for: gap.source)), to the mirrors \(words(for: gap.mirror))."
    }

    private func moment(_ time: WallTime) -> String {
        needsSeconds ? "\(clock(time)) UTC" : Timestamp(time).clock
    }

    private func words(for advance: Advance) -> String {
        switch (advance.isExact, advance.count) {
        case (true, 0): "nothing"
        case (true, _): counted(Int(advance.count), "offset")
        case (false, 0): "it cannot be told how much"
        case (false, _): "\(counted(Int(advance.count), "offset")) or more"
        }
    }
}

extension PackedStates.Subject {
    var name: String {
        switch self {
        case .gate(let gate): gate.rawValue
        case .condition(let condition): condition.rawValue
        }
    }

    /// What this state is called of it.
    func word(for state: StripState) -> String {
        switch (state, self) {
        case (.nothing, _): "not judged"
        case (.good, .gate): "safe"
        case (.good, .condition): "holds"
        case (.observing, _): "observing"
        case (.unknown, _): "unknown"
        case (.bad, .gate): "blocked"
        case (.bad, .condition): "fails"
        }
    }
}
