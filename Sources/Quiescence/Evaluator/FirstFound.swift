/// Remembers when each offender and each doubt was first found without a break, for "since".
struct FirstFound {
    var offenders: [Condition: [String: WallTime]] = [:]
    var doubts: [Condition: [String: WallTime]] = [:]

    /// Dates everything in `finding`, and forgets what is not in it any more.
    mutating func date(_ finding: inout Finding, of condition: Condition, now: WallTime) {
        let oldOffenders = offenders[condition] ?? [:]
        let oldDoubts = doubts[condition] ?? [:]
        var newOffenders: [String: WallTime] = [:]
        var newDoubts: [String: WallTime] = [:]
        for index in finding.offenders.indices {
            let subject = finding.offenders[index].subject
            let since = oldOffenders[subject] ?? now
            finding.offenders[index].since = since
            newOffenders[subject] = since
        }
        for index in finding.doubts.indices {
            let subject = finding.doubts[index].subject
            let since = oldDoubts[subject] ?? now
            finding.doubts[index].since = since
            newDoubts[subject] = since
        }
        offenders[condition] = newOffenders
        doubts[condition] = newDoubts
    }
}
