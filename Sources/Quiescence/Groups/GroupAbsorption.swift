/// What the groups of a weighed survey leave in memory.
extension Memory {
    /// Takes in the groups of one cluster.
    mutating func absorbGroups(on side: Side, _ look: Look) {
        var memory = groups[side]
        for pair in look.groupPairs {
            guard let view = pair[side], case .listed(let survey) = view.presence else { continue }
            var group = memory.byName[view.name] ?? GroupMemory()
            group.lastListed = surveysWeighed
            group.hadMembers = SeedRule.hadMembers(view)
            group.wasMirrorMakers = view.isMirrorMakers
            if !view.isProvablyEmpty || view.memory != nil && !view.movedCommits.isEmpty {
                group.lastRestless = surveysWeighed
            }
            switch survey.commits {
            case .known(let commits):
                for (topic, column) in commits.topics {
                    group.commits[topic].merge(remembered(column, on: topic, by: view, pair, look))
                    keepSkipped(column, on: topic, by: view, in: &group, look)
                    keepOvertaken(column, on: topic, by: view, pair, in: &group, look)
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
        _ commits: PartitionColumn<CommittedOffset>, on topic: TopicName, by view: GroupView,
        _ pair: GroupPair, _ look: Look
    ) -> PartitionColumn<CommitMemory> {
        let known = view.memory?.commits[topic] ?? PartitionColumn()
        let wasRead = view.memory?.lastCommitsRead != nil
        let reader = view.side == .new ? pair.reader(ofMirror: topic) : nil
        return commits.mapEach { number, commit in
            let before = known[number]
            let hasMoved = before.map { $0.committed != commit } ?? wasRead
            var memory = CommitMemory(
                committed: commit, movedAt: hasMoved ? look.survey.ended.wall : before?.movedAt, seed: nil,
                reached: nil, lastRead: surveysWeighed)
            guard let reader else { return memory }
            // Kept as soon as it can be told: the pairs that tell it are compacted away later.
            if case .known(var seed) = reader.seeds[number] {
                if seed.upstream == nil {
                    seed.upstream = reader.translation(of: number)?.readFrom(seed.offset.value)
                }
                memory.seed = seed
            }
            memory.reached = reader.readBelow(commit, on: number, before)
            return memory
        }
    }
}

extension Memory {
    private func keepSkipped(
        _ commits: PartitionColumn<CommittedOffset>, on topic: TopicName, by view: GroupView,
        in group: inout GroupMemory, _ look: Look
    ) {
        let known = view.memory?.commits[topic] ?? PartitionColumn()
        let before = view.memory?.skipped[topic] ?? PartitionColumn()
        guard SkippedRanges.arePossible(view, remembered: known, before, look) else { return }
        for (number, commit) in commits {
            let skipped = SkippedRanges.of(
                view, commit, remembered: known[number], before[number] ?? [], look)
            if skipped.isEmpty, before[number] == nil { continue }
            group.skipped[topic][number] = skipped.isEmpty ? nil : skipped
        }
    }
}

extension Memory {
    private func keepOvertaken(
        _ commits: PartitionColumn<CommittedOffset>, on topic: TopicName, by view: GroupView,
        _ pair: GroupPair, in group: inout GroupMemory, _ look: Look
    ) {
        guard let log = look.topic(topic, on: view.side), let known = view.memory?.commits[topic] else {
            return
        }
        let reader = view.side == .new ? pair.reader(ofMirror: topic) : nil
        for (number, commit) in commits {
            // What MirrorMaker commits for a group is no reading of the group's own.
            if case .known(let seed) = reader?.seeds[number], seed.writtenByMirrorMaker { continue }
            let ranges = OvertakenRanges.of(
                commit, remembered: known[number], start: log.start(of: number), nil)
            for range in ranges?.ranges ?? [] {
                group.overtaken[topic][number, default: ExpiredRanges()].insert(range)
            }
        }
    }
}

extension GroupPair {
    /// The group beside a topic of NEW, if that is a mirror.
    fileprivate func reader(ofMirror topic: TopicName) -> GroupTopic? {
        topics.first { $0.mirror?.role == .mirror && $0.link.mirror == topic }
    }
}

extension GroupView {
    /// Whether its coordinator says that it has no member.
    fileprivate var isProvablyEmpty: Bool {
        guard case .listed(let survey) = presence, survey.state == .known(.empty) else { return false }
        if case .known(let members) = survey.members { return members.isEmpty }
        return true
    }
}
