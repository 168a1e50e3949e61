import Quiescence

/// What the evaluator said in one survey, as far as the story needs it.
struct Scene: Sendable {
    let assessment: Assessment
    /// Since the demo began.
    let time: Duration

    /// One word for the three gates.
    enum State: String, Sendable {
        case blocked
        case unknown
        case observing
        case safe = "SAFE"
        case revoked = "REVOKED"
    }

    /// The worst of the gates counts; one that was safe and is no more comes before all.
    var state: State {
        let isRevoked = assessment.events.contains { event in
            if case .gateRevoked = event { true } else { false }
        }
        if isRevoked { return .revoked }
        let names = Set(assessment.verdict.gates.map(\.state.name))
        if names.contains(GateState.blocked.name) { return .blocked }
        if names.contains(GateState.unknown.name) { return .unknown }
        return names == [GateState.safe.name] ? .safe : .observing
    }

    func fails(_ condition: Condition) -> Bool { finding(condition)?.state == .fails }
    func holds(_ condition: Condition) -> Bool { finding(condition)?.state == .holds }
    func finding(_ condition: Condition) -> Finding? { assessment.verdict[condition]?.finding }

    /// The groups that have members on one cluster.
    func groups(with side: Side) -> [GroupAccount] {
        assessment.groups.filter { group in
            if case .known(let members) = group.members { group.side == side && members > 0 } else { false }
        }
    }

    /// The source topics for which `isMeant` says so.
    func sources(_ isMeant: (TopicAccount) -> Bool) -> [TopicAccount] {
        assessment.topics.filter { $0.side == .old && $0.role == .source && isMeant($0) }
    }

    /// What stands in the way first.
    var reason: String {
        let findings = assessment.verdict.conditions.filter { $0.finding.state != .holds }
        guard let first = findings.first(where: { $0.finding.state == .fails }) ?? findings.first else {
            return "all conditions hold"
        }
        let what =
            first.finding.offenders.first.map { "\($0.subject) \($0.detail)" }
            ?? first.finding.doubts.first.map { "\($0.subject): \($0.cause.detail)" }
            ?? first.finding.summary
        return "\(first.condition.rawValue): \(what)"
    }
}
