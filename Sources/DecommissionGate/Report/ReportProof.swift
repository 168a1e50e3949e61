import Quiescence

extension SealedReport {
    /// The first thing in the report that cannot be so; nil where all fits together.
    ///
    /// Whoever changes a report can reckon its digest anew; what he changed must then still fit the rest.
    public func firstFlaw(digest: Report.Digest) throws(Flaw) -> Flaw? {
        do {
            return try report.firstFlaw(digest).map(Flaw.init)
        } catch {
            throw Flaw("plan_sha256: cannot be reckoned: \(error)")
        }
    }
}

extension Report {
    fileprivate func firstFlaw(_ digest: Digest) throws -> String? {
        try planFlaw(digest) ?? clustersFlaw() ?? gatesFlaw() ?? conditionsFlaw() ?? timesFlaw() ?? safeFlaw()
            ?? waiversFlaw()
    }

    private func planFlaw(_ digest: Digest) throws -> String? {
        let own = try plan.sha256(digest)
        if own != planSha256 { return "plan_sha256: is \(planSha256), and the plan has \(own)" }
        for judged in gates {
            let window = plan.timing.window(of: judged.gate).inSeconds
            guard judged.windowSeconds == window else {
                return "\(judged.gate.rawValue): its window is \(judged.windowSeconds) s, and by the plan "
                    + "\(window) s"
            }
        }
        return nil
    }

    private func clustersFlaw() -> String? {
        guard surveyedAt != nil else {
            return clusters.isEmpty ? nil : "clusters: are told of, and no survey has ended"
        }
        guard clusters.map(\.side) == Side.allCases else { return "clusters: must be OLD and NEW, once each" }
        for cluster in clusters {
            let planned = plan.cluster(cluster.side)
            guard cluster.alias == planned.alias.rawValue else {
                return "clusters: \(cluster.alias) is called \(planned.alias) by the plan"
            }
            guard cluster.up == (cluster.obstacle == nil) else {
                return "clusters: \(cluster.alias) was read completely, or something was in the way; not both"
            }
        }
        return nil
    }

    private func gatesFlaw() -> String? {
        guard gates.map(\.gate) == Gate.allCases else {
            return "gates: must be \(Gate.allCases.map(\.rawValue).joined(separator: ", ")), once each"
        }
        for gate in gates {
            let name = gate.gate.rawValue
            if gate.safe != (gate.state == .safe) {
                return "\(name): its state is \(gate.state.rawValue), and safe says \(gate.safe)"
            }
            if gate.safe != (gate.safeSince != nil) { return "\(name): safe_since goes with safe alone" }
            let isTrue =
                switch gate.state {
                case .safe, .observing: gate.failing.isEmpty && gate.unknown.isEmpty
                case .blocked: !gate.failing.isEmpty
                case .unknown: gate.failing.isEmpty && !gate.unknown.isEmpty
                }
            if !isTrue { return "\(name): is \(gate.state.rawValue), against what it says of its conditions" }
        }
        return nil
    }

    private func conditionsFlaw() -> String? {
        for needed in gate.conditions where conditions.count(where: { $0.condition == needed }) != 1 {
            return "\(needed.rawValue): \(gate.rawValue) needs it, and it does not stand there once"
        }
        guard conditions.count == gate.conditions.count else {
            return "conditions: some are not needed by \(gate.rawValue)"
        }
        for condition in conditions {
            if let flaw = condition.flaw(isJudged: isJudged) { return flaw }
        }
        guard let judged else { return "gate: \(gate.rawValue) is not among the gates" }
        // Without a verdict every condition is unknown, whatever it came to.
        for (state, named) in [(ConditionState.fails, judged.failing), (.unknown, judged.unknown)] {
            let found = conditions.filter { $0.state == state }.map(\.condition)
            guard Set(found) == Set(named), named.count == found.count else {
                return "\(gate.rawValue): says that \(state.rawValue): "
                    + "[\(named.map(\.rawValue).joined(separator: ", "))], and its conditions say "
                    + "[\(found.map(\.rawValue).joined(separator: ", "))]"
            }
        }
        return nil
    }

    /// Whether the survey counted and was kept; else nothing is judged.
    var isJudged: Bool { !stale && journal?.isKept != false }

    private func timesFlaw() -> String? {
        guard let surveyedAt else { return stale ? nil : "stale: without a survey everything is" }
        for gate in gates {
            if let since = gate.safeSince, since > surveyedAt {
                return "\(gate.gate.rawValue): safe_since \(since) is after the survey of \(surveyedAt)"
            }
        }
        for condition in conditions {
            let times = [condition.since, condition.lastViolation].compactMap(\.self)
            if let later = times.first(where: { $0 > surveyedAt }) {
                return "\(condition.condition.rawValue): \(later) is after the survey of \(surveyedAt)"
            }
        }
        if let topic = topics.first(where: { $0.lastAppend.map { $0 > surveyedAt } ?? false }) {
            return "topics: \(topic.topic.onOneLine) was appended to after the survey of \(surveyedAt)"
        }
        return nil
    }

    /// What must be so for its gate to be safe.
    private func safeFlaw() -> String? {
        guard judged?.safe == true else { return nil }
        guard isJudged else { return "\(gate.rawValue): is safe by a survey that does not count" }
        for condition in conditions {
            let name = condition.condition.rawValue
            if condition.state != .holds { return "\(name): \(condition.state.rawValue) under a safe gate" }
            let window = window(of: condition.condition)
            if condition.observedSeconds < window {
                return "\(name): held for \(condition.observedSeconds) s of \(window) s under a safe gate"
            }
        }
        let ids = clusters.compactMap(\.clusterID)
        guard ids.count == clusters.count else { return "clusters: an id is missing under a safe gate" }
        for cluster in clusters {
            let expected = plan.cluster(cluster.side).expectedID
            guard expected == nil || expected?.rawValue == cluster.clusterID else {
                return "clusters: the id of \(cluster.alias) is not \(expected?.rawValue ?? "")"
            }
        }
        guard Set(ids).count == ids.count || plan.sameClusterIDAccepted != nil else {
            return "clusters: both have the id \(ids[0])"
        }
        return nil
    }

    private func waiversFlaw() -> String? {
        guard let surveyedAt else { return nil }
        return waivers.first { $0.until <= surveyedAt }.map {
            "waivers: that of \($0.subject.onOneLine) ended on \($0.until), before the survey"
        }
    }
}

extension ConditionDocument {
    /// - Parameter isJudged: Whether the survey counted; what was seen stands there all the same.
    fileprivate func flaw(isJudged: Bool) -> String? {
        let name = condition.rawValue
        let lists = [
            (offenders.count, offendersTotal), (doubts.count, doubtsTotal), (notes.count, notesTotal),
        ]
        for (listed, total) in lists where listed != min(total, Press.listed) {
            return "\(name): lists \(listed) of \(total)"
        }
        guard isJudged else {
            return state == .unknown ? nil : "\(name): \(state.rawValue) by a survey that does not count"
        }
        let fitting: ConditionState = offendersTotal > 0 ? .fails : doubtsTotal > 0 ? .unknown : .holds
        guard state == fitting else {
            return "\(name): \(state.rawValue), with \(counted(offendersTotal, "offender")) and "
                + counted(doubtsTotal, "doubt")
        }
        if (cause != nil) != (state == .unknown) { return "\(name): a cause goes with unknown alone" }
        return observedSeconds >= 0 ? nil : "\(name): held for less than no time"
    }
}
