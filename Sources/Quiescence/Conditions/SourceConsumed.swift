/// Every offset of every source topic that a group read on OLD was processed somewhere.
enum SourceConsumed {
    static func judge(_ look: Look) -> Judgement {
        var judgement = Judgement()
        judgement.doubtListings(of: look.survey.old)
        var readers = 0
        for pair in look.groupPairs {
            guard let group = pair.onOld, group.isInScope else { continue }
            if judge(group, pair.topics, look, &judgement) { readers += 1 }
        }
        judgement.finding.summary = counted(readers, "group") + " with progress on topics of the old cluster"
        return judgement
    }

    /// Judges one group; false if it never committed on a source topic.
    private static func judge(
        _ group: GroupView, _ topics: [GroupTopic], _ look: Look, _ judgement: inout Judgement
    ) -> Bool {
        let commits: PartitionMap<CommittedOffset>
        switch group.lastCommits {
        case .known(let last): commits = last
        case .absent: commits = [:]
        case .unreadable(let cause):
            judgement.doubt("\(group.name)", cause)
            return true
        }
        for topic in commits.topics.keys.filter({ look.topic($0, on: .old) == nil }).sorted() {
            judgement.note("\(group.name) has commits on \(topic), which does not exist")
        }
        var reads = false
        for topic in topics {
            guard !commits[topic.link.source].isEmpty, let view = topic.source, view.role == .source else {
                continue
            }
            reads = true
            switch view.presence {
            case .gone: judgement.note("\(group.name) has commits on \(view.name), which is gone")
            case .unreadable(let cause): judgement.doubt("\(group.name): \(view.name)", cause)
            case .read: if let more = topic.unprocessed(look) { judgement.append(more) }
            }
        }
        if reads, let moved = look.plan.groups.moved[group.name] {
            judgement.note(
                "\(group.name) began on \(look.plan.new.alias) as configured (\(moved.from.rawValue)), not as seen: "
                    + moved.reason)
        }
        return reads
    }
}
