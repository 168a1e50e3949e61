import Quiescence

extension Assessment {
    /// What changed with this survey, one line each.
    var logLines: [LogLine] {
        events.map { event in
            switch event {
            case .conditionChanged(let condition, _, let state, _):
                LogLine(event, evidence: evidence(for: condition, state))
            case .windowRestarted, .gateChanged, .gateRevoked, .clockStepped, .gap: LogLine(event)
            }
        }
    }

    /// Whom to look at first, and how many more there are.
    private func evidence(for condition: Condition, _ state: ConditionState) -> [LogField] {
        guard let finding = verdict[condition]?.finding else { return [] }
        switch state {
        case .holds:
            return []
        case .fails:
            let largest = finding.offenders.max { $0.size < $1.size }
            return [LogField("offenders", finding.offenders.count)]
                + (largest.map { [LogField("subject", $0.subject)] } ?? [])
        case .unknown:
            return [LogField("doubts", finding.doubts.count)]
                + (finding.doubts.first.map(fields(of:)) ?? [])
        }
    }

    private func fields(of doubt: Doubt) -> [LogField] {
        [
            LogField("subject", doubt.subject), LogField("cause", doubt.cause.kind.rawValue),
            LogField("mend", doubt.cause.remedy),
        ]
    }
}

extension LogLine {
    /// - Parameter evidence: Whom a changed condition is about.
    init(_ event: Event, evidence: [LogField] = []) {
        switch event {
        case .conditionChanged(let condition, let from, let to, let why):
            self.init(
                to == .holds ? .info : .warn, "condition \(to)",
                [LogField(condition)] + Self.was(from?.rawValue) + evidence + [LogField("why", why)])
        case .windowRestarted(let condition, let cause, let lost):
            self.init(
                .info, "window restarted",
                [LogField(condition), LogField("cause", cause.rawValue), LogField("lost_seconds", lost)])
        case .gateChanged(let gate, let from, let to):
            self.init(.info, "gate \(to.name)", [LogField(gate)] + Self.was(from?.name))
        case .gateRevoked(let gate, let why):
            self.init(.error, "gate revoked", [LogField(gate), LogField("why", why)])
        case .clockStepped(let step):
            self.init(.warn, "wall clock stepped", [LogField("step_seconds", step)])
        case .gap(let length):
            self.init(.warn, "gap in observation", [LogField("gap_seconds", length)])
        }
    }

    private static func was(_ state: String?) -> [LogField] { state.map { [LogField("was", $0)] } ?? [] }
}
