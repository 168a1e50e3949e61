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
    /// The wall clock went forward (positive) or back beside the clock that cannot be set.
    case clockStepped(Duration)
    /// The service did not look for longer than three intervals; unreadable where nobody can tell for how long.
    case gap(Reading<Duration>)
}
