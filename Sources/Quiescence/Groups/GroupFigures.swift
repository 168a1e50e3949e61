/// Lag, members and phase of a group, for pages and metrics.
enum GroupFigures {
    /// Nil for a group that is gone from a complete listing.
    static func account(of view: GroupView, _ phase: GroupPhase, _ look: Look) -> GroupAccount? {
        let members: Reading<Int>
        switch view.presence {
        case .vanished: return nil
        case .unreadable(let cause): members = .unreadable(cause)
        case .listed(let survey): members = survey.members.map { $0.count }
        }
        return GroupAccount(
            side: view.side, name: view.name, phase: phase, members: members, excluded: view.excluded,
            topics: topics(of: view, look))
    }

    private static func topics(of view: GroupView, _ look: Look) -> [GroupTopicAccount] {
        guard case .known(let topics) = view.commitsNow else { return [] }
        var accounts: [GroupTopicAccount] = []
        accounts.reserveCapacity(topics.count)
        for commits in topics {
            guard let log = commits.log, !commits.current.isEmpty else { continue }
            let moved = commits.movedAt(now: look.survey.ended.wall)
            let lastCommit: Reading<WallTime> = moved.map { .known($0) } ?? .absent
            switch log.presence {
            case .gone: continue
            case .unreadable(let cause):
                accounts.append(
                    GroupTopicAccount(
                        topic: commits.topic, lag: .unreadable(cause), expiredUnread: .unreadable(cause),
                        lastCommit: lastCommit))
            case .read(let survey):
                let figures =
                    commits.isAtEnd
                    ? (lag: .known(0), expired: .known(0))
                    : figures(of: view, on: log, survey, commits.current, look)
                accounts.append(
                    GroupTopicAccount(
                        topic: commits.topic, lag: figures.lag, expiredUnread: figures.expired,
                        lastCommit: lastCommit))
            }
        }
        return accounts
    }

    /// Sums over a topic; unreadable as soon as one partition is.
    private static func figures(
        of view: GroupView, on topic: TopicView, _ survey: TopicSurvey,
        _ commits: PartitionColumn<CommittedOffset>, _ look: Look
    ) -> (lag: Reading<Int64>, expired: Reading<Int64>) {
        var (lag, expired) = (Sum(), Sum())
        for number in survey.partitions.indices {
            switch (survey.partitions[number].start, survey.partitions[number].end) {
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
    static func phase(of group: GroupPair, _ look: Look) -> GroupPhase {
        guard case .known(let onOld) = hasMembers(group.onOld),
            case .known(let onNew) = hasMembers(group.onNew),
            case .known(let hasBegun) = hasBegunOnMirrors(group, look), canTellCommits(of: group.onOld)
        else { return .unknown }
        if onOld && onNew { return .both }
        if onNew { return .onNew }
        guard onOld else {
            if hasBegun || isListed(group.onNew) && !isListed(group.onOld) { return .onNew }
            return isListed(group.onOld) ? .oldOnly : .absent
        }
        return hasBegun ? moving(group, look) : .oldOnly
    }

    /// Members on OLD and seeds on NEW: has OLD been read up to where NEW begins?
    private static func moving(_ group: GroupPair, _ look: Look) -> GroupPhase {
        var isBehind = false
        var hasRead = false
        for topic in group.topics {
            for entry in topic.ownSeeds(look) {
                guard case .known(let seed) = entry.value, let upstream = seed.upstream else {
                    return .seeded
                }
                switch topic.onOld.current[entry.number] {
                case let commit?:
                    hasRead = true
                    if commit.value < upstream { isBehind = true }
                case nil: if upstream > 0 { isBehind = true }
                }
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

    /// Whether a reader of its own, not MirrorMaker, has begun on any `OLD.*`.
    private static func hasBegunOnMirrors(_ group: GroupPair, _ look: Look) -> Reading<Bool> {
        if case .unreadable(let cause) = group.onNew?.commits { return .unreadable(cause) }
        var hasBegun = false
        for topic in group.topics {
            if topic.isAtRest {
                hasBegun = true
                continue
            }
            for entry in topic.ownSeeds(look) {
                if case .unreadable(let cause) = entry.value { return .unreadable(cause) }
                hasBegun = true
            }
        }
        return .known(hasBegun)
    }

    private static func canTellCommits(of view: GroupView?) -> Bool {
        if case .unreadable = view?.commits { false } else { true }
    }
}

extension GroupTopic {
    /// Where the group itself began on the mirror, as far as its commits still stand; not what MirrorMaker wrote
    /// for it.
    fileprivate func ownSeeds(_ look: Look) -> some Sequence<PartitionColumn<Reading<Seed>>.Entry> {
        (mirror?.role == .mirror ? seeds(look) : PartitionColumn()).entries.lazy.filter {
            [current = onNew.current] entry in
            if case .known(let seed) = entry.value, seed.writtenByMirrorMaker { return false }
            return current[entry.number] != nil
        }
    }
}
