/// What earlier surveys have shown of one cluster's groups.
struct GroupsMemory {
    var byName = NameTable<GroupName, GroupMemory>()
    /// The number of the last survey whose listing was complete.
    var lastCompleteListing: Int?
}

/// What earlier surveys have shown of one group on one cluster.
struct GroupMemory {
    var topics: NameList<TopicName, GroupTopicMemory> = [:]
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
}

/// What earlier surveys have shown of one group on one topic of that cluster.
struct GroupTopicMemory: Equatable {
    /// When a commit of it was last seen to move; nil where none was.
    var movedAt: WallTime?
    var commits = PartitionColumn<CommitMemory>()
    /// What its commits on a mirror stand for on the source; none on any other topic.
    var origins = PartitionColumn<Origin>()
    /// What went, or was passed over, before it had been read; none for most.
    private(set) var unread = PartitionColumn<UnreadRanges>()

    /// Takes note of what went or was passed over in one partition.
    mutating func noteUnread(_ number: Int32, _ change: (inout UnreadRanges) -> Void) {
        var ranges = unread[number] ?? UnreadRanges()
        change(&ranges)
        unread.set(number, ranges == UnreadRanges() ? nil : ranges)
    }

    /// Offsets below its commit at which other records may have come since it had passed them.
    func cut(_ number: Int32, at commit: CommittedOffset) -> OffsetRange? {
        guard let cut = unread[number]?.cut else { return nil }
        return OffsetRange(cut.lower, min(cut.upper, commit.value))
    }

    /// The partition became another one. Who read the former mirror reads this one too, and has read nothing of
    /// it so far: that is all that is left, and what others may replace behind its end.
    ///
    /// - Parameter end: That of the log as it is now; nil where that was gone.
    mutating func startOver(_ number: Int32, from end: EndOffset?) {
        guard let former = commits[number] else { return }
        let wasReader = origins[number]?.seed.map { !$0.writtenByMirrorMaker } ?? false
        let none = wasReader ? CommittedOffset(0) : nil
        commits[number] = none.map { CommitMemory(committed: $0) }
        origins[number] = nil
        noteUnread(number) { ranges in
            ranges.skipped = []
            ranges.overtaken = ExpiredRanges()
            // With a topic that is deleted its commits go: what comes then is read from where a client begins.
            ranges.cut = end.flatMap { end in
                OffsetRange(
                    min(ranges.cut?.lower ?? end.value, end.value),
                    max(ranges.cut?.upper ?? 0, former.committed.value))
            }
        }
    }
}

/// What a commit on a mirror stands for on the source.
struct Origin: Equatable {
    /// Where the group began; nil where it could not be told who wrote the commit.
    var seed: Seed?
    /// Source offsets below it had been read by whoever committed that; nil where that could not be told. Kept,
    /// because what tells it (the mirror's end, MirrorMaker's pairs) goes with the removal.
    var reached: Int64?
}

/// Offsets of one partition that a group did not read, or may not have read, while we watched.
struct UnreadRanges: Equatable {
    /// Source offsets that were gone on OLD before it had read them there. Its commit on OLD may move past them;
    /// only reading them as `OLD.t` on NEW makes up for it.
    var expired = ExpiredRanges()
    /// Those that went while a commit of it passed them.
    var overtaken = ExpiredRanges()
    /// Those that it was carried over when a commit of it had been gone, until it goes back to them.
    var skipped: [OffsetRange] = []
    /// From the end that the log went back to up to the commit that stood behind it: others come in those places, which
    /// a client that does not notice never reads. What the group goes back to it reads.
    var cut: OffsetRange?
}

/// Offsets that expired before they were read or mirrored, in the order in which that was seen.
struct ExpiredRanges: Equatable {
    private(set) var ranges: [OffsetRange] = []

    /// Takes note of a range; one that begins where a known one does is the same, grown at its upper end.
    mutating func insert(_ range: OffsetRange) {
        guard let same = ranges.firstIndex(where: { $0.lower == range.lower }) else {
            ranges.append(range)
            return
        }
        if ranges[same].upper < range.upper { ranges[same] = range }
    }

    /// Forgets those that turned out to be none.
    mutating func remove(where isNone: (OffsetRange) -> Bool) { ranges.removeAll(where: isNone) }
}

extension ExpiredRanges: Storable {
    init(from row: inout RowReader) throws(MalformedRow) { ranges = try row.value() }
    func write(to row: inout RowWriter) { row.put(ranges) }
}

extension GroupTopicMemory: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        movedAt = try row.value()
        commits = try row.value()
        origins = try row.value()
        unread = try row.value()
    }

    func write(to row: inout RowWriter) { row.put(movedAt, commits, origins, unread) }
}

/// What earlier surveys have shown of one committed offset.
struct CommitMemory: Equatable {
    var committed: CommittedOffset
    /// The number of the last survey that read it, where a later one found it gone; nil while it stands.
    var readUntil: Int?
}

/// Where a group began on a partition: the first commit that was seen of it.
struct Seed: Equatable {
    var offset: CommittedOffset
    /// The source offset that it stands for, where MirrorMaker's own checkpoint or pairs say so.
    var upstream: Int64?
    /// The survey just before provably had none. A commit seen late is only an upper bound.
    var witnessed: Bool
    /// MirrorMaker wrote it (`sync.group.offsets`), and no member has gone on from it so far.
    var writtenByMirrorMaker: Bool
}
