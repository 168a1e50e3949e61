/// A group beside one source and its mirror: what its commits on either cluster say of it.
///
/// A class, because both conditions that ask for it, memory and the pages look at the same one.
final class GroupTopic {
    let group: GroupName
    let link: MirrorLink
    let isolation: Isolation
    /// The source on OLD; nil where there is none, now or remembered.
    let source: TopicView?
    /// Its mirror on NEW; nil where there is none, now or remembered.
    let mirror: TopicView?
    let onOld: GroupCommits
    let onNew: GroupCommits
    /// Where it began on the mirror, for each partition of it that has a commit.
    let seeds: PartitionColumn<Reading<Seed>>
    private let syncs: PartitionColumn<[OffsetSync]>
    /// See ``unprocessed(_:)``.
    private var settled: Judgement??

    init(_ group: GroupName, _ link: MirrorLink, old: GroupView?, new: GroupView?, _ look: Look) {
        self.group = group
        self.link = link
        isolation = (old ?? new)?.isolation ?? .readUncommitted
        source = look.topic(link.source, on: .old)
        mirror = look.topic(link.mirror, on: .new)
        onOld = GroupCommits(of: old, on: link.source, look.survey.old.groups.completeness, look)
        onNew = GroupCommits(of: new, on: link.mirror, look.survey.new.groups.completeness, look)
        if case .known(let pairs) = look.survey.mirror.syncs {
            syncs = pairs[link.source]
        } else {
            syncs = PartitionColumn()
        }
        seeds = SeedRule.seeds(of: onNew, on: link.mirror, look)
    }

    /// What the group has processed nowhere of the source; nil where there is nothing to say. Two conditions
    /// ask.
    func unprocessed(_ look: Look) -> Judgement? {
        if let settled { return settled }
        var judgement = Judgement()
        let count = source?.partitionCount ?? 0
        for number in 0..<Int32(clamping: count) { UnprocessedRanges.judge(self, number, look, &judgement) }
        let result = judgement.isSilent ? nil : judgement
        // What asks nothing of the tails stands when they are read.
        if judgement.questions.isEmpty { settled = .some(result) }
        return result
    }

    /// How offsets of a mirror partition are told as offsets of its source; nil where no pair does.
    func translation(of number: Int32) -> OffsetTranslation? { syncs[number].map(OffsetTranslation.init) }
}

/// What a group has committed on one topic.
struct GroupCommits {
    /// Nil where the cluster has no such group, now or remembered.
    let view: GroupView?
    /// As each was read last, those that are gone included; absent if a complete list does not have the group.
    let last: Reading<PartitionColumn<CommittedOffset>>
    /// Those that still stand, or stood when the group was listed last.
    let current: PartitionColumn<CommittedOffset>
    /// As it was before this survey.
    let memory: PartitionColumn<CommitMemory>
    private let expiries: PartitionColumn<ExpiredRanges>
    private let overtakenBefore: PartitionColumn<ExpiredRanges>
    private let skippedBefore: PartitionColumn<[OffsetRange]>
    private let maySkip: Bool

    init(of view: GroupView?, on topic: TopicName, _ completeness: GroupListing.Completeness, _ look: Look) {
        self.view = view
        let all: PartitionColumn<CommittedOffset>
        memory = view?.memory?.commits[topic] ?? PartitionColumn()
        expiries = view?.memory?.expired[topic] ?? PartitionColumn()
        overtakenBefore = view?.memory?.overtaken[topic] ?? PartitionColumn()
        skippedBefore = view?.memory?.skipped[topic] ?? PartitionColumn()
        if let view {
            maySkip = SkippedRanges.arePossible(view, remembered: memory, skippedBefore, look)
        } else {
            maySkip = false
        }
        if let view {
            last = view.lastCommits.map { $0[topic] }
        } else {
            switch completeness {
            case .complete: last = .absent
            case .incomplete(let cause): last = .unreadable(cause)
            }
        }
        if case .known(let known) = last { all = known } else { all = PartitionColumn() }
        switch view?.commits {
        case .current(let now, let vanished) where !vanished.isEmpty: current = now[topic]
        case .current, .lastKnown: current = all
        case .unreadable, nil: current = PartitionColumn()
        }
    }

    /// The last commit on one partition; absent if there is none.
    subscript(number: Int32) -> Reading<CommittedOffset> {
        switch last {
        case .known(let column): column[number].map { .known($0) } ?? .absent
        case .absent: .absent
        case .unreadable(let cause): .unreadable(cause)
        }
    }

    /// The last commit on one partition, where the group's commits are known and one of them is there.
    func committed(_ number: Int32) -> CommittedOffset? {
        if case .known(let column) = last { column[number] } else { nil }
    }

    /// What expired before it had read it there, while we watched; nil where nothing did.
    func expired(_ number: Int32) -> ExpiredRanges? { expiries[number] }

    /// Offsets that went while its commit passed them, where the log starts at `start` now.
    func overtaken(_ number: Int32, start: StartOffset?) -> [OffsetRange] {
        guard let commit = committed(number) else { return [] }
        return OvertakenRanges.of(
            commit, remembered: memory[number], start: start, overtakenBefore[number])?.ranges ?? []
    }

    /// Offsets below its commit there that it was carried over, and has not gone back to since.
    func skipped(_ number: Int32, _ look: Look) -> [OffsetRange] {
        guard maySkip, let view, let commit = committed(number) else { return [] }
        return SkippedRanges.of(
            view, commit, remembered: memory[number], skippedBefore[number] ?? [], look)
    }
}
