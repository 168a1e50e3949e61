/// What the groups of a weighed survey leave in memory.
extension Memory {
    /// Takes in the groups of one cluster.
    mutating func absorbGroups(on side: Side, _ look: Look) {
        for pair in look.groupPairs {
            guard let view = pair[side], case .listed(let survey) = view.presence else { continue }
            var group = groups[side].byName[view.name] ?? GroupMemory()
            group.lastListed = surveysWeighed
            group.hadMembers = SeedRule.hadMembers(view)
            group.wasMirrorMakers = view.isMirrorMakers
            switch survey.commits {
            case .known, .absent:
                // Not if a partition of its topics became another one just now.
                let isUntouched = group.topics == view.memory?.topics ?? [:]
                for (commits, reader) in pair.reading(on: side) {
                    if isUntouched, !commits.hasMoved, !commits.hasGone, reader?.isAtRest ?? true { continue }
                    let before =
                        isUntouched ? commits.memory : group.topics[commits.topic] ?? GroupTopicMemory()
                    let after = absorbed(commits, by: reader, view, before, look)
                    if after != before { group.topics[commits.topic] = after }
                }
                group.lastCommitsRead = surveysWeighed
            case .unreadable: break
            }
            if view.isRestless { group.lastRestless = surveysWeighed }
            groups[side].byName[view.name, default: GroupMemory()] = group
        }
        if case .complete = look.cluster(side).groups.completeness {
            groups[side].lastCompleteListing = surveysWeighed
        }
    }

    /// What is to be remembered of a group on one topic; `reader` is it beside the source, on a mirror.
    private func absorbed(
        _ commits: GroupCommits, by reader: GroupTopic?, _ view: GroupView, _ before: GroupTopicMemory,
        _ look: Look
    ) -> GroupTopicMemory {
        var memory = before
        memory.movedAt = commits.movedAt(now: look.survey.ended.wall)
        if commits.hasMoved || commits.hasGone || before != commits.memory {
            for (number, commit) in commits.current {
                memory.commits[number] = CommitMemory(committed: commit)
                memory.noteUnread(number) { $0.skipped = commits.skipped(number) }
                keepOvertaken(commits, commit, number, by: reader, &memory, look)
            }
            for (number, commit) in commits.vanished where memory.commits[number] == commit {
                if commit.readUntil == nil {
                    memory.commits[number]?.readUntil = view.memory?.lastCommitsRead
                }
            }
        }
        if let reader {
            for (number, commit) in commits.current {
                keepOrigin(of: commit, on: number, by: reader, &memory, look)
            }
        }
        return memory
    }

    /// Kept as soon as it can be told: the pairs that tell it are compacted away later.
    private func keepOrigin(
        of commit: CommittedOffset, on number: Int32, by reader: GroupTopic, _ memory: inout GroupTopicMemory,
        _ look: Look
    ) {
        var origin = Origin(reached: reader.readBelow(commit, on: number, look))
        if case .known(var seed) = reader.seeds(look)[number] {
            if seed.upstream == nil {
                seed.upstream = reader.translation(of: number, look)?.readFrom(seed.offset.value)
            }
            origin.seed = seed
        }
        memory.origins.set(number, origin)
    }

    private func keepOvertaken(
        _ commits: GroupCommits, _ commit: CommittedOffset, _ number: Int32, by reader: GroupTopic?,
        _ memory: inout GroupTopicMemory, _ look: Look
    ) {
        guard let log = commits.log else { return }
        // What MirrorMaker commits for a group is no reading of the group's own.
        if case .known(let seed) = reader?.seeds(look)[number], seed.writtenByMirrorMaker { return }
        guard let range = commits.overtakenNow(number, start: log.start(of: number)) else { return }
        memory.noteUnread(number) { $0.overtaken.insert(range) }
    }
}

extension GroupPair {
    /// All commits of the group on one cluster; those on a mirror beside its source.
    fileprivate func reading(on side: Side) -> [(commits: GroupCommits, reader: GroupTopic?)] {
        guard case .known(let commits) = self[side]?.commits else { return [] }
        switch side {
        case .old: return commits.map { ($0, nil) }
        case .new:
            return topics.filter { $0.mirror?.role == .mirror && !$0.onNew.isEmpty }.map { ($0.onNew, $0) }
                + commits.filter { $0.log?.role != .mirror }.map { ($0, nil) }
        }
    }
}

extension GroupView {
    /// Whether it has, or may have, a member, or a commit of it was seen to move.
    fileprivate var isRestless: Bool {
        guard isProvablyEmpty else { return true }
        guard memory != nil, case .known(let commits) = commitsNow else { return false }
        return commits.contains { $0.hasMoved }
    }

    /// Whether its coordinator says that it has no member.
    private var isProvablyEmpty: Bool {
        guard case .listed(let survey) = presence, survey.state == .known(.empty) else { return false }
        if case .known(let members) = survey.members { return members.isEmpty }
        return true
    }
}
