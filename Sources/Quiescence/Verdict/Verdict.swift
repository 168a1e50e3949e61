/// What one survey came to, together with the time that went before it.
public struct Verdict: Sendable, Equatable {
    /// When the survey that it speaks for ended.
    public var surveyed: Moment
    /// In the order of ``Condition/allCases``; only those that are judged.
    public var conditions: [ConditionVerdict]
    /// In the order of ``Gate/allCases``.
    public var gates: [GateVerdict]

    public init(surveyed: Moment, conditions: [ConditionVerdict], gates: [GateVerdict]) {
        self.surveyed = surveyed
        self.conditions = conditions
        self.gates = gates
    }

    /// The verdict of one gate.
    public subscript(gate: Gate) -> GateVerdict? { gates.first { $0.gate == gate } }
    /// The verdict of one condition; nil for one that this version does not judge.
    public subscript(condition: Condition) -> ConditionVerdict? {
        conditions.first { $0.condition == condition }
    }

    /// What no gate of this version has looked at, in words that stand wherever a gate is shown.
    public static let caveat =
        "Content is judged by single records (mirror_faithful): one that was changed between those that were compared is "
        + "not seen; `compare` reads all. Readers that commit nothing "
        + "to Kafka, such as a job with checkpoints of its own, leave no trace: ask your teams."
}

/// One condition: its finding now and its clock.
public struct ConditionVerdict: Sendable, Equatable {
    public var condition: Condition
    public var finding: Finding
    /// When it came into its present state.
    public var since: WallTime
    /// Observed time for which it has held.
    public var observed: Duration
    /// When it failed last; nil if it never did under our eyes.
    public var lastViolation: WallTime?
    /// How often its clock was set back since the process started, by cause.
    public var restarts: [RestartCause: Int]

    public init(
        condition: Condition, finding: Finding, since: WallTime, observed: Duration,
        lastViolation: WallTime?, restarts: [RestartCause: Int]
    ) {
        self.condition = condition
        self.finding = finding
        self.since = since
        self.observed = observed
        self.lastViolation = lastViolation
        self.restarts = restarts
    }
}

/// Why a condition's clock was set back.
public enum RestartCause: String, Hashable, Sendable, CaseIterable {
    case violation
    case gap
    case planChanged = "plan_changed"
}

/// One gate: may it be acted on?
public struct GateVerdict: Sendable, Equatable {
    public var gate: Gate
    public var state: GateState
    /// The longest window among its conditions.
    public var window: Duration
    /// The part of it that is behind us: window minus what remains of the condition that needs longest.
    public var observed: Duration
    /// When it last opened, while it is open.
    public var safeSince: WallTime?
    /// Conditions that fail now.
    public var failing: [Condition]
    /// Conditions that cannot be judged now.
    public var unknown: [Condition]

    public init(
        gate: Gate, state: GateState, window: Duration, observed: Duration, safeSince: WallTime?,
        failing: [Condition], unknown: [Condition]
    ) {
        self.gate = gate
        self.state = state
        self.window = window
        self.observed = observed
        self.safeSince = safeSince
        self.failing = failing
        self.unknown = unknown
    }
}

/// The four answers of a gate.
public enum GateState: Hashable, Sendable {
    /// Cannot tell.
    case unknown
    /// Some condition fails now.
    case blocked
    /// All hold and the window is running; what is left of it, the confirming survey included.
    case observing(remaining: Duration)
    /// Every condition has held over its whole window, and a later survey has confirmed it.
    case safe

    /// As it is written in metrics, JSON and on the page.
    public var name: String {
        switch self {
        case .unknown: "unknown"
        case .blocked: "blocked"
        case .observing: "observing"
        case .safe: "safe"
        }
    }

    /// Every name that ``name`` can give.
    public static let names = ["unknown", "blocked", "observing", "safe"]
}
