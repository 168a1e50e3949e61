/// Windows and bounds of time, all in observed time unless it says otherwise.
public struct Timing: Sendable, Equatable {
    /// From one survey's beginning to the next one's. A verdict older than three of them is stale.
    public var interval: Duration
    /// For how long every condition must have held.
    public var window: Duration
    /// A longer pause restarts the conditions that a gap can hide from.
    public var maxGap: Duration
    /// Windows of single conditions; each wins over ``window`` and over a gate's own.
    public var conditionWindows: [Condition: Duration]
    /// Windows of single gates; each wins over ``window``.
    public var gateWindows: [Gate: Duration]
    /// How much later another survey must confirm the one that completed a window: an acknowledged
    /// record can hide that long behind a lagging follower (`replica.lag.time.max.ms`).
    public var confirmation: Duration

    public init(
        interval: Duration = .seconds(30), window: Duration = .seconds(86_400),
        maxGap: Duration = .seconds(3600), conditionWindows: [Condition: Duration] = [:],
        gateWindows: [Gate: Duration] = [:], confirmation: Duration = .seconds(30)
    ) {
        self.interval = interval
        self.window = window
        self.maxGap = maxGap
        self.conditionWindows = conditionWindows
        self.gateWindows = gateWindows
        self.confirmation = confirmation
    }

    /// The window that `condition` must have held for before `gate` may open.
    public func window(of condition: Condition, for gate: Gate) -> Duration {
        conditionWindows[condition] ?? gateWindows[gate] ?? window
    }

    /// The age at which a verdict no longer counts.
    public var staleAfter: Duration { interval * 3 }
}
