/// What the groups of a weighed survey leave in memory.
extension Memory {
    /// Takes in the groups of one cluster.
    mutating func absorbGroups(on side: Side, _ look: Look) {
        for pair in look.groupPairs {
            guard let view = pair[side], case .listed(let survey) = view.presence else { continue }
            groups[side].byName[view.name, default: GroupMemory()]
                .absorb(view, survey, pair, survey: surveysWeighed, look)
        }
        if case .complete = look.cluster(side).groups.completeness {
            groups[side].lastCompleteListing = surveysWeighed
        }
    }
}

extension GroupMemory {
    /// Takes in a group that was listed in the survey of that number.
    fileprivate mutating func absorb(
        _ view: GroupView, _ seen: GroupSurvey, _ pair: GroupPair, survey number: Int, _ look: Look
    ) {
        lastListed = number
        hadMembers = SeedRule.hadMembers(view)
        wasMirrorMakers = view.isMirrorMakers
        switch seen.commits {
        case .known, .absent:
            // Not if a partition of its topics became another one just now.
            let isUntouched = topics == view.memory?.topics ?? [:]
            var changed: [(topic: TopicName, memory: GroupTopicMemory)] = []
            pair.forEachReading(on: view.side) { commits, reader in
                if isUntouched, !commits.hasMoved, !commits.hasGone, reader?.isAtRest ?? true { return }
                let before = isUntouched ? commits.memory : topics[commits.topic] ?? GroupTopicMemory()
                let after = before.absorbing(commits, by: reader, view, look)
                if after != before { changed.append((commits.topic, after)) }
            }
            for (topic, memory) in changed { topics[topic, default: memory] = memory }
            lastCommitsRead = number
        case .unreadable: break
        }
        if view.isRestless { lastRestless = number }
    }
}

extension GroupTopicMemory {
    /// What is to be remembered of a group on one topic; `reader` is it beside the source, on a mirror.
    fileprivate func absorbing(
        _ commits: GroupCommits, by reader: GroupTopic?, _ view: GroupView, _ look: Look
    ) -> GroupTopicMemory {
        let before = self
        var memory = before
        memory.movedAt = commits.movedAt(now: look.survey.ended.wall)
        if commits.hasMoved || commits.hasGone || before != commits.memory {
            for (number, commit) in commits.current {
                memory.commits[number] = CommitMemory(committed: commit)
                memory.noteUnread(number) {
                    $0.skipped = commits.skipped(number)
                    $0.cut = before.cut(number, at: commit)
                }
                memory.keepOvertaken(commits, commit, number, by: reader, look)
            }
            // With a topic that is deleted its commits go: what comes then is read from where its client begins.
            for (number, _) in before.unread where commits.current[number] == nil {
                memory.noteUnread(number) { $0.cut = nil }
            }
            for (number, commit) in commits.vanished where memory.commits[number] == commit {
                if commit.readUntil == nil {
                    memory.commits[number]?.readUntil = view.memory?.lastCommitsRead
                }
            }
        }
        if let reader {
            for (number, commit) in commits.current {
                memory.keepOrigin(of: commit, on: number, by: reader, look)
            }
        }
        return memory
    }

    /// Kept as soon as it can be told: the pairs that tell it are compacted away later.
    private mutating func keepOrigin(
        of commit: CommittedOffset, on number: Int32, by reader: GroupTopic, _ look: Look
    ) {
        var origin = Origin(reached: reader.readBelow(commit, on: number, look))
        if case .known(var seed) = reader.seeds(look)[number] {
            seed.upstream = reader.began(seed, on: number, look)
            origin.seed = seed
        }
        origins.set(number, origin)
    }

    private mutating func keepOvertaken(
        _ commits: GroupCommits, _ commit: CommittedOffset, _ number: Int32, by reader: GroupTopic?,
        _ look: Look
    ) {
        guard let log = commits.log else { return }
        // What MirrorMaker commits for a group is no reading of the group's own.
        if case .known(let seed) = reader?.seeds(look)[number], seed.writtenByMirrorMaker { return }
        guard let range = commits.overtakenNow(number, start: log.start(of: number)) else { return }
        noteUnread(number) { $0.overtaken.insert(range) }
    }
}

extension GroupPair {
    /// Goes through all commits of the group on one cluster; those on a mirror come with it beside the source.
    fileprivate func forEachReading(on side: Side, _ take: (GroupCommits, GroupTopic?) -> Void) {
        guard case .known(let commits) = self[side]?.commits else { return }
        switch side {
        case .old: for commits in commits { take(commits, nil) }
        case .new:
            for topic in topics where topic.mirror?.role == .mirror && !topic.onNew.isEmpty {
                take(topic.onNew, topic)
            }
            for commits in commits where commits.log?.role != .mirror { take(commits, nil) }
        }
    }
}

extension GroupView {
    /// Whether it has a member, or a commit of it was seen to move. That it may have one explains nothing.
    fileprivate var isRestless: Bool {
        if hasMembers { return true }
        guard memory != nil, case .known(let commits) = commitsNow else { return false }
        return commits.contains { $0.hasMoved }
    }

    /// Whether its coordinator says that it has a member.
    private var hasMembers: Bool {
        guard case .listed(let survey) = presence else { return false }
        if case .known(let members) = survey.members, !members.isEmpty { return true }
        switch survey.state {
        case .known(.stable), .known(.rebalancing): return true
        case .known(.empty), .absent, .unreadable: return false
        }
    }
}
