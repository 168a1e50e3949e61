/// What earlier surveys have shown of one cluster's groups.
struct GroupsMemory {
    var byName: [GroupName: GroupMemory] = [:]
    /// The number of the last survey whose listing was complete.
    var lastCompleteListing: Int?
}

/// What earlier surveys have shown of one group on one cluster.
struct GroupMemory {
    var commits: [TopicPartition: CommitMemory] = [:]
    /// The number of the last survey that read all its commits.
    var lastCommitsRead: Int?
    /// It was seen with a protocol type or a member; MirrorMaker's synced offsets give neither.
    var hadMembers = false
    /// The number of the last survey that listed it.
    var lastListed = 0
    /// MirrorMaker's workers met in it: right name, protocol type `connect`.
    var wasMirrorMakers = false
}

/// What earlier surveys have shown of one committed offset.
struct CommitMemory {
    var committed: CommittedOffset
    var movedAt: WallTime?
    var seed: Seed
    /// The number of the last survey that read it.
    var lastRead: Int
}

/// Where a group began on a partition: the first commit that was seen of it.
struct Seed: Equatable {
    var offset: CommittedOffset
    /// The survey just before provably had none. A commit seen late is only an upper bound.
    var witnessed: Bool
    /// The source offset that it stands for, where MirrorMaker's own checkpoint says so.
    var upstream: Int64?
    /// MirrorMaker wrote it (`sync.group.offsets`), and no member has gone on from it so far.
    var writtenByMirrorMaker: Bool
}
