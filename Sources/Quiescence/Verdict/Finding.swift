/// What one condition came to in one survey.
///
/// The state follows from what was found, so that "holds" beside an offender cannot be written.
public struct Finding: Sendable, Equatable {
    /// What makes the condition fail.
    public var offenders: [Offender]
    /// What keeps it from being judged.
    public var doubts: [Doubt]
    /// What was looked at, in one clause: "812 topics, 6,398 partitions".
    public var summary: String
    /// What an operator should know and what shuts nothing.
    public var notes: [String]
    /// What was found and does not count, by whose word. Set by the evaluator.
    public var waived: [Waived] = []

    public init(summary: String, offenders: [Offender] = [], doubts: [Doubt] = [], notes: [String] = []) {
        self.summary = summary
        self.offenders = offenders
        self.doubts = doubts
        self.notes = notes
    }

    public var state: ConditionState {
        if !offenders.isEmpty { return .fails }
        return doubts.isEmpty ? .holds : .unknown
    }
}

/// Something found that does not count, for a waiver covers it.
public struct Waived: Sendable, Equatable {
    public var subject: String
    public var detail: String
    public var waiver: Waiver

    public init(subject: String, detail: String, waiver: Waiver) {
        self.subject = subject
        self.detail = detail
        self.waiver = waiver
    }
}

/// Three-valued, never two.
public enum ConditionState: String, Hashable, Sendable, CaseIterable {
    case holds
    case fails
    case unknown
}

/// Something that makes a condition fail.
public struct Offender: Sendable, Equatable {
    /// Topic, partition, group, member, producer or cluster: what the operator must look at.
    public var subject: String
    /// What it did: "advanced by 3, to 1,204".
    public var detail: String
    /// For ordering, in the condition's own unit (records, offsets, members).
    public var size: Int64
    /// What would explain it, if it were so; nil where no line of configuration can.
    public var exemption: Exemption?
    /// The offsets of the records that are lost, where it is a loss: several conditions may show the same one.
    public var losses: [OffsetRange]
    /// When it was first seen to offend without a break. Set by the evaluator.
    public var since: WallTime?

    public init(
        _ subject: String, _ detail: String, size: Int64 = 1, unless exemption: Exemption? = nil,
        losses: [OffsetRange] = []
    ) {
        self.losses = losses
        self.subject = subject
        self.detail = detail
        self.size = size
        self.exemption = exemption ?? (losses.isEmpty ? nil : .waiver)
    }
}

/// Something that could not be judged, with its cause.
public struct Doubt: Sendable, Hashable {
    public var subject: String
    public var cause: Cause
    /// What would explain it, if it were so; nil where no line of configuration can.
    public var exemption: Exemption?
    /// When it was first not judged without a break. Set by the evaluator.
    public var since: WallTime?

    public init(_ subject: String, _ cause: Cause, unless exemption: Exemption? = nil) {
        self.subject = subject
        self.cause = cause
        self.exemption = exemption
    }
}

extension [Doubt] {
    /// Each doubt once: one obstacle may stand in the way of several questions about a subject.
    func uniqued() -> [Doubt] {
        // By the bytes of their subjects: two names that look alike are two.
        var seen: [NameText: Set<Doubt>] = [:]
        return filter { seen[NameText($0.subject), default: []].insert($0).inserted }
    }
}
