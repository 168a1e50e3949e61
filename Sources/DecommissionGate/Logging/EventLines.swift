import Quiescence

extension Assessment {
    /// What changed with this survey, one line each.
    var logLines: [LogLine] {
        events.map { event in
            switch event {
            case .conditionChanged(let condition, _, let state, let why):
                LogLine(event, why: reasons(for: condition, state) ?? [LogField("why", why)])
            case .windowRestarted, .gateChanged, .gateRevoked, .clockStepped, .gap, .planChanged,
                .waiverBegan, .waiverEnded, .lossFound, .removed, .returned:
                LogLine(event)
            }
        }
    }

    /// Whom to look at first, why, and how many more there are; nil where nothing is in the way.
    private func reasons(for condition: Condition, _ state: ConditionState) -> [LogField]? {
        guard let finding = verdict[condition]?.finding else { return nil }
        switch state {
        case .holds: return nil
        case .fails:
            guard let largest = finding.offenders.max(by: { $0.size < $1.size }) else { return nil }
            return [
                LogField("offenders", finding.offenders.count), LogField("subject", largest.subject),
                LogField("why", largest.detail),
            ]
        case .unknown:
            guard let doubt = finding.doubts.first else { return nil }
            return [
                LogField("doubts", finding.doubts.count), LogField("subject", doubt.subject),
                LogField("cause", doubt.cause.kind.rawValue), LogField("why", doubt.cause.detail),
                LogField("mend", doubt.cause.remedy),
            ]
        }
    }
}

extension LogLine {
    /// - Parameter why: What a changed condition is about.
    init(_ event: Event, why: [LogField] = []) {
        switch event {
        case .conditionChanged(let condition, let from, let to, _):
            self.init(
                to == .holds ? .info : .warn, "condition \(to)",
                [LogField(condition)] + Self.was(from?.rawValue) + why)
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
        case .gap(.known(let length)):
            self.init(.warn, "gap in observation", [LogField("gap_seconds", length)])
        case .gap(.absent), .gap(.unreadable):
            self.init(.warn, "gap in observation of a length that nobody can tell", [])
        case .waiverBegan(let waiver, let findings):
            self.init(
                .warn, "waiver in force",
                Self.fields(of: waiver)
                    + [LogField("findings", findings.count), LogField("reason", waiver.reason)])
        case .waiverEnded(let waiver): self.init(.warn, "waiver ended", Self.fields(of: waiver))
        case .lossFound(let condition, let losses):
            let largest = losses.max { $0.size < $1.size }
            self.init(
                .error, "records lost",
                [
                    LogField(condition), LogField("subjects", losses.count),
                    LogField("subject", largest?.subject ?? ""), LogField("why", largest?.detail ?? ""),
                ])
        case .removed(let step): self.init(.info, "removed", Self.fields(of: step))
        case .returned(let step):
            self.init(.error, "returned after its removal", Self.fields(of: step))
        case .planChanged(let parts):
            self.init(
                .info, "plan changed",
                [LogField("parts", parts.map(\.rawValue).joined(separator: ","))])
        }
    }

    private static func fields(of waiver: Waiver) -> [LogField] {
        [
            LogField(waiver.condition), LogField("subject", waiver.subject), LogField("owner", waiver.owner),
            LogField("until", "\(Timestamp(waiver.until))"),
        ]
    }

    private static func fields(of step: Removed) -> [LogField] {
        [
            LogField(step.gate), LogField("subject", step.names.first ?? ""),
            LogField("subjects", step.names.count), LogField("gone", step.gone), LogField("of", step.of),
        ]
    }

    private static func was(_ state: String?) -> [LogField] { state.map { [LogField("was", $0)] } ?? [] }
}
