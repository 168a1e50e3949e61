/// Makes a survey ready for judging: gives roles, finds movements.
enum Preparation {
    /// Every topic of one side, listed now or remembered, sorted by name.
    static func topics(
        on side: Side, _ cluster: ClusterSurvey, _ memory: Memory, _ roles: inout RoleBook,
        _ positions: PositionBook
    ) -> [TopicView] {
        let remembered = memory.topics[side] ?? [:]
        let listed: [TopicName: Reading<TopicSurvey>]
        let absence: TopicView.Presence
        switch cluster.topics {
        case .known(let topics): (listed, absence) = (topics, .gone)
        case .absent:
            (listed, absence) = ([:], .unreadable(Cause(.incomplete, "no listing of topics was given")))
        case .unreadable(let cause): (listed, absence) = ([:], .unreadable(cause))
        }
        return Set(listed.keys).union(remembered.keys).sorted().map { name in
            let entry = roles.entry(of: name, on: side)
            let known = remembered[name]
            let presence: TopicView.Presence
            var progress: [MirrorProgress] = []
            switch listed[name] {
            case .known(let survey):
                if entry.role == .source {
                    progress = survey.partitions.enumerated().map { number, partition in
                        positions.progress(of: TopicPartition(name, Int32(number)), end: partition.end)
                    }
                }
                let isNew = known.map(\.wasRead) ?? memory.topicsListed.contains(side)
                presence = .read(survey, movements: movements(survey, known, restIsNew: isNew))
            case .unreadable(let cause): presence = .unreadable(cause)
            case .absent, nil: presence = absence
            }
            return TopicView(
                side: side, name: name, role: entry.role, reason: entry.reason, presence: presence,
                memory: known, progress: progress)
        }
    }

    /// How each end moved. A partition that was not there when we first looked began at 0 under our eyes.
    private static func movements(
        _ survey: TopicSurvey, _ known: TopicMemory?, restIsNew: Bool
    ) -> [Movement] {
        let partitions = known?.partitions ?? []
        return survey.partitions.enumerated().map { number, partition in
            let unseen: PartitionMemory = restIsNew ? .born : .found
            let before = partitions.indices.contains(number) ? partitions[number] : unseen
            return Movement(from: before.end, to: partition.end)
        }
    }

    /// Every group of one side, listed now or remembered, sorted by name.
    static func groups(
        on side: Side, _ cluster: ClusterSurvey, _ memory: Memory, _ book: inout GroupBook,
        _ naming: MirrorNaming
    ) -> [GroupView] {
        let remembered = memory.groups[side]?.byName ?? [:]
        let seen = cluster.groups.seen
        return Set(seen.keys).union(remembered.keys).sorted().map { name in
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
                side: side, name: name, excluded: entry.excluded, isolation: entry.isolation,
                isMirrorMakers: isConnect && name == naming.ownGroup(on: side), presence: presence,
                memory: remembered[name])
        }
    }
}
