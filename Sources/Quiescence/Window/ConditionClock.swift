/// Observed time for which one condition has held.
///
/// Grows by monotonic time between consecutive surveys that both found it holding; never reads a wall clock.
struct ConditionClock {
    private(set) var observed: Duration = .zero
    private(set) var state: ConditionState?
    /// When it came into its state.
    private(set) var since: WallTime?
    private(set) var lastViolation: WallTime?
    private(set) var restarts: [RestartCause: Int] = [:]
    /// Up to here time has been credited; nil while it does not run.
    private var creditedUpTo: Duration?
    /// When it was last known to hold, for the length of a pause.
    private var lastHeld: Moment?

    /// What a survey changed.
    struct Change {
        var from: ConditionState?
        /// Observed time that was taken back, and why.
        var restarted: (cause: RestartCause, lost: Duration)?
    }

    /// Takes in the state that the survey from `began` to `ended` found.
    ///
    /// `gap` says that the service had not looked since the survey before for longer than it should: that
    /// time is not credited. A pause longer than `maxGap`, before it or in it, sets the clock back where a gap can
    /// hide a violation.
    mutating func advance(
        to next: ConditionState, began: Moment, ended: Moment, gap: Bool, maxGap: Duration,
        canHideInAGap: Bool
    ) -> Change {
        var change = Change(from: state)
        switch next {
        case .fails:
            // A clock that never ran was not set back.
            if let state, state != .fails { change.restarted = restart(.violation) }
            observed = .zero
            creditedUpTo = nil
            lastHeld = nil
            lastViolation = ended.wall
        case .unknown:
            creditedUpTo = nil
        case .holds:
            // Who was stopped in the middle of a survey has not looked since it began.
            if let lastHeld, canHideInAGap,
                began.mayBeLonger(than: maxGap, since: lastHeld)
                    || ended.mayBeLonger(than: maxGap, since: began)
            {
                change.restarted = restart(.gap)
                creditedUpTo = nil
            }
            if let creditedUpTo, !gap, began.monotonic > creditedUpTo {
                observed += began.monotonic - creditedUpTo
                self.creditedUpTo = began.monotonic
            } else {
                // A streak begins: only what follows this survey's last answer is proven by the next one.
                creditedUpTo = ended.monotonic
            }
            lastHeld = ended
        }
        if state != next { since = ended.wall }
        state = next
        return change
    }

    /// Adds time in which only what is waived by now stood in the way; nothing while something else does.
    mutating func credit(_ time: Duration) {
        if state == .holds { observed += time }
    }

    /// A clock that begins anew because the plan changed; it keeps the count of its restarts.
    func restartedForPlan() -> ConditionClock {
        var clock = ConditionClock()
        clock.restarts = restarts
        _ = clock.restart(.planChanged)
        clock.lastViolation = lastViolation
        return clock
    }

    private mutating func restart(_ cause: RestartCause) -> (cause: RestartCause, lost: Duration) {
        let lost = observed
        observed = .zero
        restarts[cause, default: 0] += 1
        return (cause, lost)
    }
}

/// What of it outlives the process. Time in which nobody looked is credited to no clock: a new streak begins.
extension ConditionClock: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        observed = try row.value()
        state = try row.value()
        since = try row.value()
        lastViolation = try row.value()
        restarts = try row.value()
        lastHeld = try row.value()
    }

    func write(to row: inout RowWriter) {
        row.put(observed, state, since, lastViolation, restarts, lastHeld)
    }
}

extension Moment {
    /// The longest time that may have passed since `earlier`: suspended time counts, and so does a
    /// forward jump of the wall clock (a paused virtual machine); a backward one takes nothing away. Unreadable
    /// where the machine was started in between, or is another one, and the wall clock has not gone on; and where
    /// it was set back to an earlier image of itself.
    func elapsed(since earlier: Moment) -> Reading<Duration> {
        let walled = wall.since(earlier.wall)
        if boot == earlier.boot {
            guard boottime >= earlier.boottime else {
                return .unreadable(
                    Cause(.contradiction, "the machine has run for less time than at the last survey"))
            }
            return .known(max(boottime - earlier.boottime, walled))
        }
        guard walled > .zero else {
            return .unreadable(
                Cause(
                    .contradiction,
                    "the machine was started anew, or is another one, and its wall clock stands before the last survey"
                ))
        }
        return .known(walled)
    }

    /// Whether more than `bound` has passed since `earlier`, or may have.
    func mayBeLonger(than bound: Duration, since earlier: Moment) -> Bool {
        switch elapsed(since: earlier) {
        case .known(let time): time > bound
        case .absent, .unreadable: true
        }
    }

    /// How far the wall clock went ahead of (positive) or behind the clock that cannot be set. Between two starts
    /// of the machine only that it went back can be told.
    func wallStep(since earlier: Moment) -> Duration {
        let walled = wall.since(earlier.wall)
        return boot == earlier.boot ? walled - (boottime - earlier.boottime) : min(.zero, walled)
    }
}
