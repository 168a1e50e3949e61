/// What a group never read because its commits had gone and came back further on: a client that finds none
/// begins where its own setting says, and that is often the end.
enum SkippedRanges {
    /// Offsets below `commit` that the group was carried over, and has not gone back to since.
    static func of(
        _ group: GroupView, on partition: TopicPartition, commit: CommittedOffset, _ look: Look
    ) -> [OffsetRange] {
        guard let before = group.memory?.commits[partition] else { return [] }
        var skipped = before.skipped
        if beganAnew(group, on: partition, at: commit, look),
            let range = OffsetRange(before.committed.value, commit.value)
        {
            skipped.append(range)
        }
        return skipped.compactMap { OffsetRange($0.lower, min($0.upper, commit.value)) }
    }

    /// Whether a commit stands further on than the one before, which was gone in between.
    static func beganAnew(
        _ group: GroupView, on partition: TopicPartition, at commit: CommittedOffset, _ look: Look
    ) -> Bool {
        guard let memory = group.memory, let before = memory.commits[partition] else { return false }
        let listing = look.memory.groups[group.side]?.lastCompleteListing ?? 0
        let wasGone = before.lastRead < memory.lastCommitsRead ?? 0 || memory.lastListed < listing
        return wasGone && before.committed < commit
    }
}
