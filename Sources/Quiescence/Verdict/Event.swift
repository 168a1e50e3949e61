/// A change, not a state: what is logged, counted and, later, kept for good.
public enum Event: Sendable, Equatable {
    case conditionChanged(Condition, from: ConditionState?, to: ConditionState, why: String)
    case windowRestarted(Condition, RestartCause, lost: Duration)
    case gateChanged(Gate, from: GateState?, to: GateState)
    /// These parts of the plan are other ones from now on.
    case planChanged([PlanPart])
    /// A waiver came into force; the findings that it covers, each in words.
    case waiverBegan(Waiver, covers: [String])
    /// A waiver expired, or was taken out of the configuration.
    case waiverEnded(Waiver)
    /// It was safe and is no more.
    case gateRevoked(Gate, why: String)
    /// Records are lost, and it was not known, or are about twice as many as when it was told last.
    case lossFound(Condition, [Offender])
    /// Some of what a gate is about is gone, and the gate was safe.
    case removed(Removed)
    /// Some of that is back.
    case returned(Removed)
    /// The wall clock went forward (positive) or back beside the clock that cannot be set.
    case clockStepped(Duration)
    /// The service did not look for longer than three intervals; unreadable where nobody can tell for how long.
    case gap(Reading<Duration>)
}

/// A step of the removal, or back.
public struct Removed: Sendable, Equatable {
    /// The gate that lets it go.
    public var gate: Gate
    /// What went, or came back, in this survey; sorted.
    public var names: [String]
    /// How many are gone now.
    public var gone: Int
    /// How many there ever were.
    public var of: Int

    public init(gate: Gate, names: [String], gone: Int, of: Int) {
        self.gate = gate
        self.names = names
        self.gone = gone
        self.of = of
    }
}
