/// What each waiver covers: fixed when it comes into force, so that nothing later slips under it.
struct WaiverBook: Equatable {
    /// By waiver the findings that it covers.
    var covered: [Waiver: Set<FindingKey>] = [:]
    /// The latest time that any survey showed: a wall clock that is set back brings no waiver back.
    var latest = WallTime(millisecondsSince1970: .min)

    /// Moves what is waived out of the way, in every condition that shows it.
    ///
    /// - Returns: The conditions in which more is waived than in the survey before, and what changed.
    mutating func apply(
        _ waivers: [Waiver], to findings: inout [Condition: Finding], at now: WallTime,
        within reach: WaiverReach
    ) -> (grown: Set<Condition>, events: [Event]) {
        latest = max(latest, now)
        var events: [Event] = []
        var grown: Set<Condition> = []
        let inForce = waivers.filter { $0.until > latest }
        let ended = covered.keys.filter { !inForce.contains($0) }
        for waiver in ended.sorted(by: { ($0.subject, $0.until) < ($1.subject, $1.until) }) {
            covered[waiver] = nil
            events.append(.waiverEnded(waiver))
        }
        for waiver in waivers where waiver.until <= latest {
            findings[waiver.condition]?.notes.append(
                "the waiver for \(waiver.subject) covers nothing any more: its day has come")
        }
        endOver(findings, reach)
        for waiver in inForce where covered[waiver] == nil {
            let found = keys(of: waiver, in: findings, reach)
            // One that names its finding waits for it.
            if waiver.finding != nil, found.isEmpty {
                findings[waiver.condition]?.notes.append(
                    "the waiver for \(waiver.subject) covers nothing: nothing is found that its finding names, "
                        + "word by word")
                continue
            }
            covered[waiver] = found
            grown.formUnion(found.map(\.condition))
            events.append(.waiverBegan(waiver, covers: found.map(\.words).sorted()))
        }
        for waiver in inForce {
            guard let keys = covered[waiver] else { continue }
            if keys.isEmpty {
                findings[waiver.condition]?.notes.append(
                    "the waiver for \(waiver.subject) covers nothing: nothing of that name that can be waived was "
                        + "found when it came into force, or that is over; and it covers nothing that came later"
                )
            }
            for condition in findings.keys { findings[condition]?.waive(keys, of: condition, by: waiver) }
        }
        return (grown, events)
    }

    /// Takes from every waiver what is over: what comes later in the same words is something else.
    private mutating func endOver(_ findings: [Condition: Finding], _ reach: WaiverReach) {
        let all = covered.values.reduce(into: Set()) { $0.formUnion($1) }
        var found: [Condition: FoundKeys] = [:]
        for condition in Set(all.map(\.condition)) {
            found[condition] = findings[condition].map { FoundKeys($0, of: condition) }
        }
        for (waiver, keys) in covered {
            covered[waiver] = keys.filter { key in
                guard let found = found[key.condition] else { return true }
                let isOffender = found.offenders.contains(key)
                switch reach.change(of: key.subject, in: key.condition) {
                case .remade: return false
                // A doubt keeps what is behind it from being seen.
                case .grown where !isOffender: return false
                case .grown, .none: break
                }
                // In its own words it is the same whenever it shows.
                if isOffender || waiver.finding != nil { return true }
                return found.doubts.contains(key) || !all.isSuperset(of: found.doubts)
            }
        }
    }

    /// Takes from every waiver what it covers of these subjects.
    mutating func end(_ isOver: (String) -> Bool) {
        for (waiver, keys) in covered { covered[waiver] = keys.filter { !isOver($0.subject) } }
    }

    /// What one condition has found.
    private struct FoundKeys {
        let offenders: Set<FindingKey>
        let doubts: Set<FindingKey>

        init(_ finding: Finding, of condition: Condition) {
            offenders = Set(finding.offenders.map { FindingKey(condition, $0) })
            doubts = Set(finding.doubts.map { FindingKey(condition, $0) })
        }
    }

    /// What it names in its own condition, and the same losses in the others.
    private func keys(
        of waiver: Waiver, in findings: [Condition: Finding], _ reach: WaiverReach
    ) -> Set<FindingKey> {
        guard let own = findings[waiver.condition] else { return [] }
        let offenders = own.offenders.filter { reach.covers($0, of: waiver.condition, by: waiver) }
        let doubts = own.doubts.filter { reach.covers($0, of: waiver.condition, by: waiver) }
        var keys = Set(offenders.map { FindingKey(waiver.condition, $0) })
        keys.formUnion(doubts.map { FindingKey(waiver.condition, $0) })
        for (condition, finding) in findings where condition != waiver.condition {
            for other in finding.offenders where !other.losses.isEmpty {
                let isSame = other.losses.allSatisfy { loss in
                    offenders.contains { offender in
                        offender.subject == other.subject && offender.losses.contains { $0.contains(loss) }
                    }
                }
                if isSame { keys.insert(FindingKey(condition, other)) }
            }
        }
        return keys
    }
}

/// Tells one finding from every other: its own words, numbers and all, so that one that grew is another one.
struct FindingKey: Hashable {
    let condition: Condition
    private let name: NameText
    let detail: String

    var subject: String { name.string }

    init(_ condition: Condition, _ offender: Offender) {
        (self.condition, name, detail) = (condition, NameText(offender.subject), offender.detail)
    }

    init(_ condition: Condition, _ doubt: Doubt) {
        (self.condition, name, detail) = (condition, NameText(doubt.subject), doubt.cause.detail)
    }

    init(_ condition: Condition, _ waived: Waived) {
        (self.condition, name, detail) = (condition, NameText(waived.subject), waived.detail)
    }

    var words: String { "\(condition.rawValue): \(subject): \(detail)" }
}

extension FindingKey: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        condition = try row.value()
        name = NameText(try row.text())
        detail = try row.text()
    }

    func write(to row: inout RowWriter) { row.put(condition, subject, detail) }
}

extension Finding {
    fileprivate mutating func waive(
        _ keys: Set<FindingKey>, of condition: Condition, by waiver: Waiver
    ) {
        offenders.removeAll { offender in
            guard keys.contains(FindingKey(condition, offender)) else { return false }
            waived.append(Waived(subject: offender.subject, detail: offender.detail, waiver: waiver))
            return true
        }
        doubts.removeAll { doubt in
            guard keys.contains(FindingKey(condition, doubt)) else { return false }
            waived.append(Waived(subject: doubt.subject, detail: doubt.cause.detail, waiver: waiver))
            return true
        }
    }
}
