/// What a group has processed nowhere, of one source partition; shared by the two conditions that ask.
enum UnprocessedRanges {
    /// Judges one group on one source partition into `judgement`.
    static func judge(
        _ group: GroupView, _ source: TopicPartition, committedOnOld: CommittedOffset?, _ look: Look,
        _ judgement: inout Judgement
    ) {
        var subject: String { "\(group.name): \(source)" }
        guard let view = look.topic(source.topic, on: .old) else {
            if case .unreadable(let cause) = look.survey.old.topics { judgement.doubt(subject, cause) }
            return
        }
        if case .unreadable(let cause) = view.presence { judgement.doubt(subject, cause) }
        guard let survey = view.partition(source.partition) else { return }
        let expired = look.memory.groups[.old]?.byName[group.name]?.expired[source]
        let skipped = skippedOnOld(group.name, source, committedOnOld, look)
        if let commit = committedOnOld, case .known(let end) = survey.end, commit.value == end.value,
            expired == nil, skipped.isEmpty
        {
            return  // read to the end on OLD: nothing else needs to be known
        }
        let start: StartOffset
        let end: EndOffset
        switch survey.bounds {
        case .known(let bounds): (start, end) = bounds
        case .unreadable(let cause):
            judgement.doubt(subject, cause)
            return
        case .absent: return
        }
        if let commit = committedOnOld, commit.value > end.value {
            judgement.doubt(
                subject,
                Cause(
                    .contradiction, "committed \(commit) on \(look.plan.old.alias), where the end is \(end)"))
            return
        }
        let progress = GroupProgress(of: group.name, on: source, committedOnOld: committedOnOld, look)
        let partition = Partition(
            group: group, source: source, start: start.value,
            firstStart: view.firstStart(source.partition)?.value ?? start.value,
            isQuiet: view.isQuiet(source.partition), progress: progress)
        let lower: Int64
        switch history(partition, look) {
        case .known(let known): lower = known
        case .absent: lower = partition.firstStart
        case .unreadable(let cause):
            lower = partition.firstStart
            if progress.processedOnOld < lower { judgement.doubt(subject, cause) }
        }
        let holes = progress.holes(from: lower, to: end.value)
        for hole in holes { partition.judge(hole, look, &judgement) }
        partition.judgeExpired(in: holes, and: expired ?? ExpiredRanges(), look, &judgement)
        for range in skipped.flatMap(progress.unreadOnNew) { partition.judgeSkipped(range, look, &judgement) }
    }

    private static func skippedOnOld(
        _ group: GroupName, _ source: TopicPartition, _ commit: CommittedOffset?, _ look: Look
    ) -> [OffsetRange] {
        guard let commit, let view = look.group(group, on: .old) else { return [] }
        return SkippedRanges.of(view, on: source, commit: commit, look)
    }

    /// Below it nothing counts: it stood on neither cluster at our first look. Absent where the mirror
    /// has nothing to add to what stood on OLD.
    private static func history(_ partition: Partition, _ look: Look) -> Reading<Int64> {
        let source = partition.source
        guard look.group(partition.group.name, on: .new) != nil,
            let mirror = look.topic(look.naming.mirror(of: source.topic), on: .new),
            let start = mirror.firstStart(source.partition)
        else { return .absent }
        if let survey = mirror.partition(source.partition), case .known(let end) = survey.end,
            end.value <= start.value
        {
            return .absent
        }
        guard let below = GroupProgress.translation(of: source, look)?.processedBelow(start.value) else {
            return .unreadable(GroupProgress.untranslated(source, look))
        }
        return .known(min(partition.firstStart, below))
    }

    /// One group on one source partition.
    fileprivate struct Partition {
        let group: GroupView
        let source: TopicPartition
        let start: Int64
        /// What expired on OLD below it had gone before our first look.
        let firstStart: Int64
        let isQuiet: Bool
        let progress: GroupProgress
    }
}

extension UnprocessedRanges.Partition {
    private var subject: String { "\(group.name): \(source)" }

    /// Judges offsets that were processed on neither cluster, by where they can still be read.
    func judge(_ hole: OffsetRange, _ look: Look, _ judgement: inout Judgement) {
        if let older = OffsetRange(hole.lower, min(hole.upper, firstStart)) {
            let mirror = look.naming.mirror(of: source.topic)
            judgeUnread(
                older,
                "\(older.count) offsets processed nowhere: \(older), gone on \(look.plan.old.alias) and still in "
                    + "\(mirror): rewind the group there", &judgement)
        }
        if let standing = OffsetRange(max(hole.lower, start), hole.upper) {
            judgeStanding(standing, look, &judgement)
        }
    }

    /// Judges what the group was carried over on OLD, by where it can still be read.
    func judgeSkipped(_ range: OffsetRange, _ look: Look, _ judgement: inout Judgement) {
        if let standing = OffsetRange(max(range.lower, start), range.upper) {
            judgeStanding(standing, look, &judgement)
        }
        if let gone = OffsetRange(range.lower, min(range.upper, start)) {
            judgeUnread(
                gone, "\(gone.count) offsets skipped when its commits had gone, and expired since: \(gone)",
                &judgement)
        }
    }

    private func judgeStanding(_ range: OffsetRange, _ look: Look, _ judgement: inout Judgement) {
        guard let upper = EndOffset(range.upper) else { return }
        let question = TailQuestion(
            side: .old, partition: source, from: range.lower, end: upper, isolation: group.isolation)
        let words = "\(range.count) offsets processed nowhere: \(range)"
        switch look.tail(question) {
        case .empty: break
        case .holdsRecord: judgeUnread(range, words, &judgement)
        case .unproven(let cause): judgement.doubt(subject, cause)
        case .notAsked:
            if isQuiet {
                judgement.questions.append(question)
                judgement.doubt(subject, Cause(.notAsked, words))
            } else {
                judgeUnread(range, words, &judgement)
            }
        }
    }

    /// Judges what expired on OLD under our eyes before the group had read it there, now or earlier: it
    /// counts until the group has read it as `OLD.t`, for a commit that jumps past it has not read it.
    func judgeExpired(
        in holes: [OffsetRange], and earlier: ExpiredRanges, _ look: Look, _ judgement: inout Judgement
    ) {
        var expired = earlier
        for hole in holes {
            guard let range = OffsetRange(max(hole.lower, firstStart), min(hole.upper, start)),
                let upper = EndOffset(range.upper)
            else { continue }
            let question = TailQuestion(
                side: .old, partition: source, from: range.lower, end: upper, isolation: group.isolation)
            guard !look.memory.tails.empty.covers(question) else { continue }
            expired.insert(range)
            judgement.expiries.append(Expiry(group: group.name, source: source, range: range))
        }
        for range in expired.ranges.flatMap(progress.unreadOnNew) {
            judgeUnread(
                range,
                "\(range.count) offsets expired on \(look.plan.old.alias) before it had read them: \(range)",
                &judgement)
        }
    }

    /// Records that were read nowhere; unknown where the group may have read them on NEW.
    private func judgeUnread(_ range: OffsetRange, _ words: String, _ judgement: inout Judgement) {
        switch progress.onNew {
        case .nothing:
            judgement.fail(subject, words, size: range.count, unless: .excludedGroup(group.name))
        case .unknown(let cause):
            judgement.doubt(
                subject,
                Cause(
                    cause.kind, "\(words), unless on the mirror: \(cause.detail)", remedy: cause.remedy),
                unless: cause.kind == .missing ? .movedGroup(group.name) : nil)
        case .range(let from, _, let isCertain):
            guard !isCertain, range.upper <= from else {
                judgement.fail(subject, words, size: range.count, unless: .excludedGroup(group.name))
                return
            }
            judgement.doubt(
                subject,
                Cause(
                    .contradiction,
                    "\(words), unless it began on the mirror before the first commit that we saw",
                    remedy: "if it had moved before we watched, say so in groups.moved"),
                unless: .movedGroup(group.name))
        }
    }
}
