/// What the groups of a weighed survey leave in memory.
extension Memory {
    /// Takes in the groups of one cluster.
    mutating func absorbGroups(on side: Side, _ look: Look) {
        var memory = groups[side] ?? GroupsMemory()
        for view in look.groups[side] ?? [] {
            guard case .listed(let survey) = view.presence else { continue }
            var group = memory.byName.removeValue(forKey: view.name) ?? GroupMemory()
            group.lastListed = surveysWeighed
            group.hadMembers = SeedRule.hadMembers(view)
            group.wasMirrorMakers = view.isMirrorMakers
            if !view.isProvablyEmpty || view.hasMovedCommits { group.lastRestless = surveysWeighed }
            switch survey.commits {
            case .known(let commits):
                for (partition, commit) in commits {
                    group.commits[partition] = remembered(commit, partition, view, look)
                }
                group.lastCommitsRead = surveysWeighed
            case .absent: group.lastCommitsRead = surveysWeighed
            case .unreadable: break
            }
            memory.byName[view.name] = group
        }
        if case .complete = look.cluster(side).groups.completeness {
            memory.lastCompleteListing = surveysWeighed
        }
        groups[side] = memory
    }

    private func remembered(
        _ commit: CommittedOffset, _ partition: TopicPartition, _ view: GroupView, _ look: Look
    ) -> CommitMemory {
        let before = view.memory?.commits[partition]
        let hasMoved = before.map { $0.committed != commit } ?? (view.memory?.lastCommitsRead != nil)
        var memory = CommitMemory(
            committed: commit, movedAt: hasMoved ? look.survey.ended.wall : before?.movedAt, seed: .absent,
            reached: nil, lastRead: surveysWeighed,
            skipped: SkippedRanges.of(view, on: partition, commit: commit, look))
        guard view.side == .new, look.topic(partition.topic, on: .new)?.role == .mirror,
            let topic = look.naming.source(ofMirror: partition.topic)
        else { return memory }
        let source = TopicPartition(topic, partition.partition)
        // Kept as soon as it can be told: the pairs that tell it are compacted away later.
        memory.seed = SeedRule.seed(of: view, on: partition, commit: commit, look).map { seed in
            var seed = seed
            if seed.upstream == nil {
                seed.upstream = GroupProgress.translation(of: source, look)?.readFrom(seed.offset.value)
            }
            return seed
        }
        memory.reached = GroupProgress.readBelow(commit, source, partition, before, look)
        return memory
    }
}

extension GroupView {
    /// Whether its coordinator says that it has no member.
    fileprivate var isProvablyEmpty: Bool {
        guard case .listed(let survey) = presence, survey.state == .known(.empty) else { return false }
        if case .known(let members) = survey.members { return members.isEmpty }
        return true
    }

    /// Whether a commit of it stands elsewhere than where it was read last.
    fileprivate var hasMovedCommits: Bool {
        guard let memory, case .current(let now, _) = commits else { return false }
        return now.contains { memory.commits[$0.key]?.committed != $0.value }
    }
}
