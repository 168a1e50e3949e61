/// What a group never read because its commits had gone and came back further on: a client that finds none
/// begins where its own setting says, and that is often the end.
enum SkippedRanges {
    /// Offsets below `commit` that the group was carried over, `before` or now, and has not gone back to since.
    static func of(
        _ group: GroupView, _ commit: CommittedOffset, remembered: CommitMemory?, _ before: [OffsetRange],
        _ look: Look
    ) -> [OffsetRange] {
        guard let remembered else { return [] }
        let isAnew = beganAnew(group, at: commit, remembered: remembered, look)
        if !isAnew, before.isEmpty { return [] }
        var skipped = before
        if isAnew, let range = OffsetRange(remembered.committed.value, commit.value) { skipped.append(range) }
        return skipped.compactMap { OffsetRange($0.lower, min($0.upper, commit.value)) }
    }

    /// Whether any commit of a topic can have been carried over anything: most never were.
    static func arePossible(
        _ group: GroupView, remembered: PartitionColumn<CommitMemory>,
        _ before: PartitionColumn<[OffsetRange]>,
        _ look: Look
    ) -> Bool {
        guard before.isEmpty, let memory = group.memory else { return !before.isEmpty }
        let listing = look.memory.groups[group.side].lastCompleteListing ?? 0
        let read = memory.lastCommitsRead ?? 0
        return memory.lastListed < listing || remembered.contains { $0.value.lastRead < read }
    }

    /// Whether a commit stands further on than the one before, which was gone in between.
    static func beganAnew(
        _ group: GroupView, at commit: CommittedOffset, remembered: CommitMemory?, _ look: Look
    ) -> Bool {
        guard let memory = group.memory, let remembered, remembered.committed < commit else { return false }
        let listing = look.memory.groups[group.side].lastCompleteListing ?? 0
        return remembered.lastRead < memory.lastCommitsRead ?? 0 || memory.lastListed < listing
    }
}
