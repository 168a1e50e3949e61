/// Every offset of every source topic that a group read on OLD was processed somewhere.
enum SourceConsumed {
    static func judge(_ look: Look) -> Judgement {
        var judgement = Judgement()
        let cluster = look.survey.old
        if case .incomplete(let cause) = cluster.groups.completeness {
            judgement.doubt("\(cluster.alias)", cause)
        }
        if case .unreadable(let cause) = cluster.topics { judgement.doubt("\(cluster.alias)", cause) }
        let groups = look.groupsInScope(on: .old)
        var readers = 0
        for group in groups where judge(group, look, &judgement) { readers += 1 }
        judgement.finding.summary = counted(readers, "group") + " with progress on topics of the old cluster"
        return judgement
    }

    /// Judges one group; false if it never committed on a source topic.
    private static func judge(_ group: GroupView, _ look: Look, _ judgement: inout Judgement) -> Bool {
        let commits: [TopicPartition: CommittedOffset]
        switch group.commits.last {
        case .known(let last): commits = last
        case .absent: commits = [:]
        case .unreadable(let cause):
            judgement.doubt("\(group.name)", cause)
            return true
        }
        let topics = Set(commits.keys.map(\.topic)).sorted()
        var reads = false
        for topic in topics {
            guard let view = look.topic(topic, on: .old) else {
                judgement.note("\(group.name) has commits on \(topic), which does not exist")
                continue
            }
            guard view.role == .source else { continue }
            reads = true
            switch view.presence {
            case .gone: judgement.note("\(group.name) has commits on \(topic), which is gone")
            case .unreadable(let cause): judgement.doubt("\(group.name): \(topic)", cause)
            case .read(let survey, _):
                for number in survey.partitions.indices {
                    let partition = TopicPartition(topic, Int32(number))
                    UnprocessedRanges.judge(
                        group, partition, committedOnOld: commits[partition], look, &judgement)
                }
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
