/// Makes a survey ready for judging: gives roles, lays memory beside it.
enum Preparation {
    /// Every topic of both sides, listed now or remembered.
    static func topics(
        _ survey: Survey, _ memory: Memory, _ roles: inout RoleBook, _ positions: inout MirrorPositions
    ) -> BothSides<NamedViews<TopicView>> {
        defer { roles.sortNames() }
        let new = topics(on: .new, survey.new, memory, &roles, &positions, mirrors: nil)
        return BothSides(
            old: topics(on: .old, survey.old, memory, &roles, &positions, mirrors: new), new: new)
    }

    private static func topics(
        on side: Side, _ cluster: ClusterSurvey, _ memory: Memory, _ roles: inout RoleBook,
        _ positions: inout MirrorPositions, mirrors: NamedViews<TopicView>?
    ) -> NamedViews<TopicView> {
        let listed: [TopicName: Reading<TopicSurvey>]
        let absence: TopicView.Presence
        switch cluster.topics {
        case .known(let topics): (listed, absence) = (topics, .gone)
        case .absent:
            (listed, absence) = ([:], .unreadable(Cause(.incomplete, "no listing of topics was given")))
        case .unreadable(let cause): (listed, absence) = ([:], .unreadable(cause))
        }
        var cursor = NameCursor()
        let table = memory.topics[side]
        return table.views(listed) { name, place, found in
            let entry = roles.entry(of: name, on: side)
            let presence: TopicView.Presence
            var progress = TopicProgress.none
            switch found {
            case .known(let survey):
                if entry.role == .source { progress = positions.progress(of: name, survey) }
                presence = .read(survey)
            case .unreadable(let cause): presence = .unreadable(cause)
            case .absent, nil: presence = absence
            }
            return TopicView(
                side: side, entry: entry, presence: presence, memory: place.map { table.entries[$0].value },
                isNew: place == nil && memory.wereTopicsListed[side], progress: progress,
                mirror: entry.link.flatMap { mirrors?.view(of: $0.mirror, &cursor) })
        }
    }

    /// Every group of one side, listed now or remembered.
    static func groups(
        on side: Side, _ cluster: ClusterSurvey, _ memory: Memory, _ book: inout GroupBook,
        _ naming: MirrorNaming, _ topics: NamedViews<TopicView>
    ) -> NamedViews<GroupView> {
        let groups = memory.groups[side]
        let table = groups.byName
        return table.views(cluster.groups.seen) { name, place, found in
            let known = place.map { table.entries[$0].value }
            let presence: GroupView.Presence
            let isConnect: Bool
            if let survey = found {
                presence = .listed(survey)
                isConnect = survey.protocolType == .known("connect")
            } else {
                isConnect = known?.wasMirrorMakers ?? false
                switch cluster.groups.completeness {
                case .complete: presence = .vanished
                case .incomplete(let cause): presence = .unreadable(cause)
                }
            }
            return GroupView(
                side: side, name: name, entry: book.entry(of: name),
                isMirrorMakers: isConnect && name == naming.ownGroup(on: side), presence: presence, groups,
                memory: known, topics: topics)
        }
    }
}

extension NameTable {
    /// A view of every name that is remembered, with its place, or `listed`: each laid beside the other.
    fileprivate func views<Listed, View>(
        _ listed: [Key: Listed], _ view: (Key, Int?, Listed?) -> View
    ) -> NamedViews<View> where View.Key == Key {
        var found = 0
        let known = entries.indices.map { place in
            let now = listed[entries[place].name]
            if now != nil { found += 1 }
            return view(entries[place].name, place, now)
        }
        guard found < listed.count else { return NamedViews(inOrder: known, index) }
        let new = listed.filter { self[$0.key] == nil }.map { ($0.key, view($0.key, nil, $0.value)) }
        let all = (zip(entries.lazy.map(\.name), known) + new).sorted { $0.0 < $1.0 }
        return NamedViews(inOrder: all.map(\.1), NameIndex(all.map(\.0)))
    }
}
