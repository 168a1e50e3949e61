/// Decides where a group began on a mirror, and whether a commit there is a reader's at all.
enum SeedRule {
    /// The seed of a commit that stands on a mirror partition now.
    ///
    /// A commit that MirrorMaker's `sync.group.offsets` wrote equals its checkpoint, in a group that never
    /// had a member on NEW. When a member goes on from it, that commit is the seed, and the checkpoint
    /// tells the source offset that it stands for.
    static func seed(
        of group: GroupView, on mirror: TopicPartition, commit: CommittedOffset, _ look: Look
    ) -> Seed {
        let remembered = group.memory?.commits[mirror]?.seed
        let hasReader = hadMembers(group)
        if let remembered, !remembered.writtenByMirrorMaker { return remembered }
        if !hasReader, case .known(let checkpoints) = look.survey.mirror.checkpoints,
            let checkpoint = checkpoints[group.name]?[mirror], checkpoint.downstream == commit.value
        {
            return Seed(
                offset: commit, witnessed: true, upstream: checkpoint.upstream, writtenByMirrorMaker: true)
        }
        if let remembered {
            return Seed(
                offset: remembered.offset, witnessed: true, upstream: remembered.upstream,
                writtenByMirrorMaker: false)
        }
        return Seed(
            offset: commit, witnessed: isWitnessed(group, look), upstream: nil, writtenByMirrorMaker: false)
    }

    /// Whether the survey just before this one provably had no such commit.
    private static func isWitnessed(_ group: GroupView, _ look: Look) -> Bool {
        let previous = look.memory.surveysWeighed
        guard previous > 0 else { return false }
        if let memory = group.memory { return memory.lastCommitsRead == previous }
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
