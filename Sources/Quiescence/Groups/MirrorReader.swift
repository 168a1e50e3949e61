/// One group on NEW and the mirrors that it reads: has it had all that they still hold?
enum MirrorReader {
    /// Judges `group` into `judgement`, and adds the mirrors that it reads to `readers`.
    static func judge(
        _ group: GroupView, _ look: Look, _ readers: inout Set<TopicName>, _ judgement: inout Judgement
    ) {
        let commits: [TopicPartition: CommittedOffset]
        switch group.commits.last {
        case .known(let last): commits = last
        case .absent: commits = [:]
        case .unreadable(let cause):
            judgement.doubt("\(group.name)", cause)
            return
        }
        var topics: Set<TopicName> = []
        for (partition, commit) in commits where look.topic(partition.topic, on: .new)?.role == .mirror {
            switch SeedRule.seed(of: group, on: partition, commit: commit, look) {
            case .known(let seed): if !seed.writtenByMirrorMaker { topics.insert(partition.topic) }
            case .absent: break
            case .unreadable(let cause): judgement.doubt("\(group.name): \(partition)", cause)
            }
        }
        readers.formUnion(topics)
        guard !topics.isEmpty else { return }
        let onOld = committedOnOld(by: group.name, look)
        for topic in topics.sorted() {
            judge(group, topic, commits, onOld, look, &judgement)
        }
    }

    /// What the group committed on OLD; absent only if a complete list does not have it.
    private static func committedOnOld(
        by name: GroupName, _ look: Look
    ) -> Reading<[TopicPartition: CommittedOffset]> {
        if let group = look.group(name, on: .old) { return group.commits.last }
        switch look.survey.old.groups.completeness {
        case .complete: return .absent
        case .incomplete(let cause): return .unreadable(cause)
        }
    }

    private static func judge(
        _ group: GroupView, _ topic: TopicName, _ commits: [TopicPartition: CommittedOffset],
        _ onOld: Reading<[TopicPartition: CommittedOffset]>, _ look: Look, _ judgement: inout Judgement
    ) {
        guard let view = look.topic(topic, on: .new), let source = look.naming.source(ofMirror: topic) else {
            return
        }
        let survey: TopicSurvey
        switch view.presence {
        case .read(let known, _): survey = known
        case .gone: return  // whether it may be is judged by mirror_quiet
        case .unreadable: return  // doubted once, where every mirror is looked at
        }
        if case .unreadable(let cause) = onOld { judgement.doubt("\(group.name): \(topic)", cause) }
        for (index, partition) in survey.partitions.enumerated() {
            let number = Int32(index)
            let reader = Reader(
                group: group, view: view, mirror: TopicPartition(topic, number),
                source: TopicPartition(source, number), commit: commits[TopicPartition(topic, number)],
                committedOnOld: commit(on: TopicPartition(source, number), onOld))
            reader.judge(partition, look, &judgement)
            if case .known(let oldCommits) = onOld, oldCommits.keys.contains(where: { $0.topic == source }) {
                UnprocessedRanges.judge(
                    group, reader.source, committedOnOld: oldCommits[reader.source], look, &judgement)
            }
        }
    }

    private static func commit(
        on source: TopicPartition, _ onOld: Reading<[TopicPartition: CommittedOffset]>
    ) -> Reading<CommittedOffset> {
        switch onOld {
        case .known(let commits): commits[source].map { .known($0) } ?? .absent
        case .absent: .absent
        case .unreadable(let cause): .unreadable(cause)
        }
    }

    /// A group on one partition of a mirror that it reads.
    fileprivate struct Reader {
        let group: GroupView
        let view: TopicView
        let mirror: TopicPartition
        let source: TopicPartition
        /// Nil where it committed on other partitions of this mirror alone: then all of it is unread.
        let commit: CommittedOffset?
        let committedOnOld: Reading<CommittedOffset>
    }
}

extension MirrorReader.Reader {
    private var subject: String { "\(group.name): \(mirror)" }

    func judge(_ survey: PartitionSurvey, _ look: Look, _ judgement: inout Judgement) {
        let start: StartOffset
        let end: EndOffset
        switch survey.bounds {
        case .known(let bounds): (start, end) = bounds
        case .absent: return
        case .unreadable(let cause):
            judgement.doubt(subject, cause)
            return
        }
        if let commit, commit.value > end.value {
            judgement.doubt(
                subject, Cause(.contradiction, "committed \(commit), where the end is \(end)"))
            return
        }
        judgeExpiry(before: start, look, &judgement)
        judgeSkipped(start, look, &judgement)
        let from = max(commit?.value ?? 0, start.value)
        guard from < end.value else { return }
        switch hasReadAllOnOld(look) {
        case .known(let hasReadAll): if !hasReadAll { judgeRest(from, end, look, &judgement) }
        case .absent: judgeRest(from, end, look, &judgement)
        case .unreadable(let cause): judgement.doubt(subject, cause)
        }
    }

    private func judgeRest(_ from: Int64, _ end: EndOffset, _ look: Look, _ judgement: inout Judgement) {
        let count = end.value - from
        let words =
            commit.map { "\(count) records behind: committed \($0), end \(end)" }
            ?? "\(count) records unread: it has no commit on this partition"
        judgeRest(from, end, words, look, &judgement)
    }

    private func judgeRest(
        _ from: Int64, _ end: EndOffset, _ words: String, _ look: Look, _ judgement: inout Judgement
    ) {
        let count = end.value - from
        let question = TailQuestion(
            side: .new, partition: mirror, from: from, end: end, isolation: group.isolation)
        switch look.tail(question) {
        case .empty: break
        case .holdsRecord: judgement.fail(subject, words, size: count, unless: .excludedGroup(group.name))
        case .unproven(let cause): judgement.doubt(subject, cause)
        case .notAsked:
            if view.isQuiet(mirror.partition) {
                judgement.questions.append(question)
                judgement.doubt(subject, Cause(.notAsked, words))
            } else {
                judgement.fail(subject, words, size: count, unless: .excludedGroup(group.name))
            }
        }
    }

    /// Whether the group has processed on OLD everything that was ever mirrored of the partition.
    ///
    /// Not where the mirror is longer than its source: what makes it longer did not come from there.
    private func hasReadAllOnOld(_ look: Look) -> Reading<Bool> {
        // While MirrorMaker still moves the mirror holds more than its last position says.
        guard case .known(let commit) = committedOnOld, view.isQuiet(mirror.partition) else {
            return committedOnOld.map { _ in false }
        }
        let position: MirrorPosition
        switch look.progress(of: source) {
        case .at(let known): position = known
        case .none: return .known(false)
        case .contradicted(let words): return .unreadable(Cause(.contradiction, words))
        case .unknown(let cause): return .unreadable(cause)
        }
        guard commit.value > position.value else { return .known(false) }
        guard let survey = look.topic(source.topic, on: .old)?.partition(source.partition) else {
            return .unreadable(Cause(.missing, "\(source) was not read on \(look.plan.old.alias)"))
        }
        guard case .known(let mirrorEnd) = view.partition(mirror.partition)?.end else {
            return .known(false)
        }
        return survey.end.map { end in
            guard commit.value <= end.value, mirrorEnd.value <= end.value else { return false }
            guard position.value + 1 < end.value else { return true }
            let question = TailQuestion(
                side: .old, partition: source, from: position.value + 1, end: end,
                isolation: look.plan.mirror.isolation)
            return look.memory.tails.empty.covers(question)
        }
    }

    /// Records that the group was carried over when its commits had gone and came back further on.
    private func judgeSkipped(_ start: StartOffset, _ look: Look, _ judgement: inout Judgement) {
        guard let commit else { return }
        for range in SkippedRanges.of(group, on: mirror, commit: commit, look) {
            switch wasReadOnOld(below: range.upper, look) {
            case .known(true): continue
            case .known(false), .absent: break
            case .unreadable(let cause):
                judgement.doubt(subject, cause)
                continue
            }
            let words =
                "\(range.count) records skipped: \(range), for its commits had gone and came back behind them"
            // What has expired since cannot be read any more to see whether it held records.
            guard range.lower >= start.value, let upper = EndOffset(range.upper) else {
                judgement.fail(subject, words, size: range.count)
                continue
            }
            judgeRest(range.lower, upper, words, look, &judgement)
        }
    }

    /// Whether all that the mirror held below that offset had been read on OLD by this group.
    private func wasReadOnOld(below upper: Int64, _ look: Look) -> Reading<Bool> {
        // What lies below that offset of the mirror lies below this one on OLD, and was processed there.
        if case .known(let onOld) = committedOnOld,
            let above = GroupProgress.translation(of: source, look)?.readFrom(upper), above <= onOld.value
        {
            return .known(true)
        }
        return hasReadAllOnOld(look)
    }

    /// Records of the mirror that expired before the group had read them on either cluster, while we watched.
    private func judgeExpiry(before start: StartOffset, _ look: Look, _ judgement: inout Judgement) {
        let firstStart = view.firstStart(mirror.partition)?.value ?? start.value
        guard let range = OffsetRange(max(commit?.value ?? 0, firstStart), start.value),
            let upper = EndOffset(range.upper)
        else { return }
        let question = TailQuestion(
            side: .new, partition: mirror, from: range.lower, end: upper, isolation: group.isolation)
        guard !look.memory.tails.empty.covers(question) else { return }
        switch wasReadOnOld(below: range.upper, look) {
        case .known(let wasRead): if wasRead { return }
        case .absent: break
        case .unreadable(let cause):
            judgement.doubt(subject, cause)
            return
        }
        judgement.losses.append(
            Loss(
                subject: subject,
                detail: "\(range.count) records expired unread while we watched: \(range)", range: range))
    }
}
