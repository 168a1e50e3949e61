/// Lag, members and phase of a group, for pages and metrics.
enum GroupFigures {
    /// Nil for a group that is gone from a complete listing.
    static func account(of view: GroupView, _ look: Look, _ after: Memory) -> GroupAccount? {
        let members: Reading<Int>
        switch view.presence {
        case .vanished: return nil
        case .unreadable(let cause): members = .unreadable(cause)
        case .listed(let survey): members = survey.members.map(\.count)
        }
        return GroupAccount(
            side: view.side, name: view.name, phase: phase(of: view.name, look), members: members,
            topics: topics(of: view, look, after))
    }

    private static func topics(of view: GroupView, _ look: Look, _ after: Memory) -> [GroupTopicAccount] {
        guard case .current(let commits, _) = view.commits else { return [] }
        let memory = after.groups[view.side]?.byName[view.name]
        var moved: [TopicName: WallTime] = [:]
        for (partition, commit) in memory?.commits ?? [:] {
            guard let at = commit.movedAt else { continue }
            moved[partition.topic] = max(at, moved[partition.topic] ?? at)
        }
        return Set(commits.keys.map(\.topic)).sorted().compactMap { name -> GroupTopicAccount? in
            guard let topic = look.topic(name, on: view.side) else { return nil }
            let lastCommit: Reading<WallTime> = moved[name].map { .known($0) } ?? .absent
            switch topic.presence {
            case .gone: return nil
            case .unreadable(let cause):
                return GroupTopicAccount(
                    topic: name, lag: .unreadable(cause), expiredUnread: .unreadable(cause),
                    lastCommit: lastCommit)
            case .read(let survey, _):
                let parts = survey.partitions.enumerated().map { number, partition in
                    figures(view, TopicPartition(name, Int32(number)), partition, commits, look)
                }
                return GroupTopicAccount(
                    topic: name, lag: parts.sum(\.lag), expiredUnread: parts.sum(\.expired),
                    lastCommit: lastCommit)
            }
        }
    }

    private static func figures(
        _ view: GroupView, _ partition: TopicPartition, _ survey: PartitionSurvey,
        _ commits: [TopicPartition: CommittedOffset], _ look: Look
    ) -> (lag: Reading<Int64>, expired: Reading<Int64>) {
        switch (survey.start, survey.end) {
        case (.unreadable(let cause), _), (_, .unreadable(let cause)):
            return (.unreadable(cause), .unreadable(cause))
        case (.absent, _), (_, .absent): return (.absent, .absent)
        case (.known(let start), .known(let end)):
            let committed = commits[partition]?.value ?? start.value
            guard committed <= end.value else {
                let cause = Cause(.contradiction, "committed \(committed), where the end is \(end)")
                return (.unreadable(cause), .unreadable(cause))
            }
            let from = max(committed, start.value)
            let tail = TailQuestion(
                side: view.side, partition: partition, from: from, end: end, isolation: view.isolation)
            let lag: Int64
            if case .empty = look.tail(tail) { lag = 0 } else { lag = end.value - from }
            return (.known(lag), .known(from - committed))
        }
    }

    /// Where the group stands in its move, from both clusters.
    private static func phase(of name: GroupName, _ look: Look) -> GroupPhase {
        let old = look.group(name, on: .old)
        let new = look.group(name, on: .new)
        guard case .known(let onOld) = hasMembers(old), case .known(let onNew) = hasMembers(new),
            let seeds = seeds(of: new, look), let oldCommits = commits(of: old)
        else { return .unknown }
        if onOld && onNew { return .both }
        if onNew { return .onNew }
        guard onOld else {
            if !seeds.isEmpty || isListed(new) && !isListed(old) { return .onNew }
            return isListed(old) ? .oldOnly : .absent
        }
        guard !seeds.isEmpty else { return .oldOnly }
        return moving(seeds, oldCommits, look)
    }

    /// Members on OLD and seeds on NEW: has OLD been read up to where NEW begins?
    private static func moving(
        _ seeds: [TopicPartition: Seed], _ oldCommits: [TopicPartition: CommittedOffset], _ look: Look
    ) -> GroupPhase {
        var isBehind = false
        var hasRead = false
        for (mirror, seed) in seeds {
            guard let topic = look.naming.source(ofMirror: mirror.topic), let upstream = seed.upstream else {
                return .seeded
            }
            let committed = oldCommits[TopicPartition(topic, mirror.partition)]
            if committed.map({ $0.value < upstream }) ?? (upstream > 0) { isBehind = true }
            if committed != nil { hasRead = true }
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

    /// What a reader of its own, not MirrorMaker, began with on `OLD.*`; nil where that cannot be told.
    private static func seeds(of view: GroupView?, _ look: Look) -> [TopicPartition: Seed]? {
        guard let view else { return [:] }
        guard let commits = commits(of: view) else { return nil }
        var seeds: [TopicPartition: Seed] = [:]
        for (partition, commit) in commits where look.topic(partition.topic, on: .new)?.role == .mirror {
            switch SeedRule.seed(of: view, on: partition, commit: commit, look) {
            case .known(let seed): if !seed.writtenByMirrorMaker { seeds[partition] = seed }
            case .absent: break
            case .unreadable: return nil
            }
        }
        return seeds
    }

    private static func commits(of view: GroupView?) -> [TopicPartition: CommittedOffset]? {
        guard let view else { return [:] }
        switch view.commits {
        case .unreadable: return nil
        case .lastKnown(let last): return last
        case .current(let now, _): return now
        }
    }
}
