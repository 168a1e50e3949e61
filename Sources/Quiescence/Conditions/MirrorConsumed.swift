/// Every group on NEW has processed all that `OLD.*` still holds of the topics it reads, and every
/// `OLD.*` topic that holds records has a reader known.
enum MirrorConsumed {
    static func judge(_ look: Look, readByNoGroup: NameMatcher<NameRule>) -> Judgement {
        var judgement = Judgement()
        let cluster = look.survey.new
        if case .incomplete(let cause) = cluster.groups.completeness {
            judgement.doubt("\(cluster.alias)", cause)
        }
        if case .unreadable(let cause) = cluster.topics { judgement.doubt("\(cluster.alias)", cause) }
        var readers: Set<TopicName> = []
        for group in look.groupsInScope(on: .new) {
            MirrorReader.judge(group, look, &readers, &judgement)
        }
        readers.formUnion(readOnOld(look).map(look.naming.mirror(of:)))
        let mirrors = look.topics(.mirror, on: .new)
        for mirror in mirrors {
            judgeReader(of: mirror, readers, readByNoGroup, look, &judgement)
        }
        judgement.finding.summary =
            "the readers of \(counted(mirrors.count, "mirror topic"))"
        return judgement
    }

    /// A topic that holds records and that nobody is known to read may be the store of a service.
    private static func judgeReader(
        of mirror: TopicView, _ readers: Set<TopicName>, _ readByNoGroup: NameMatcher<NameRule>,
        _ look: Look, _ judgement: inout Judgement
    ) {
        let survey: TopicSurvey
        switch mirror.presence {
        case .gone: return
        case .read(let known, _): survey = known
        case .unreadable(let cause):
            if look.survey.new.topics.isKnown { judgement.doubt("\(mirror.name)", cause) }
            return
        }
        guard !readers.contains(mirror.name) else { return }
        guard let source = look.naming.source(ofMirror: mirror.name) else { return }
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
        let excluded = excludedReader(of: source, mirror.name, look)
        judgement.doubt(
            "\(mirror.name)",
            Cause(
                .missing,
                excluded.map { "it holds records, and its only known reader, \($0), is excluded" }
                    ?? "it holds records, and no group is known to read it",
                remedy: "name the topic in topics.read_by_no_group, if that is so"),
            unless: .topicReadByNoGroup(source))
    }

    /// A group that reads the topic on either cluster and was taken out of scope.
    private static func excludedReader(
        of source: TopicName, _ mirror: TopicName, _ look: Look
    ) -> GroupName? {
        Side.allCases.lazy.flatMap { look.groups[$0] ?? [] }.first { group in
            guard group.excluded != nil, case .known(let commits) = group.commits.last else { return false }
            return commits.keys.contains { $0.topic == source || $0.topic == mirror }
        }?.name
    }

    /// Topics that some group is known to read on OLD: such a reader can go on there.
    private static func readOnOld(_ look: Look) -> Set<TopicName> {
        look.groupsInScope(on: .old).reduce(into: []) { topics, group in
            if case .known(let commits) = group.commits.last { topics.formUnion(commits.keys.map(\.topic)) }
        }
    }
}
