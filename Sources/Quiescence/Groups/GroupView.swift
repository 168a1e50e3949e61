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

    enum Presence {
        case listed(GroupSurvey)
        /// A complete listing does not have it any more.
        case vanished
        /// The listing is not complete and does not have it.
        indirect case unreadable(Cause)
    }

    var isInScope: Bool { excluded == nil && !isMirrorMakers }

    /// What it has committed, as far as that is known.
    var commits: Commits {
        let remembered = memory?.commits.mapValues(\.committed) ?? [:]
        switch presence {
        case .unreadable(let cause): return .unreadable(cause)
        case .vanished: return .lastKnown(remembered)
        case .listed(let survey):
            switch survey.commits {
            case .unreadable(let cause): return .unreadable(cause)
            case .absent: return .current([:], vanished: remembered)
            case .known(let now):
                return .current(now, vanished: remembered.filter { now[$0.key] == nil })
            }
        }
    }

    enum Commits {
        /// Read now; and those that stood there before and are gone while the group is not.
        case current([TopicPartition: CommittedOffset], vanished: [TopicPartition: CommittedOffset])
        /// The group is gone; what it had committed last.
        case lastKnown([TopicPartition: CommittedOffset])
        indirect case unreadable(Cause)
    }
}
