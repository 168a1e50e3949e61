/// What a group has committed on one topic of its cluster, beside what earlier surveys have shown of that.
///
/// A class, because the conditions, memory and the pages look at the same one; nothing of it changes.
final class GroupCommits: Sendable {
    let topic: TopicName
    /// Nil where the cluster has no such topic, now or remembered.
    let log: TopicView?
    /// Whether the group's commits were read; absent if a complete list does not have it.
    let reading: Reading<Void>
    /// Those that still stand, or stood when the group was listed last.
    let current: PartitionColumn<CommittedOffset>
    /// Those that stood before and are gone, while the group is not.
    let vanished: PartitionColumn<CommitMemory>
    /// As it was before this survey.
    let memory: GroupTopicMemory
    private let history: History
    /// Whether a commit stands elsewhere than where it was read last, or had not been read at all.
    let hasMoved: Bool
    /// Whether a commit is gone, or was when the group's commits were read last.
    let hasGone: Bool
    /// Whether it stands at the end of every partition, with no record behind it that is known not to have been
    /// read: so do most groups on most topics in most surveys, and then nothing is left to be said.
    let isAtEnd: Bool

    /// What surveys before have shown of the whole group, as far as it says something of single commits.
    struct History {
        /// Its commits were read at least once.
        var wereCommitsRead: Bool
        /// A complete list did not have it any more since it was listed last.
        var wasGone: Bool
    }

    private init(
        _ topic: TopicName, _ log: TopicView?, _ reading: Reading<Void> = .known(()),
        current: PartitionColumn<CommittedOffset>,
        vanished: @autoclosure () -> PartitionColumn<CommitMemory> = PartitionColumn(),
        _ memory: GroupTopicMemory, _ history: History
    ) {
        self.topic = topic
        self.log = log
        self.reading = reading
        self.current = current
        self.memory = memory
        self.history = history
        // Most stand where they stood: then none is missing either.
        if current.matches(memory.commits, { $1.committed == $0 && $1.readUntil == nil }) {
            self.vanished = PartitionColumn()
            (hasMoved, hasGone) = (false, false)
        } else {
            let gone = vanished()
            self.vanished = gone
            hasMoved = current.contains { memory.commits[$0.number]?.committed != $0.value }
            hasGone = !gone.isEmpty || memory.commits.contains { $0.value.readUntil != nil }
        }
        isAtEnd =
            !hasMoved && memory.unread.isEmpty && (log?.isEnd(current) ?? false)
    }

    /// Those of a group that is not there any more.
    convenience init(
        of topic: TopicName, _ log: TopicView?, lastKnown memory: GroupTopicMemory, _ history: History
    ) {
        self.init(topic, log, current: memory.commits.mapValues(\.committed), memory, history)
    }

    /// Those of a group whose commits were read.
    convenience init(
        of topic: TopicName, _ log: TopicView?, now: PartitionColumn<CommittedOffset>,
        _ memory: GroupTopicMemory, _ history: History
    ) {
        self.init(
            topic, log, current: now, vanished: memory.commits.missing(from: now), memory, history)
    }

    /// Those of a group that has none on that topic, or of which they could not be read.
    convenience init(
        noneOf group: GroupView?, on topic: TopicName, _ log: TopicView?, _ listing: GroupListing.Completeness
    ) {
        let reading: Reading<Void>
        switch (group?.commits, listing) {
        case (let commits?, _): reading = commits.map { _ in () }
        case (nil, .complete): reading = .absent
        case (nil, .incomplete(let cause)): reading = .unreadable(cause)
        }
        self.init(
            topic, log, reading, current: PartitionColumn(),
            group?.memory?.topics[topic] ?? GroupTopicMemory(),
            group?.history ?? History(wereCommitsRead: false, wasGone: false))
    }

    /// As each was read last, those that are gone included: what was processed stays processed. Absent if a
    /// complete list does not have the group.
    var last: Reading<PartitionColumn<CommittedOffset>> {
        reading.map {
            var last = current
            for (number, commit) in vanished { last[number] = commit.committed }
            return last
        }
    }

    /// The last commit on one partition; absent if there is none.
    subscript(number: Int32) -> Reading<CommittedOffset> {
        switch reading {
        case .known: committed(number).map { .known($0) } ?? .absent
        case .absent: .absent
        case .unreadable(let cause): .unreadable(cause)
        }
    }

    /// The last commit on one partition, where the group's commits are known and one of them is there.
    func committed(_ number: Int32) -> CommittedOffset? {
        current[number] ?? vanished[number]?.committed
    }

    /// Whether a commit of it is known, those that are gone included.
    var hasCommits: Bool { !current.isEmpty || !vanished.isEmpty }
}

extension GroupCommits {
    /// Commits that stand elsewhere than where they were read last, or that had not been read at all.
    var moved: some Sequence<(number: Int32, from: CommittedOffset?, to: CommittedOffset)> {
        current.lazy.map { [memory] in
            (number: $0.number, from: memory.commits[$0.number]?.committed, to: $0.value)
        }
        .filter { $0.from != $0.to }
    }

    /// Whether it has no commit on that topic, now or remembered.
    var isEmpty: Bool { current.isEmpty && memory.commits.isEmpty }

    /// When a commit of it was last seen to move, this survey taken in, which ended at `now`.
    func movedAt(now: WallTime) -> WallTime? {
        hasMoved && history.wereCommitsRead ? now : memory.movedAt
    }

    /// Whether a commit stands further on than the one before, which was gone in between.
    func beganAnew(_ number: Int32, at commit: CommittedOffset) -> Bool {
        guard let before = memory.commits[number], before.committed < commit else { return false }
        return before.readUntil != nil || history.wasGone
    }

    /// Offsets below its commit there that it was carried over, and has not gone back to since: a client that
    /// finds no commit begins where its own setting says, and that is often the end.
    func skipped(_ number: Int32) -> [OffsetRange] {
        guard hasMoved || !memory.unread.isEmpty, let commit = committed(number),
            let before = memory.commits[number]
        else { return [] }
        let isAnew = beganAnew(number, at: commit)
        var skipped = memory.unread[number]?.skipped ?? []
        if isAnew, let range = OffsetRange(before.committed.value, commit.value) { skipped.append(range) }
        return skipped.compactMap { OffsetRange($0.lower, min($0.upper, commit.value)) }
    }

    /// What expired before it had read it there, while we watched.
    func expired(_ number: Int32) -> ExpiredRanges { memory.unread[number]?.expired ?? ExpiredRanges() }

    /// Offsets that went from the log, which starts at `start` now, while its commit passed them: whether the
    /// group had read them, or was carried over them by its client's own setting, nobody can tell any more.
    func overtaken(_ number: Int32, start: StartOffset?) -> [OffsetRange] {
        guard hasMoved || !memory.unread.isEmpty, committed(number) != nil else { return [] }
        var ranges = memory.unread[number]?.overtaken ?? ExpiredRanges()
        if let range = overtakenNow(number, start: start) { ranges.insert(range) }
        return ranges.ranges
    }

    /// Offsets below its commit at which other records may have come since it had passed them.
    func cut(_ number: Int32) -> OffsetRange? {
        current[number].flatMap { memory.cut(number, at: $0) }
    }

    /// Those that went since the survey before.
    func overtakenNow(_ number: Int32, start: StartOffset?) -> OffsetRange? {
        guard let before = memory.commits[number], let commit = committed(number), let start,
            commit.value >= start.value
        else { return nil }
        return OffsetRange(before.committed.value, start.value)
    }
}

extension Cause {
    /// What is said of offsets that others have taken since a group's commit passed them.
    static func cut(_ range: OffsetRange) -> Cause {
        Cause(
            .missing,
            "the log went back to \(range.lower) while its commit stood at \(range.upper) or behind, as after an unclean "
                + "election of a leader: whether it has read what came in those places cannot be told",
            remedy: "rewind the group, or exclude it with a reason if that does not matter")
    }

    /// What is said of offsets that went while a group's commit passed them.
    static func overtaken(_ range: OffsetRange) -> Cause {
        Cause(
            .missing,
            "\(counted(range.count, "offset")) went between two looks while its commit passed them: \(range); whether it "
                + "had read them cannot be told",
            remedy:
                "exclude the topic with a reason if its reader deletes what it has read, as Kafka Streams does, "
                + "or the group if that does not matter")
    }
}
