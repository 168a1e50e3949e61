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
    let history: GroupCommits.History
    /// What it has committed, topic by topic in the order of their names, as far as that is known; never absent.
    let commits: Reading<[GroupCommits]>

    init(
        side: Side, name: GroupName, entry: GroupBook.Entry, isMirrorMakers: Bool, presence: Presence,
        _ groups: GroupsMemory, memory: GroupMemory?, topics: NamedViews<TopicView>
    ) {
        self.side = side
        self.name = name
        excluded = entry.excluded
        isolation = entry.isolation
        self.isMirrorMakers = isMirrorMakers
        self.presence = presence
        self.memory = memory
        history = GroupCommits.History(
            wereCommitsRead: memory?.lastCommitsRead != nil,
            wasGone: memory.map { $0.lastListed < groups.lastCompleteListing ?? 0 } ?? false)
        commits = Self.commits(presence, memory?.topics ?? [:], history, topics)
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

    /// What stands of it, as this survey read it; absent for a group that is gone.
    var commitsNow: Reading<[GroupCommits]> { hasVanished ? .absent : commits }

    /// What it has committed on one topic, whether or not there is such a topic; nil where that is nothing, or
    /// not known.
    func commits(on topic: TopicName) -> GroupCommits? {
        guard case .known(let all) = commits else { return nil }
        return all.first { $0.topic == topic }
    }

    private static func commits(
        _ presence: Presence, _ remembered: NameList<TopicName, GroupTopicMemory>,
        _ history: GroupCommits.History, _ topics: NamedViews<TopicView>
    ) -> Reading<[GroupCommits]> {
        let now: [TopicName: PartitionColumn<CommittedOffset>]
        switch presence {
        case .unreadable(let cause): return .unreadable(cause)
        case .vanished:
            let left = remembered.entries.filter { !$0.value.commits.isEmpty }
            return .known(
                left.map { GroupCommits(of: $0.name, topics[$0.name], lastKnown: $0.value, history) })
        case .listed(let survey):
            switch survey.commits {
            case .unreadable(let cause): return .unreadable(cause)
            case .absent: now = [:]
            case .known(let read): now = read.topics
            }
        }
        var commits: [GroupCommits] = []
        commits.reserveCapacity(now.count)
        var found = 0
        for place in remembered.entries.indices {
            let topic = remembered.entries[place].name
            let column = now[topic]
            if column != nil { found += 1 }
            guard column != nil || !remembered.entries[place].value.commits.isEmpty else { continue }
            commits.append(
                GroupCommits(
                    of: topic, topics[topic], now: column ?? PartitionColumn(),
                    remembered.entries[place].value, history))
        }
        guard found < now.count else { return .known(commits) }
        for (topic, column) in now where remembered[topic] == nil {
            commits.append(GroupCommits(of: topic, topics[topic], now: column, GroupTopicMemory(), history))
        }
        commits.sort { $0.topic < $1.topic }
        return .known(commits)
    }
}
