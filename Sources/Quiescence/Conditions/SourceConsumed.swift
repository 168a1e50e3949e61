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
        switch group.commits {
        case .known(let all):
            for commits in all where commits.log == nil {
                judgement.note("\(group.name) has commits on \(commits.topic), which does not exist")
            }
        case .absent: break
        case .unreadable(let cause):
            judgement.doubt("\(group.name)", cause)
            return true
        }
        var reads = false
        for topic in topics {
            guard topic.onOld.hasCommits, let view = topic.source,
                view.role == .source
            else { continue }
            reads = true
            switch view.presence {
            case .gone: judgement.note("\(group.name) has commits on \(view.name), which is gone")
            case .unreadable(let cause): judgement.doubt("\(group.name): \(view.name)", cause)
            case .read:
                guard let more = topic.unprocessed(look) else { break }
                judgement.append(more.gone)
                judgement.append(more.standing)
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
