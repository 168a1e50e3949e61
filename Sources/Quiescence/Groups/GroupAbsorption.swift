/// What the groups of a weighed survey leave in memory.
extension Memory {
    /// Takes in the groups of one cluster.
    mutating func absorbGroups(on side: Side, _ look: Look) {
        var memory = groups[side] ?? GroupsMemory()
        for view in look.groups[side] ?? [] {
            guard case .listed(let survey) = view.presence else { continue }
            var group = memory.byName[view.name] ?? GroupMemory()
            group.lastListed = surveysWeighed
            group.hadMembers = SeedRule.hadMembers(view)
            group.wasMirrorMakers = view.isMirrorMakers
            let commits: [TopicPartition: CommittedOffset]
            switch survey.commits {
            case .known(let known): commits = known
            case .absent: commits = [:]
            case .unreadable:
                memory.byName[view.name] = group
                continue
            }
            for (partition, commit) in commits {
                group.commits[partition] = remembered(commit, partition, view, look)
            }
            group.lastCommitsRead = surveysWeighed
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
        var seed = seed(of: commit, on: partition, view, look)
        if seed.upstream == nil, view.side == .new,
            let source = look.naming.source(ofMirror: partition.topic)
        {
            // Kept as soon as it can be told: the pairs that tell it are compacted away later.
            let translation = GroupProgress.translation(of: TopicPartition(source, partition.partition), look)
            seed.upstream = translation?.readFrom(seed.offset.value)
        }
        let moved = before.map { $0.committed != commit } ?? (view.memory?.lastCommitsRead != nil)
        return CommitMemory(
            committed: commit, movedAt: moved ? look.survey.ended.wall : before?.movedAt, seed: seed,
            lastRead: surveysWeighed)
    }

    private func seed(
        of commit: CommittedOffset, on partition: TopicPartition, _ view: GroupView, _ look: Look
    ) -> Seed {
        guard view.side == .new, look.topic(partition.topic, on: .new)?.role == .mirror else {
            return view.memory?.commits[partition]?.seed
                ?? Seed(offset: commit, witnessed: false, upstream: nil, writtenByMirrorMaker: false)
        }
        return SeedRule.seed(of: view, on: partition, commit: commit, look)
    }
}
