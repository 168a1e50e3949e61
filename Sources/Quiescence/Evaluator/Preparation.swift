/// Makes a survey ready for judging: gives roles, lays memory beside it.
enum Preparation {
    /// Every topic of one side, listed now or remembered, sorted by name.
    static func topics(
        on side: Side, _ cluster: ClusterSurvey, _ memory: Memory, _ roles: inout RoleBook,
        _ positions: MirrorPositions
    ) -> [TopicView] {
        let remembered = memory.topics[side]
        let listed: [TopicName: Reading<TopicSurvey>]
        let absence: TopicView.Presence
        switch cluster.topics {
        case .known(let topics): (listed, absence) = (topics, .gone)
        case .absent:
            (listed, absence) = ([:], .unreadable(Cause(.incomplete, "no listing of topics was given")))
        case .unreadable(let cause): (listed, absence) = ([:], .unreadable(cause))
        }
        return remembered.names(with: listed.keys).map { name in
            let entry = roles.entry(of: name, on: side)
            let known = remembered[name]
            let presence: TopicView.Presence
            var progress: [MirrorProgress] = []
            switch listed[name] {
            case .known(let survey):
                if entry.role == .source { progress = positions.progress(of: name, survey) }
                presence = .read(survey)
            case .unreadable(let cause): presence = .unreadable(cause)
            case .absent, nil: presence = absence
            }
            return TopicView(
                side: side, name: name, entry: entry, presence: presence, memory: known,
                isNew: known == nil && memory.wereTopicsListed[side], progress: progress)
        }
    }

    /// Every group of one side, listed now or remembered, sorted by name.
    static func groups(
        on side: Side, _ cluster: ClusterSurvey, _ memory: Memory, _ book: inout GroupBook,
        _ naming: MirrorNaming
    ) -> [GroupView] {
        let remembered = memory.groups[side].byName
        let seen = cluster.groups.seen
        return remembered.names(with: seen.keys).map { name in
            let entry = book.entry(of: name)
            let presence: GroupView.Presence
            let isConnect: Bool
            if let survey = seen[name] {
                presence = .listed(survey)
                isConnect = survey.protocolType == .known("connect")
            } else {
                isConnect = remembered[name]?.wasMirrorMakers ?? false
                switch cluster.groups.completeness {
                case .complete: presence = .vanished
                case .incomplete(let cause): presence = .unreadable(cause)
                }
            }
            return GroupView(
                side: side, name: name, entry: entry,
                isMirrorMakers: isConnect && name == naming.ownGroup(on: side), presence: presence,
                memory: remembered[name])
        }
    }
}
