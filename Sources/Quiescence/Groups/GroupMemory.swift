/// What earlier surveys have shown of one cluster's groups.
struct GroupsMemory {
    var byName = NameTable<GroupName, GroupMemory>()
    /// The number of the last survey whose listing was complete.
    var lastCompleteListing: Int?
}

/// What earlier surveys have shown of one group on one cluster.
struct GroupMemory {
    var commits: PartitionMap<CommitMemory> = [:]
    /// The number of the last survey that read all its commits.
    var lastCommitsRead: Int?
    /// It was seen with a protocol type or a member; MirrorMaker's synced offsets give neither.
    var hadMembers = false
    /// The number of the last survey that listed it.
    var lastListed = 0
    /// The number of the last survey that saw it with a member, or saw that a commit of it had moved.
    var lastRestless: Int?
    /// MirrorMaker's workers met in it: right name, protocol type `connect`.
    var wasMirrorMakers = false
    /// Source offsets that were gone on OLD before it had read them there, while we watched. Its commit on
    /// OLD may move past them; only reading them as `OLD.t` on NEW makes up for it.
    var expired: PartitionMap<ExpiredRanges> = [:]
    /// Offsets that went while a commit of it passed them; on either cluster, those of its own topics.
    var overtaken: PartitionMap<ExpiredRanges> = [:]
    /// Offsets that it was carried over when a commit of it had been gone, until it goes back to them.
    var skipped: PartitionMap<[OffsetRange]> = [:]
}

/// Offsets that expired before they were read or mirrored, in the order in which that was seen.
struct ExpiredRanges {
    private(set) var ranges: [OffsetRange] = []

    /// Takes note of a range; one that begins where a known one does is the same, grown at its upper end.
    mutating func insert(_ range: OffsetRange) {
        guard let same = ranges.firstIndex(where: { $0.lower == range.lower }) else {
            ranges.append(range)
            return
        }
        if ranges[same].upper < range.upper { ranges[same] = range }
    }
}

/// What earlier surveys have shown of one committed offset.
struct CommitMemory {
    var committed: CommittedOffset
    var movedAt: WallTime?
    /// Nil for a commit that is on no mirror, and where it could not be told who wrote it.
    var seed: Seed?
    /// Source offsets below it had been read when it stood here; nil where that could not be told. Kept,
    /// because what tells it (the mirror's end, MirrorMaker's pairs) goes with the removal.
    var reached: Int64?
    /// The number of the last survey that read it.
    var lastRead: Int

    /// What is left of it when its partition becomes another one: who read the former mirror reads this one
    /// too, and has read nothing of it so far. Nil for any other commit.
    func startedOver(at survey: Int) -> CommitMemory? {
        guard let seed, !seed.writtenByMirrorMaker, let none = CommittedOffset(0) else { return nil }
        return CommitMemory(committed: none, movedAt: nil, seed: nil, reached: nil, lastRead: survey)
    }
}

/// Where a group began on a partition: the first commit that was seen of it.
struct Seed: Equatable {
    var offset: CommittedOffset
    /// The survey just before provably had none. A commit seen late is only an upper bound.
    var witnessed: Bool
    /// The source offset that it stands for, where MirrorMaker's own checkpoint or pairs say so.
    var upstream: Int64?
    /// MirrorMaker wrote it (`sync.group.offsets`), and no member has gone on from it so far.
    var writtenByMirrorMaker: Bool
}
