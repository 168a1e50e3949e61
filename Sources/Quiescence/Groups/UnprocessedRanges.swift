/// What a group has processed nowhere, of one source partition; shared by the two conditions that ask.
enum UnprocessedRanges {
    /// Judges one group on one source partition into `judgement`.
    static func judge(
        _ group: GroupView, _ source: TopicPartition, committedOnOld: CommittedOffset?, _ look: Look,
        _ judgement: inout Judgement
    ) {
        let subject = "\(group.name): \(source)"
        guard let view = look.topic(source.topic, on: .old), let survey = view.partition(source.partition)
        else { return }
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
        if let commit = committedOnOld, commit.value > end.value {
            judgement.doubt(
                subject,
                Cause(
                    .contradiction, "committed \(commit) on \(look.plan.old.alias), where the end is \(end)"))
            return
        }
        let progress = GroupProgress(of: group.name, on: source, committedOnOld: committedOnOld, look)
        let history = history(source, view, group.name, look)
        for hole in progress.holes(from: history, to: end.value) {
            judge(hole, subject, group, source, start, view, progress, look, &judgement)
        }
    }

    /// Below it nothing counts: it stood on neither cluster at our first look.
    private static func history(
        _ source: TopicPartition, _ view: TopicView, _ group: GroupName, _ look: Look
    ) -> Int64 {
        let firstStart = view.firstStart(source.partition)?.value ?? 0
        let mirror = look.naming.mirror(of: source.topic)
        guard look.group(group, on: .new) != nil,
            let mirrorView = look.topic(mirror, on: .new),
            let mirrorStart = mirrorView.firstStart(source.partition),
            let mirrored = GroupProgress.translation(of: source, look)?.processedBelow(mirrorStart.value)
        else {
            return firstStart
        }
        return min(firstStart, mirrored)
    }

    private static func judge(
        _ hole: OffsetRange, _ subject: String, _ group: GroupView, _ source: TopicPartition,
        _ start: StartOffset, _ view: TopicView, _ progress: GroupProgress, _ look: Look,
        _ judgement: inout Judgement
    ) {
        let firstStart = min(view.firstStart(source.partition)?.value ?? 0, start.value)
        if let older = OffsetRange(hole.lower, min(hole.upper, firstStart)) {
            let mirror = look.naming.mirror(of: source.topic)
            judgeUnread(
                older,
                "\(older.count) offsets processed nowhere: \(older), gone on \(look.plan.old.alias) and still in "
                    + "\(mirror): rewind the group there", subject, progress, &judgement)
        }
        if let expired = OffsetRange(max(hole.lower, firstStart), min(hole.upper, start.value)) {
            judgeExpired(expired, subject, group, source, progress, look, &judgement)
        }
        guard let standing = OffsetRange(max(hole.lower, start.value), hole.upper),
            let upper = EndOffset(standing.upper)
        else { return }
        let question = TailQuestion(
            side: .old, partition: source, from: standing.lower, end: upper, isolation: group.isolation)
        let words = "\(standing.count) offsets processed nowhere: \(standing)"
        switch look.tail(question) {
        case .empty: break
        case .holdsRecord: judgeUnread(standing, words, subject, progress, &judgement)
        case .unproven(let cause): judgement.doubt(subject, cause)
        case .notAsked:
            if view.isQuiet(source.partition) {
                judgement.questions.append(question)
                judgement.doubt(subject, Cause(.notAsked, words))
            } else {
                judgeUnread(standing, words, subject, progress, &judgement)
            }
        }
    }

    /// Records that stand there and were read nowhere; unknown where the group may have read them on NEW.
    private static func judgeUnread(
        _ range: OffsetRange, _ words: String, _ subject: String, _ progress: GroupProgress,
        _ judgement: inout Judgement
    ) {
        switch progress.onNew {
        case .nothing: judgement.fail(subject, words, size: range.count)
        case .unknown(let cause): judgement.doubt(subject, cause)
        case .range(let from, _, let isCertain):
            guard !isCertain, range.upper <= from else {
                judgement.fail(subject, words, size: range.count)
                return
            }
            judgement.doubt(
                subject,
                Cause(
                    .contradiction,
                    "\(words), unless it began on the mirror before the first commit that we saw",
                    remedy: "if it had moved before we watched, say so in groups.moved"))
        }
    }

    private static func judgeExpired(
        _ range: OffsetRange, _ subject: String, _ group: GroupView, _ source: TopicPartition,
        _ progress: GroupProgress, _ look: Look, _ judgement: inout Judgement
    ) {
        guard let upper = EndOffset(range.upper) else { return }
        let question = TailQuestion(
            side: .old, partition: source, from: range.lower, end: upper, isolation: group.isolation)
        guard !look.memory.emptyRanges.covers(question) else { return }
        let words = "\(range.count) offsets expired unread on \(look.plan.old.alias): \(range)"
        switch progress.onNew {
        case .unknown(let cause): judgement.doubt(subject, cause)
        case .range(_, _, isCertain: false):
            judgement.doubt(
                subject,
                Cause(
                    .contradiction, words, remedy: "if it had moved before we watched, say so in groups.moved"
                ))
        case .nothing, .range: judgement.losses.append(Offender(subject, words, size: range.count))
        }
    }
}
