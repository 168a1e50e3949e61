/// Decides where a group began on a mirror, and whether a commit there is a reader's at all.
enum SeedRule {
    /// The seed of a commit that stands on a mirror partition now; unreadable where it cannot be told
    /// whether MirrorMaker wrote the commit.
    ///
    /// A commit that MirrorMaker's `sync.group.offsets` wrote equals its checkpoint, in a group that never
    /// had a member on NEW. When a member goes on from it, that commit is the seed, and the checkpoint
    /// tells the source offset that it stands for.
    static func seed(
        of group: GroupView, on mirror: TopicPartition, commit: CommittedOffset, _ look: Look
    ) -> Reading<Seed> {
        let remembered = group.memory?.commits[mirror]?.seed
        if case .known(let seed) = remembered, !seed.writtenByMirrorMaker {
            if SkippedRanges.beganAnew(group, on: mirror, at: commit, look) {
                return .known(
                    Seed(offset: commit, witnessed: true, upstream: nil, writtenByMirrorMaker: false))
            }
            return .known(seed.lowered(to: commit))
        }
        let before: Seed?
        if case .known(let seed) = remembered { before = seed } else { before = nil }
        if !hadMembers(group) {
            switch written(commit, by: group, mirror, before, look) {
            case .known(let seed): return .known(seed)
            case .unreadable(let cause): return .unreadable(cause)
            case .absent: break
            }
        }
        guard let before else {
            let witnessed = isWitnessed(group, mirror, look)
            return .known(
                Seed(offset: commit, witnessed: witnessed, upstream: nil, writtenByMirrorMaker: false))
        }
        let reader = Seed(
            offset: before.offset, witnessed: true, upstream: before.upstream, writtenByMirrorMaker: false)
        return .known(reader.lowered(to: commit))
    }

    /// The seed, if MirrorMaker wrote this commit of a group without members; absent if it did not.
    private static func written(
        _ commit: CommittedOffset, by group: GroupView, _ mirror: TopicPartition, _ before: Seed?,
        _ look: Look
    ) -> Reading<Seed> {
        if let before, before.offset == commit { return .known(before) }
        switch look.survey.mirror.checkpoints {
        case .absent: return .absent
        case .unreadable(let cause):
            return .unreadable(
                Cause(
                    cause.kind,
                    "whether MirrorMaker wrote its commit \(commit) on \(mirror) cannot be told: \(cause.detail)"
                ))
        case .known(let checkpoints):
            guard let checkpoint = checkpoints[group.name]?[mirror] else { return .absent }
            // A commit that it wrote earlier stays behind the newest checkpoint until its next round.
            let isEarlier = before != nil && commit.value < checkpoint.downstream
            guard checkpoint.downstream == commit.value || isEarlier else { return .absent }
            return .known(
                Seed(
                    offset: commit, witnessed: true, upstream: isEarlier ? nil : checkpoint.upstream,
                    writtenByMirrorMaker: true))
        }
    }

    /// Whether the survey just before this one provably had no such commit.
    private static func isWitnessed(_ group: GroupView, _ mirror: TopicPartition, _ look: Look) -> Bool {
        let previous = look.memory.surveysWeighed
        guard previous > 0 else { return false }
        if let memory = group.memory {
            return memory.commits[mirror] == nil && memory.lastCommitsRead == previous
        }
        return look.memory.groups[group.side]?.lastCompleteListing == previous
    }

    /// Whether the group ever had a member of its own on this cluster.
    static func hadMembers(_ group: GroupView) -> Bool {
        if group.memory?.hadMembers ?? false { return true }
        guard case .listed(let survey) = group.presence else { return false }
        if case .known(let members) = survey.members, !members.isEmpty { return true }
        switch survey.protocolType {
        case .known(let type): return !type.isEmpty
        case .absent: return false
        // A group of a new protocol: whoever speaks it has a member.
        case .unreadable: return true
        }
    }
}

extension Seed {
    /// A group that was rewound reads again from there: that is where its range begins now.
    fileprivate func lowered(to commit: CommittedOffset) -> Seed {
        guard commit < offset else { return self }
        return Seed(offset: commit, witnessed: witnessed, upstream: nil, writtenByMirrorMaker: false)
    }
}
