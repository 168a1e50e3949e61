import Quiescence

/// The gates' own series: what alerts rest on, first on the page and never cut.
struct GateMetrics {
    /// Nil before the first survey.
    let verdict: Verdict?
    let timing: Timing
    /// Whether the verdict counts: not once it is stale, and not while evidence cannot be kept. Every gate is
    /// unknown then.
    let counts: Bool
    let tally: Tally

    var blocks: [MetricBlock] { gateBlocks + conditionBlocks }

    private var gateBlocks: [MetricBlock] {
        var safe = MetricBlock(Self.gateSafe)
        var state = MetricBlock(Self.gateState)
        var window = MetricBlock(Self.gateWindow)
        var observed = MetricBlock(Self.gateObserved)
        var since = MetricBlock(Self.gateSafeSince)
        var evaluated = MetricBlock(Self.gateEvaluated)
        var evaluations = MetricBlock(Self.gateEvaluations)
        var failures = MetricBlock(Self.gateFailures)
        for gate in Gate.allCases {
            let (name, judged) = (gate.rawValue, verdict?[gate])
            let now = counts ? judged?.state ?? .unknown : .unknown
            safe.add(.flag(now == .safe), name)
            for other in GateState.names { state.add(.flag(other == now.name), name, other) }
            window.add(.duration(judged?.window ?? timing.window(of: gate)), name)
            observed.add(.duration(judged?.observed ?? .zero), name)
            if counts, let opened = judged?.safeSince { since.add(.time(opened), name) }
            if judged != nil, let verdict { evaluated.add(.time(verdict.surveyed.wall), name) }
            evaluations.add(.count(tally.evaluations), name)
            failures.add(.count(tally.failedEvaluations[gate] ?? 0), name)
        }
        let allSafe = counts && Gate.allCases.allSatisfy { verdict?[$0]?.state == .safe }
        return [
            MetricBlock(Self.safe, .flag(allSafe)), safe, state, window, observed, since, evaluated,
            evaluations, failures,
        ]
    }

    private var conditionBlocks: [MetricBlock] {
        var met = MetricBlock(Self.conditionMet)
        var evaluable = MetricBlock(Self.conditionEvaluable)
        var offenders = MetricBlock(Self.conditionOffenders)
        var waived = MetricBlock(Self.conditionWaivers)
        var observed = MetricBlock(Self.conditionObserved)
        var violated = MetricBlock(Self.conditionViolated)
        var restarts = MetricBlock(Self.conditionRestarts)
        for condition in Condition.allCases {
            let (name, judged) = (condition.rawValue, verdict?[condition])
            let state = counts ? judged?.finding.state ?? .unknown : .unknown
            met.add(.flag(state == .holds), name)
            evaluable.add(.flag(state != .unknown), name)
            if state != .unknown, let judged {
                offenders.add(.count(judged.finding.offenders.count), name)
            }
            waived.add(.count(Set((judged?.finding.waived ?? []).map(\.waiver)).count), name)
            observed.add(.duration(judged?.observed ?? .zero), name)
            if let last = judged?.lastViolation { violated.add(.time(last), name) }
            for cause in RestartCause.allCases {
                restarts.add(.count(judged?.restarts[cause] ?? 0), name, cause.rawValue)
            }
        }
        return [met, evaluable, offenders, waived, observed, violated, restarts]
    }
}

extension GateMetrics {
    private static let safe = MetricFamily.gauge(
        "decommission_safe",
        help: "Whether every gate is safe: the old cluster may be removed. 0 also where it cannot be told.")
    private static let gateSafe = MetricFamily.gauge(
        "decommission_gate_safe", "gate",
        help: "Whether every condition of the gate held over its whole window and the evidence is fresh. "
            + "0 also where it cannot be told.")
    private static let gateState = MetricFamily.gauge(
        "decommission_gate_state", "gate", "state",
        help: "State of the gate: 1 for exactly one of unknown, blocked, observing and safe.")
    private static let gateWindow = MetricFamily.gauge(
        "decommission_gate_window_seconds", "gate",
        help: "Longest time for which a condition of the gate must have held.")
    private static let gateObserved = MetricFamily.gauge(
        "decommission_gate_window_observed_seconds", "gate",
        help: "Part of the gate's window that is behind us, in observed time, as of the last evaluation.")
    private static let gateSafeSince = MetricFamily.gauge(
        "decommission_gate_safe_since_timestamp_seconds", "gate",
        help: "Unix time at which the gate opened; only while it is safe.")
    private static let gateEvaluated = MetricFamily.gauge(
        "decommission_gate_last_evaluation_timestamp_seconds", "gate",
        help: "Unix time of the survey that the gate's state rests on.")
    private static let gateEvaluations = MetricFamily.counter(
        "decommission_gate_evaluations_total", "gate", help: "Surveys that the gate was weighed by.")
    private static let gateFailures = MetricFamily.counter(
        "decommission_gate_evaluation_failures_total", "gate",
        help: "Surveys that brought no verdict on the gate at all, which is a fault of this service.")

    private static let conditionMet = MetricFamily.gauge(
        "decommission_condition_met", "condition",
        help: "Whether the condition holds. 0 also where it cannot be told; see condition_evaluable.")
    private static let conditionEvaluable = MetricFamily.gauge(
        "decommission_condition_evaluable", "condition",
        help: "Whether the condition could be judged, by fresh evidence.")
    private static let conditionOffenders = MetricFamily.gauge(
        "decommission_condition_offenders", "condition",
        help: "Topics, partitions, groups, members or producers that make the condition fail; "
            + "only while it is evaluable.")
    private static let conditionWaivers = MetricFamily.gauge(
        "decommission_condition_waivers", "condition",
        help: "Waivers by which something that the condition found does not count, as of the last evaluation."
    )
    private static let conditionObserved = MetricFamily.gauge(
        "decommission_condition_observed_seconds", "condition",
        help: "Observed time for which the condition has held, as of the last evaluation.")
    private static let conditionViolated = MetricFamily.gauge(
        "decommission_condition_last_violation_timestamp_seconds", "condition",
        help: "Unix time at which the condition failed last; only if it ever did.")
    private static let conditionRestarts = MetricFamily.counter(
        "decommission_condition_restarts_total", "condition", "cause",
        help: "How often the condition's clock was set back: by a violation, a gap, or a changed plan.")
}
