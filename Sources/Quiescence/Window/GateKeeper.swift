/// Decides one gate from its conditions' findings and clocks.
struct GateKeeper {
    let gate: Gate
    private(set) var state: GateState?
    private(set) var safeSince: WallTime?
    /// When every window was first complete; opening needs another survey at least `confirmation` later.
    private var completeSince: Duration?

    init(gate: Gate) { self.gate = gate }

    /// What a survey changed.
    struct Change {
        var from: GateState?
        var revoked: Bool
    }

    /// Takes in one survey's conditions.
    mutating func decide(
        _ conditions: [ConditionVerdict], timing: Timing, began: Moment, ended: Moment
    ) -> (verdict: GateVerdict, change: Change) {
        let needed = conditions.filter { gate.conditions.contains($0.condition) }
        let failing = needed.filter { $0.finding.state == .fails }.map(\.condition)
        let unknown = needed.filter { $0.finding.state == .unknown }.map(\.condition)
        let remaining =
            needed.map { timing.window(of: $0.condition, for: gate) - $0.observed }.max() ?? timing.window
        let window = needed.map { timing.window(of: $0.condition, for: gate) }.max() ?? timing.window
        let before = state
        let next: GateState
        // Every condition must be here: a missing one is not known to hold.
        let missing = gate.conditions.contains { condition in
            !needed.contains { $0.condition == condition }
        }
        if !failing.isEmpty {
            next = .blocked
            completeSince = nil
        } else if !unknown.isEmpty || missing {
            next = .unknown
            completeSince = nil
        } else {
            next = running(remaining, timing.confirmation, began, ended)
        }
        safeSince = next == .safe ? (before == .safe ? safeSince : ended.wall) : nil
        state = next
        let verdict = GateVerdict(
            gate: gate, state: next, window: window,
            observed: min(window, max(.zero, window - remaining)), safeSince: safeSince,
            failing: failing, unknown: unknown)
        return (verdict, Change(from: before, revoked: before == .safe && next != .safe))
    }

    /// All hold: is the window behind us, and has a later survey confirmed it?
    private mutating func running(
        _ remaining: Duration, _ confirmation: Duration, _ began: Moment, _ ended: Moment
    ) -> GateState {
        guard remaining <= .zero else {
            completeSince = nil
            return .observing(remaining: remaining + confirmation)
        }
        // It was confirmed before, and nothing has come in between.
        if state == .safe { return .safe }
        guard let completeSince else {
            self.completeSince = ended.monotonic
            return .observing(remaining: confirmation)
        }
        let confirmed = began.monotonic - completeSince
        return confirmed >= confirmation ? .safe : .observing(remaining: confirmation - confirmed)
    }
}

/// What of it outlives the process. A window that was complete and not confirmed has to be confirmed anew.
extension GateKeeper: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        gate = try row.value()
        state = try row.value()
        safeSince = try row.value()
    }

    func write(to row: inout RowWriter) { row.put(gate, state, safeSince) }
}
