import Quiescence

extension ClusterSurvey {
    /// The first thing that kept this cluster from being read completely. There need not be one of its own:
    /// a partition without a leader has no offsets, and no reading of it failed.
    var obstacle: Cause {
        identity.obstacle ?? brokers.obstacle ?? topics.obstacle ?? groups.obstacle ?? offsetObstacle
            ?? Cause(.incomplete, "\(alias): a part of the answer is missing")
    }

    private var offsetObstacle: Cause? {
        guard case .known(let topics) = topics else { return nil }
        for (_, reading) in topics.sorted(by: { $0.key < $1.key }) {
            guard case .known(let topic) = reading else { return reading.obstacle }
            let causes = topic.partitions.lazy.compactMap {
                $0.start.obstacle ?? $0.end.obstacle ?? $0.stable.obstacle
            }
            if let cause = causes.first { return cause }
        }
        return nil
    }
}

extension GroupListing {
    fileprivate var obstacle: Cause? {
        switch completeness {
        case .incomplete(let cause): cause
        case .complete:
            seen.sorted { $0.key < $1.key }.lazy
                .compactMap { $0.value.commits.obstacle ?? $0.value.state.obstacle }
                .first { $0.kind != .unsupported }
        }
    }
}

extension MirrorSurvey {
    /// The first of MirrorMaker's topics that could not be read; nil if all could.
    var obstacle: Cause? { positions.obstacle ?? syncs.obstacle ?? checkpoints.obstacle }
}

extension Reading {
    /// Why this could not be read; nil where an answer came, even if the answer is that there is none.
    var obstacle: Cause? {
        switch self {
        case .known, .absent: nil
        case .unreadable(let cause): cause
        }
    }
}
