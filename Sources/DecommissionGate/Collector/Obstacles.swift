import Quiescence

extension ClusterSurvey {
    /// The first thing that kept this cluster from being read completely; nil if it was.
    var obstacle: Cause? {
        if let cause = identity.obstacle ?? brokers.obstacle ?? topics.obstacle { return cause }
        if case .incomplete(let cause) = groups.completeness { return cause }
        guard case .known(let topics) = topics else { return nil }
        for (_, reading) in topics.sorted(by: { $0.key < $1.key }) {
            if let cause = reading.obstacle { return cause }
            guard case .known(let topic) = reading else { continue }
            for partition in topic.partitions {
                if let cause = partition.start.obstacle ?? partition.end.obstacle { return cause }
            }
        }
        return groups.seen.sorted { $0.key < $1.key }.lazy.compactMap(\.value.commits.obstacle).first
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
