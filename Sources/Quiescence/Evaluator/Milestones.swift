/// What a survey showed for the first time and what is to be told for good: losses, and the steps of the removal.
extension Evaluator {
    /// Losses that the survey before did not have; one that grows is told anew each time it has about doubled.
    ///
    /// - Parameter findings: What counts of them: not what is waived, not dated yet.
    func lossEvents(_ findings: [Condition: Finding], since before: Memory) -> [Event] {
        Condition.allCases.compactMap { condition in
            let losses = (findings[condition]?.offenders ?? []).filter { $0.isLoss(in: condition) }
            guard !losses.isEmpty else { return nil }
            let known = firstFound.offenders[condition] ?? [:]
            let (then, now) = (before.lossSizes(in: condition), memory.lossSizes(in: condition))
            let news = losses.filter { loss in
                known[loss.subject] == nil
                    || (then[loss.subject] ?? 0).isDoubled(by: now[loss.subject] ?? 0)
            }
            return news.isEmpty ? nil : .lossFound(condition, news)
        }
    }

    /// What is gone since the survey before while its gate was safe, and what of it came back.
    func removalEvents(_ look: Look) -> [Event] {
        var events: [Event] = []
        if memory.positionsAreFrozen != look.memory.positionsAreFrozen {
            let isGone = memory.positionsAreFrozen
            let step = Removed(
                gate: .mirrorMaker, names: [plan.mirror.offsetsTopic.description], gone: isGone ? 1 : 0, of: 1
            )
            events.append(isGone ? .removed(step) : .returned(step))
        }
        let before = look.mirrors.filter { $0.memory?.removedAsPlanned ?? false }
        let back = before.filter(\.isThere)
        let gone = look.mirrors.filter { view in
            !view.isThere && !(view.memory?.removedAsPlanned ?? false)
                && memory.topics.new[view.name]?.removedAsPlanned ?? false
        }
        for (views, made) in [(gone, Event.removed), (back, Event.returned)] where !views.isEmpty {
            events.append(
                made(
                    Removed(
                        gate: .mirrorTopics, names: views.map(\.name.description),
                        gone: look.mirrors.count { !$0.isThere }, of: look.mirrors.count)))
        }
        return events + brokerEvents(look)
    }

    private func brokerEvents(_ look: Look) -> [Event] {
        guard case .known(let listed) = look.survey.old.brokers else { return [] }
        let (before, now) = (look.memory.brokers.gone, memory.brokers.gone)
        // One that is not declared any more has not come back by that.
        let back = before.subtracting(now).intersection(listed.map(\.id))
        return [(now.subtracting(before), Event.removed), (back, Event.returned)]
            .compactMap {
                (brokers, made) in
                guard !brokers.isEmpty else { return nil }
                return made(
                    Removed(
                        gate: .oldBrokers, names: brokers.sorted().map { "broker \($0)" }, gone: now.count,
                        of: now.count + listed.count))
            }
    }
}

extension Offender {
    /// Whether records are lost by it, rather than not yet where they belong.
    fileprivate func isLoss(in condition: Condition) -> Bool {
        // Its ledger fails by nothing else; where some of many have no name, their offsets are not told.
        !losses.isEmpty || condition == .mirrorGapless
    }
}

extension Memory {
    /// How many records each subject is known to have lost, as far as the condition counts them.
    fileprivate func lossSizes(in condition: Condition) -> [String: Int64] {
        var sizes: [String: Int64] = [:]
        for loss in (losses[condition] ?? [:]).values { sizes[loss.subject, default: 0] += loss.size }
        switch condition {
        case .mirrorDrained:
            for (partition, expired) in unmirrored {
                sizes["\(partition)", default: 0] += expired.ranges.reduce(0) { $0 + $1.count }
            }
        case .mirrorGapless:
            for (partition, remark) in ledger.remarks {
                sizes["\(partition)", default: 0] +=
                    remark.lost.count + (remark.unprovable + remark.stepsBefore).reduce(0) { $0 + $1.count }
            }
        case .visibility, .sourceQuiet, .sourceSettled, .producersRetargeted, .mirrorQuiet, .mirrorFaithful,
            .mirrorConsumed, .sourceConsumed, .oldConsumersGone:
            break
        }
        return sizes
    }
}

extension Int64 {
    /// Whether the other one has more binary digits.
    fileprivate func isDoubled(by other: Int64) -> Bool { other.leadingZeroBitCount < leadingZeroBitCount }
}
