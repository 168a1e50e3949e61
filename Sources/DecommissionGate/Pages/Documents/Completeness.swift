import Quiescence

extension ClusterSurvey {
    /// Whether this survey read the cluster completely: identity, brokers, all offsets of all topics,
    /// all groups with their commits. What the cluster or its library cannot tell at all is no failure
    /// to read; the conditions that need it are unknown by themselves.
    var isComplete: Bool {
        guard identity.isKnown, brokers.isKnown, case .known(let topics) = topics else { return false }
        guard case .complete = groups.completeness else { return false }
        return topics.values.allSatisfy { topic in
            guard case .known(let topic) = topic else { return false }
            return topic.partitions.allSatisfy(\.isComplete)
        } && groups.seen.values.allSatisfy { $0.commits.wasAnswered && $0.state.wasAnswered }
    }
}

extension PartitionSurvey {
    fileprivate var isComplete: Bool { start.isKnown && end.isKnown && stable.isKnown }
}

extension GroupListing {
    /// How many groups to show; nil where the list is empty only because nobody answered.
    var countToShow: Int? {
        switch completeness {
        case .complete: seen.count
        case .incomplete: seen.isEmpty ? nil : seen.count
        }
    }
}

extension Reading {
    /// The value where there is one to show; for pages, never for a verdict.
    var valueToShow: Value? {
        switch self {
        case .known(let value): value
        case .absent, .unreadable: nil
        }
    }

    fileprivate var wasAnswered: Bool {
        switch self {
        case .known, .absent: true
        case .unreadable(let cause): cause.kind == .unsupported
        }
    }
}
