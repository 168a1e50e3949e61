/// Every group on NEW has processed all that `OLD.*` still holds of the topics it reads, and every
/// `OLD.*` topic that holds records has a reader known.
enum MirrorConsumed {
    static func judge(_ look: Look, readByNoGroup: NameMatcher<NameRule>) -> Judgement {
        var judgement = Judgement()
        judgement.doubtListings(of: look.survey.new)
        var readers: Set<TopicName> = []
        for pair in look.groupPairs {
            guard let group = pair.onNew, group.isInScope else { continue }
            UnreadMirror.judge(group, pair.topics, look, &readers, &judgement)
        }
        readers.formUnion(readOnOld(look))
        let excluded = excludedReaders(look)
        let mirrors = look.mirrors
        for mirror in mirrors {
            judgeReader(of: mirror, readers, excluded, readByNoGroup, look, &judgement)
        }
        judgement.finding.summary =
            "the readers of \(counted(mirrors.count, "mirror topic"))"
        return judgement
    }

    /// A topic that holds records and that nobody is known to read may be the store of a service.
    private static func judgeReader(
        of mirror: TopicView, _ readers: Set<TopicName>, _ excluded: [TopicName: GroupName],
        _ readByNoGroup: NameMatcher<NameRule>, _ look: Look, _ judgement: inout Judgement
    ) {
        let survey: TopicSurvey
        switch mirror.presence {
        case .gone: return
        case .read(let known): survey = known
        case .unreadable(let cause):
            if look.survey.new.topics.isKnown { judgement.doubt("\(mirror.name)", cause) }
            return
        }
        guard let source = mirror.link?.source, !readers.contains(source) else { return }
        if look.survey.old.topics.isKnown, look.topic(source, on: .old) == nil {
            judgement.note("\(mirror.name) is an orphan: \(source) does not exist")
        }
        let mayHold = survey.partitions.contains { partition in
            guard case .known(let start) = partition.start, case .known(let end) = partition.end else {
                return true
            }
            return start.value < end.value
        }
        guard mayHold else { return }
        let names = [source.rawValue, mirror.name.rawValue]
        if let rule = names.lazy.compactMap({ readByNoGroup.firstRule(matching: $0) }).first {
            judgement.note("\(mirror.name) is read by no group, as configured: \(rule.reason)")
            return
        }
        judgement.doubt(
            "\(mirror.name)",
            Cause(
                .missing,
                excluded[source].map { "it holds records, and its only known reader, \($0), is excluded" }
                    ?? "it holds records, and no group is known to read it",
                remedy: "name the topic in topics.read_by_no_group, if that is so"),
            unless: .topicReadByNoGroup(source))
    }

    /// For each source the first group that reads it on either cluster and was taken out of scope.
    private static func excludedReaders(_ look: Look) -> [TopicName: GroupName] {
        look.groupPairs.reduce(into: [:]) { readers, pair in
            guard (pair.onOld ?? pair.onNew)?.excluded != nil else { return }
            for topic in pair.topics where readers[topic.link.source] == nil {
                readers[topic.link.source] = pair.name
            }
        }
    }

    /// Topics that some group is known to read on OLD: such a reader can go on there.
    private static func readOnOld(_ look: Look) -> Set<TopicName> {
        look.groupsInScope(on: .old).reduce(into: []) { topics, group in
            if case .known(let commits) = group.lastCommits { topics.formUnion(commits.topics.keys) }
        }
    }
}
