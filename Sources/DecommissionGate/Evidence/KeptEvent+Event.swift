import Quiescence

extension KeptEvent {
    /// An event with a body of its own; throws where that cannot be written as JSON.
    public init(_ kind: String, _ body: some Encodable) throws {
        let text = String(decoding: try JSON.bytes(body).dropLast(), as: UTF8.self)
        self.init(kind: kind, body: text)
    }

    /// A change that a survey, or a plan, brought along.
    init(_ event: Event) throws {
        switch event {
        case .conditionChanged(let condition, let from, let to, let why):
            try self.init(
                "condition_changed",
                Change(
                    condition: condition.rawValue, from: from?.rawValue, to: to.rawValue, why: why))
        case .windowRestarted(let condition, let cause, let lost):
            try self.init(
                "window_restarted",
                Restart(
                    condition: condition.rawValue, cause: cause.rawValue, lostSeconds: lost.inSeconds))
        case .gateChanged(let gate, let from, let to):
            try self.init(
                "gate_changed", Change(gate: gate.rawValue, from: from?.name, to: to.name))
        case .gateRevoked(let gate, let why):
            try self.init("gate_revoked", Change(gate: gate.rawValue, why: why))
        case .clockStepped(let step): try self.init("clock_stepped", Span(seconds: step.inSeconds))
        case .gap(.known(let length)): try self.init("gap", Span(seconds: length.inSeconds))
        case .gap(.absent): try self.init("gap", Span())
        case .gap(.unreadable(let cause)): try self.init("gap", Span(why: cause.detail))
        case .waiverBegan(let waiver, let findings):
            try self.init("waiver_began", WaiverBody(waiver, covers: findings))
        case .waiverEnded(let waiver): try self.init("waiver_ended", WaiverBody(waiver))
        case .lossFound(let condition, let losses):
            try self.init("loss_found", LossBody(condition, losses))
        case .removed(let step): try self.init("removed", RemovalBody(step))
        case .returned(let step): try self.init("returned", RemovalBody(step))
        case .planChanged(let parts):
            try self.init("plan_changed", ["parts": parts.map(\.rawValue)])
        }
    }

    private struct Change: Encodable {
        var condition: String?
        var gate: String?
        var from: String?
        var to: String?
        var why: String?
    }

    private struct Restart: Encodable {
        let condition: String
        let cause: String
        let lostSeconds: Double
    }

    private struct WaiverBody: Encodable {
        let waiver: Waiver
        var covers: [String]?

        init(_ waiver: Waiver, covers: [String]? = nil) { (self.waiver, self.covers) = (waiver, covers) }
    }

    private struct LossBody: Encodable {
        let condition: String
        /// Of how many topics, partitions or groups.
        let subjects: Int
        /// The first of them.
        let losses: [Loss]

        struct Loss: Encodable {
            let subject: String
            let detail: String
        }

        /// How many have their names kept: the conditions go on naming all.
        private static let mostNamed = 1000

        init(_ condition: Condition, _ losses: [Offender]) {
            self.condition = condition.rawValue
            subjects = losses.count
            self.losses = losses.prefix(Self.mostNamed).map { Loss(subject: $0.subject, detail: $0.detail) }
        }
    }

    private struct RemovalBody: Encodable {
        let gate: String
        let names: [String]
        let gone: Int
        let of: Int

        init(_ step: Removed) {
            (gate, names, gone, of) = (step.gate.rawValue, step.names, step.gone, step.of)
        }
    }

    private struct Span: Encodable {
        /// Left out where nobody can tell.
        var seconds: Double?
        var why: String?
    }
}
