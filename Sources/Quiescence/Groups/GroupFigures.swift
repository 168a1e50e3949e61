/// Lag, members and phase of a group, for pages and metrics.
enum GroupFigures {
    /// Nil for a group that is gone from a complete listing.
    static func account(
        of view: GroupView, _ phase: GroupPhase, _ look: Look, _ after: Memory
    ) -> GroupAccount? {
        let members: Reading<Int>
        switch view.presence {
        case .vanished: return nil
        case .unreadable(let cause): members = .unreadable(cause)
        case .listed(let survey): members = survey.members.map(\.count)
        }
        return GroupAccount(
            side: view.side, name: view.name, phase: phase, members: members,
            topics: topics(of: view, look, after))
    }

    private static func topics(of view: GroupView, _ look: Look, _ after: Memory) -> [GroupTopicAccount] {
        guard case .current(let commits, _) = view.commits else { return [] }
        let memory = after.groups[view.side].byName[view.name]?.commits ?? [:]
        return commits.topics.sorted { $0.key < $1.key }.compactMap { name, column -> GroupTopicAccount? in
            guard let topic = look.topic(name, on: view.side) else { return nil }
            let moved = memory[name].lazy.compactMap(\.value.movedAt).max()
            let lastCommit: Reading<WallTime> = moved.map { .known($0) } ?? .absent
            switch topic.presence {
            case .gone: return nil
            case .unreadable(let cause):
                return GroupTopicAccount(
                    topic: name, lag: .unreadable(cause), expiredUnread: .unreadable(cause),
                    lastCommit: lastCommit)
            case .read(let survey):
                let figures = figures(of: view, on: topic, survey, column, look)
                return GroupTopicAccount(
                    topic: name, lag: figures.lag, expiredUnread: figures.expired, lastCommit: lastCommit)
            }
        }
    }

    /// Sums over a topic; unreadable as soon as one partition is.
    private static func figures(
        of view: GroupView, on topic: TopicView, _ survey: TopicSurvey,
        _ commits: PartitionColumn<CommittedOffset>, _ look: Look
    ) -> (lag: Reading<Int64>, expired: Reading<Int64>) {
        var (lag, expired) = (Sum(), Sum())
        for (number, partition) in survey.partitions.enumerated() {
            switch (partition.start, partition.end) {
            case (.unreadable(let cause), _), (_, .unreadable(let cause)):
                return (.unreadable(cause), .unreadable(cause))
            case (.absent, _), (_, .absent):
                let cause = Cause(.missing, "a part of the sum was not given")
                return (.unreadable(cause), .unreadable(cause))
            case (.known(let start), .known(let end)):
                let committed = commits[Int32(number)]?.value ?? start.value
                guard committed <= end.value else {
                    let cause = Cause(.contradiction, "committed \(committed), where the end is \(end)")
                    return (.unreadable(cause), .unreadable(cause))
                }
                let from = max(committed, start.value)
                expired.add(from - committed)
                if !isProvenEmpty(from, end, TopicPartition(topic.name, Int32(number)), view, look) {
                    lag.add(end.value - from)
                }
            }
        }
        return (lag.reading, expired.reading)
    }

    private static func isProvenEmpty(
        _ from: Int64, _ end: EndOffset, _ partition: TopicPartition, _ view: GroupView, _ look: Look
    ) -> Bool {
        guard from < end.value else { return true }
        let rest = TailQuestion(
            side: view.side, partition: partition, from: from, end: end, isolation: view.isolation)
        if case .empty = look.tail(rest) { return true }
        return false
    }

    /// Where a group stands in its move, from both clusters.
    static func phase(of group: GroupPair) -> GroupPhase {
        guard case .known(let onOld) = hasMembers(group.onOld),
            case .known(let onNew) = hasMembers(group.onNew),
            let begun = mirrorsBegun(by: group), canTellCommits(of: group.onOld)
        else { return .unknown }
        if onOld && onNew { return .both }
        if onNew { return .onNew }
        guard onOld else {
            if !begun.isEmpty || isListed(group.onNew) && !isListed(group.onOld) { return .onNew }
            return isListed(group.onOld) ? .oldOnly : .absent
        }
        return begun.isEmpty ? .oldOnly : moving(begun)
    }

    /// Members on OLD and seeds on NEW: has OLD been read up to where NEW begins?
    private static func moving(_ begun: [(topic: GroupTopic, number: Int32, seed: Seed)]) -> GroupPhase {
        var isBehind = false
        var hasRead = false
        for (topic, number, seed) in begun {
            guard let upstream = seed.upstream else { return .seeded }
            switch topic.onOld.current[number] {
            case let commit?:
                hasRead = true
                if commit.value < upstream { isBehind = true }
            case nil: if upstream > 0 { isBehind = true }
            }
        }
        if !isBehind { return .caughtUp }
        return hasRead ? .replaying : .seeded
    }

    private static func isListed(_ view: GroupView?) -> Bool {
        guard case .listed = view?.presence else { return false }
        return true
    }

    private static func hasMembers(_ view: GroupView?) -> Reading<Bool> {
        guard let view else { return .known(false) }
        switch view.presence {
        case .vanished: return .known(false)
        case .unreadable(let cause): return .unreadable(cause)
        case .listed(let survey):
            switch survey.state {
            case .known(.stable), .known(.rebalancing): return .known(true)
            case .known(.empty): return .known(false)
            case .absent: return .absent
            case .unreadable(let cause): return .unreadable(cause)
            }
        }
    }

    /// Where a reader of its own, not MirrorMaker, began on `OLD.*`; nil where that cannot be told.
    private static func mirrorsBegun(
        by group: GroupPair
    ) -> [(topic: GroupTopic, number: Int32, seed: Seed)]? {
        guard canTellCommits(of: group.onNew) else { return nil }
        var begun: [(topic: GroupTopic, number: Int32, seed: Seed)] = []
        for topic in group.topics where topic.mirror?.role == .mirror {
            let current = topic.onNew.current
            for (number, seed) in topic.seeds where current[number] != nil {
                switch seed {
                case .known(let seed): if !seed.writtenByMirrorMaker { begun.append((topic, number, seed)) }
                case .absent: break
                case .unreadable: return nil
                }
            }
        }
        return begun
    }

    private static func canTellCommits(of view: GroupView?) -> Bool {
        switch view?.commits {
        case .unreadable: false
        case .lastKnown, .current, nil: true
        }
    }
}
