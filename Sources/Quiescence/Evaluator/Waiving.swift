/// What counts of all that was found, and which time is due for what does not count any more.
extension Evaluator {
    /// The findings of a survey with the losses of earlier ones, less what is waived.
    mutating func waived(
        _ judged: [Condition: Finding], _ look: Look, _ survey: Survey, gap: Bool, _ events: inout [Event]
    ) -> [Condition: (finding: Finding, credit: Duration)] {
        var findings = judged
        for condition in findings.keys { findings[condition]?.complete(with: memory.losses[condition]) }
        let (grown, changes) = memory.waivers.apply(
            plan.waivers, to: &findings, at: survey.ended.wall, within: WaiverReach(look: look))
        events += changes
        return findings.reduce(into: [:]) { result, entry in
            let (condition, finding) = entry
            // Before the waiver that ends it: the gap may be the one in which that was written.
            if gap, condition.canHideInAGap { memory.waivable[condition] = nil }
            var credit = Duration.zero
            if grown.contains(condition) {
                credit =
                    memory.waivable[condition]?.credit(
                        without: Set(finding.waived.map { FindingKey(condition, $0) }),
                        endsAtPause: condition.canHideInAGap) ?? .zero
            }
            var time = memory.waivable[condition] ?? WaivableTime()
            time.note(finding, of: condition, began: survey.began, ended: survey.ended, gap: gap)
            memory.waivable[condition] = time == WaivableTime() ? nil : time
            result[condition] = (finding, credit)
        }
    }
}

extension Finding {
    /// Adds losses that stay, and puts all in order.
    fileprivate mutating func complete(with losses: [Memory.LossKey: Offender]?) {
        offenders += (losses ?? [:]).values
        offenders.sort { ($1.size, $0.subject) < ($0.size, $1.subject) }
        doubts = doubts.uniqued().sorted { $0.subject < $1.subject }
    }
}
