public import Quiescence

/// Everything that a file or a few flags say, checked as a whole.
public struct Configuration: Sendable, Equatable {
    public var old: ClusterConnection
    public var new: ClusterConnection
    /// What is to be proven.
    public var plan: Plan
    /// What of the plan's words on MirrorMaker somebody has written, and not MirrorMaker itself.
    public var choices: MirrorChoices
    public var sampling: Sampling
    /// Where each declared producer's target is written; its names are those of the plan.
    public var producers: [ProducerName: ProducerSource]

    public init(
        old: ClusterConnection, new: ClusterConnection, plan: Plan, sampling: Sampling = Sampling(),
        producers: [ProducerName: ProducerSource] = [:], choices: MirrorChoices = MirrorChoices()
    ) {
        self.old = old
        self.new = new
        self.plan = plan
        self.sampling = sampling
        self.producers = producers
        self.choices = choices
    }

    /// How to reach one of the two clusters.
    public func connection(_ side: Side) -> ClusterConnection {
        switch side {
        case .old: old
        case .new: new
        }
    }
}

/// How the clusters are asked.
public struct Sampling: Sendable, Equatable {
    /// From one survey's beginning to the next one's; the plan's timing carries the same.
    public var interval: Duration
    /// How long one survey may take; never above ``interval``.
    public var timeout: Duration
    /// Group offset requests in flight at once.
    public var concurrency: Int

    public init(
        interval: Duration = .seconds(30), timeout: Duration = .seconds(20), concurrency: Int = 32
    ) {
        self.interval = interval
        self.timeout = timeout
        self.concurrency = concurrency
    }
}
