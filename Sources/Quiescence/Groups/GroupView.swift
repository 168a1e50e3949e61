/// A group on one cluster in one survey, beside what earlier surveys have shown of it.
///
/// A class, because one look hands it around many times; nothing of it changes.
final class GroupView {
    let side: Side
    let name: GroupName
    let excluded: String?
    let isolation: Isolation
    /// MirrorMaker's own workers meet in it.
    let isMirrorMakers: Bool
    let presence: Presence
    /// As it was before this survey.
    let memory: GroupMemory?
    /// What it has committed, as far as that is known.
    let commits: Commits
    /// Every commit as it was read last, those that are gone included: what was processed stays processed.
    let lastCommits: Reading<PartitionMap<CommittedOffset>>

    init(
        side: Side, name: GroupName, entry: GroupBook.Entry, isMirrorMakers: Bool, presence: Presence,
        memory: GroupMemory?
    ) {
        self.side = side
        self.name = name
        excluded = entry.excluded
        isolation = entry.isolation
        self.isMirrorMakers = isMirrorMakers
        self.presence = presence
        self.memory = memory
        commits = Commits(presence, memory?.commits ?? [:])
        lastCommits = commits.last
    }

    enum Presence {
        case listed(GroupSurvey)
        /// A complete listing does not have it any more.
        case vanished
        /// The listing is not complete and does not have it.
        indirect case unreadable(Cause)
    }

    var isInScope: Bool { excluded == nil && !isMirrorMakers }

    /// Whether a complete listing does not have it any more.
    var hasVanished: Bool {
        switch presence {
        case .vanished: true
        case .listed, .unreadable: false
        }
    }

    /// Commits that stand elsewhere than where they were read last, or that had not been read at all.
    var movedCommits: [(partition: TopicPartition, from: CommittedOffset?, to: CommittedOffset)] {
        guard case .current(let now, _) = commits else { return [] }
        var moved: [(partition: TopicPartition, from: CommittedOffset?, to: CommittedOffset)] = []
        for (topic, column) in now.topics {
            let known = memory?.commits[topic] ?? PartitionColumn()
            for (number, commit) in column {
                let before = known[number]?.committed
                if before != commit { moved.append((TopicPartition(topic, number), before, commit)) }
            }
        }
        return moved
    }

    enum Commits {
        /// Read now; and those that stood there before and are gone while the group is not.
        case current(PartitionMap<CommittedOffset>, vanished: PartitionMap<CommittedOffset>)
        /// The group is gone; what it had committed last.
        case lastKnown(PartitionMap<CommittedOffset>)
        indirect case unreadable(Cause)

        init(_ presence: Presence, _ remembered: PartitionMap<CommitMemory>) {
            switch presence {
            case .unreadable(let cause): self = .unreadable(cause)
            case .vanished: self = .lastKnown(remembered.mapValues(\.committed))
            case .listed(let survey):
                switch survey.commits {
                case .unreadable(let cause): self = .unreadable(cause)
                case .absent: self = .current([:], vanished: remembered.mapValues(\.committed))
                case .known(let now):
                    self = .current(now, vanished: remembered.missing(from: now).mapValues(\.committed))
                }
            }
        }

        fileprivate var last: Reading<PartitionMap<CommittedOffset>> {
            switch self {
            case .unreadable(let cause): .unreadable(cause)
            case .lastKnown(let last): .known(last)
            case .current(let now, let vanished):
                .known(vanished.isEmpty ? now : now.merging(vanished) { current, _ in current })
            }
        }
    }
}
