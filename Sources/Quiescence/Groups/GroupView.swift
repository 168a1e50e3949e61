/// A group on one cluster in one survey, beside what earlier surveys have shown of it.
struct GroupView {
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

    init(
        side: Side, name: GroupName, excluded: String?, isolation: Isolation, isMirrorMakers: Bool,
        presence: Presence, memory: GroupMemory?
    ) {
        self.side = side
        self.name = name
        self.excluded = excluded
        self.isolation = isolation
        self.isMirrorMakers = isMirrorMakers
        self.presence = presence
        self.memory = memory
        commits = Commits(presence, memory?.commits ?? [:])
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

    /// What it committed last on one partition, wherever that still stands or not.
    func lastCommit(on partition: TopicPartition) -> Reading<CommittedOffset> {
        switch commits {
        case .unreadable(let cause): .unreadable(cause)
        case .lastKnown(let last): last[partition].map { .known($0) } ?? .absent
        case .current(let now, let vanished):
            (now[partition] ?? vanished[partition]).map { .known($0) } ?? .absent
        }
    }

    enum Commits {
        /// Read now; and those that stood there before and are gone while the group is not.
        case current([TopicPartition: CommittedOffset], vanished: [TopicPartition: CommittedOffset])
        /// The group is gone; what it had committed last.
        case lastKnown([TopicPartition: CommittedOffset])
        indirect case unreadable(Cause)

        init(_ presence: Presence, _ remembered: [TopicPartition: CommitMemory]) {
            switch presence {
            case .unreadable(let cause): self = .unreadable(cause)
            case .vanished: self = .lastKnown(remembered.mapValues(\.committed))
            case .listed(let survey):
                switch survey.commits {
                case .unreadable(let cause): self = .unreadable(cause)
                case .absent: self = .current([:], vanished: remembered.mapValues(\.committed))
                case .known(let now):
                    let vanished = remembered.filter { now[$0.key] == nil }
                    self = .current(now, vanished: vanished.mapValues(\.committed))
                }
            }
        }

        /// Every commit as it was read last, those that are gone included: what was processed stays processed.
        var last: Reading<[TopicPartition: CommittedOffset]> {
            switch self {
            case .unreadable(let cause): .unreadable(cause)
            case .lastKnown(let last): .known(last)
            case .current(let now, let vanished):
                .known(vanished.isEmpty ? now : now.merging(vanished) { current, _ in current })
            }
        }
    }
}
