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
            judge(group, look, &readers, &judgement)
        }
        readers.formUnion(readOnOld(look).map(look.naming.mirror(of:)))
        let mirrors = look.topics(.mirror, on: .new)
        for mirror in mirrors {
            judgeReader(of: mirror, readers, readByNoGroup, look, &judgement)
        }
        judgement.finding.summary =
            "\(mirrors.count) mirror topics read to their ends by every group that reads them"
        return judgement
    }

    private static func judge(
        _ group: GroupView, _ look: Look, _ readers: inout Set<TopicName>, _ judgement: inout Judgement
    ) {
        let commits: [TopicPartition: CommittedOffset]
        switch group.commits {
        case .unreadable(let cause):
            judgement.doubt("\(group.name)", cause)
            return
        case .lastKnown(let last): commits = last
        case .current(let now, let vanished): commits = now.merging(vanished) { current, _ in current }
        }
        let own = commits.filter { partition, commit in
            look.topic(partition.topic, on: .new)?.role == .mirror
                && !SeedRule.seed(of: group, on: partition, commit: commit, look).writtenByMirrorMaker
        }
        for topic in Set(own.keys.map(\.topic)).sorted() {
            readers.insert(topic)
            guard let view = look.topic(topic, on: .new), case .read(let survey, _) = view.presence else {
                continue  // unreadable or gone is judged by mirror_quiet, and below where nobody reads it
            }
            for number in survey.partitions.indices {
                let partition = TopicPartition(topic, Int32(number))
                judge(group, partition, own[partition], view, survey.partitions[number], look, &judgement)
            }
        }
    }

    private static func judge(
        _ group: GroupView, _ mirror: TopicPartition, _ commit: CommittedOffset?, _ view: TopicView,
        _ survey: PartitionSurvey, _ look: Look, _ judgement: inout Judgement
    ) {
        let subject = "\(group.name): \(mirror)"
        let start: StartOffset
        let end: EndOffset
        switch (survey.start, survey.end) {
        case (.known(let first), .known(let last)): (start, end) = (first, last)
        case (.unreadable(let cause), _), (_, .unreadable(let cause)):
            judgement.doubt(subject, cause)
            return
        case (.absent, _), (_, .absent):
            judgement.doubt(subject, Cause(.missing, "start or end offset was not given"))
            return
        }
        if let commit, commit.value > end.value {
            judgement.doubt(subject, Cause(.contradiction, "committed \(commit), where the end is \(end)"))
            return
        }
        let onOld = commitsOnOld(of: group, look)
        judgeHoles(group, mirror, onOld, look, &judgement)
        judgeExpiry(group, mirror, commit, start, view, look, &judgement)
        let from = max(commit?.value ?? 0, start.value)
        guard from < end.value, !coversAll(onOld, mirror, look) else { return }
        let question = TailQuestion(
            side: .new, partition: mirror, from: from, end: end, isolation: group.isolation)
        let words =
            commit == nil
            ? "\(end.value - from) records unread: it has no commit on this partition"
            : "\(end.value - from) records behind: committed \(from), end \(end)"
        switch look.tail(question) {
        case .empty: break
        case .holdsRecord: judgement.fail(subject, words, size: end.value - from)
        case .unproven(let cause): judgement.doubt(subject, cause)
        case .notAsked:
            if view.isQuiet(mirror.partition) {
                judgement.questions.append(question)
                judgement.doubt(subject, Cause(.notAsked, words))
            } else {
                judgement.fail(subject, words, size: end.value - from)
            }
        }
    }

    /// What the group committed on OLD; nothing for a group that is not there, its cause where that is unread.
    private static func commitsOnOld(
        of group: GroupView, _ look: Look
    ) -> Reading<[TopicPartition: CommittedOffset]> {
        guard let onOld = look.group(group.name, on: .old) else { return .absent }
        switch onOld.commits {
        case .unreadable(let cause): return .unreadable(cause)
        case .lastKnown(let last): return .known(last)
        case .current(let now, let vanished): return .known(now.merging(vanished) { current, _ in current })
        }
    }

    /// Whether the group has processed on OLD everything that was ever mirrored of the partition.
    private static func coversAll(
        _ onOld: Reading<[TopicPartition: CommittedOffset]>, _ mirror: TopicPartition, _ look: Look
    ) -> Bool {
        guard case .known(let commits) = onOld, let source = look.naming.source(ofMirror: mirror.topic),
            let commit = commits[TopicPartition(source, mirror.partition)],
            case .at(let position) = MirrorProgress(
                of: TopicPartition(source, mirror.partition), look)
        else { return false }
        // While MirrorMaker still moves the mirror holds more than its last position says.
        return commit.value > position.value
            && look.topic(mirror.topic, on: .new)?.isQuiet(mirror.partition) ?? false
            && drained(source, mirror.partition, position, look)
    }

    /// Whether the position stands at the source's end: then the mirror holds nothing beyond it.
    private static func drained(
        _ source: TopicName, _ partition: Int32, _ position: MirrorPosition, _ look: Look
    ) -> Bool {
        guard let survey = look.topic(source, on: .old)?.partition(partition),
            case .known(let end) = survey.end
        else { return false }
        guard position.value + 1 < end.value else { return position.value + 1 == end.value }
        let question = TailQuestion(
            side: .old, partition: TopicPartition(source, partition), from: position.value + 1, end: end,
            isolation: look.plan.mirror.isolation)
        return look.memory.emptyRanges.covers(question)
    }

    /// A group that moved: what it processed nowhere must be read before the mirror goes.
    private static func judgeHoles(
        _ group: GroupView, _ mirror: TopicPartition, _ onOld: Reading<[TopicPartition: CommittedOffset]>,
        _ look: Look, _ judgement: inout Judgement
    ) {
        guard let topic = look.naming.source(ofMirror: mirror.topic) else { return }
        switch onOld {
        case .absent: break
        case .unreadable(let cause): judgement.doubt("\(group.name): \(mirror)", cause)
        case .known(let commits):
            let source = TopicPartition(topic, mirror.partition)
            guard commits.keys.contains(where: { $0.topic == topic }) else { return }
            UnprocessedRanges.judge(group, source, committedOnOld: commits[source], look, &judgement)
        }
    }

    /// Records of the mirror that expired before the group read them, while we watched.
    private static func judgeExpiry(
        _ group: GroupView, _ mirror: TopicPartition, _ commit: CommittedOffset?, _ start: StartOffset,
        _ view: TopicView, _ look: Look, _ judgement: inout Judgement
    ) {
        let firstStart = view.firstStart(mirror.partition)?.value ?? 0
        guard let commit, let range = OffsetRange(max(commit.value, firstStart), start.value),
            let upper = EndOffset(range.upper)
        else { return }
        let question = TailQuestion(
            side: .new, partition: mirror, from: range.lower, end: upper, isolation: group.isolation)
        guard !look.memory.emptyRanges.covers(question) else { return }
        judgement.losses.append(
            Offender(
                "\(group.name): \(mirror)",
                "\(range.count) records expired unread while we watched: \(range)",
                size: range.count))
    }

    /// A topic that holds records and that nobody is known to read may be the store of a service.
    private static func judgeReader(
        of mirror: TopicView, _ readers: Set<TopicName>, _ readByNoGroup: NameMatcher<NameRule>,
        _ look: Look, _ judgement: inout Judgement
    ) {
        guard case .read(let survey, _) = mirror.presence, !readers.contains(mirror.name) else { return }
        guard let source = look.naming.source(ofMirror: mirror.name) else { return }
        if look.topic(source, on: .old) == nil {
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
                .missing, "it holds records, and no group is known to read it",
                remedy: "name the topic in topics.read_by_no_group, if that is so"))
    }

    /// Topics that some group is known to read on OLD: such a reader can go on there.
    private static func readOnOld(_ look: Look) -> Set<TopicName> {
        look.groupsInScope(on: .old).reduce(into: []) { topics, group in
            switch group.commits {
            case .unreadable: break
            case .lastKnown(let commits): topics.formUnion(commits.keys.map(\.topic))
            case .current(let now, let vanished):
                topics.formUnion(now.keys.map(\.topic))
                topics.formUnion(vanished.keys.map(\.topic))
            }
        }
    }
}
