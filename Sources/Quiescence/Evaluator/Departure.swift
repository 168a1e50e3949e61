/// A survey that meets a deletion under way: the list still names a topic, and its leader knows it no more.
///
/// Where the gate is safe, that is the removal and no failure to read. Taken for one it would shut the gate, and
/// what is gone in the next survey would have been deleted while its gate was not safe.
extension Survey {
    /// The same, with what is being deleted as gone as it is about to be.
    ///
    /// - Parameter safe: Gates that were safe at the last survey.
    /// - Parameter isMirror: Whether a topic of NEW is a mirror.
    func departed(_ safe: Set<Gate>, isMirror: (TopicName) -> Bool) -> Survey {
        var survey = self
        if safe.contains(.mirrorMaker) {
            survey.mirror.positions = mirror.positions.departed
            survey.mirror.syncs = mirror.syncs.departed
        }
        if safe.contains(.mirrorTopics), case .known(let topics) = new.topics {
            let departing = topics.filter { $0.value.isDeparting && isMirror($0.key) }
            if !departing.isEmpty {
                survey.new.topics = .known(topics.filter { departing[$0.key] == nil })
            }
        }
        return survey
    }
}

extension Reading {
    /// Absent, where the brokers say that it does not exist.
    fileprivate var departed: Reading { isMissing ? .absent : self }

    fileprivate var isMissing: Bool {
        if case .unreadable(let cause) = self { return cause.kind == .missing }
        return false
    }
}

extension Reading<TopicSurvey> {
    fileprivate var isDeparting: Bool {
        switch self {
        case .absent: false
        case .unreadable: isMissing
        case .known(let topic): topic.partitions.contains { $0.start.isMissing || $0.end.isMissing }
        }
    }
}
