/// What a group has processed nowhere of one source; shared by the two conditions that ask.
///
/// A class, for nearly every group on nearly every topic has none.
final class UnprocessedRanges {
    /// What OLD still has: the group can go on there.
    fileprivate(set) var standing = Judgement()
    /// What OLD has no more, and what cannot be told: the mirror may be the last to hold it.
    fileprivate(set) var gone = Judgement()

    /// Judges one partition of the source.
    func judge(_ topic: GroupTopic, _ number: Int32, _ look: Look) {
        var subject: String { "\(topic.group): \(topic.link.source)-\(number)" }
        guard let view = topic.source else { return }
        let committedOnOld = topic.onOld.committed(number)
        let expired = topic.onOld.expired(number)
        let skipped = topic.onOld.skipped(number)
        let overtaken = topic.onOld.overtaken(number, start: view.start(of: number))
        let cut = topic.onOld.cut(number)
        if let commit = committedOnOld, case .known(let end) = view.end(of: number),
            commit.value == end.value,
            expired.ranges.isEmpty, skipped.isEmpty, overtaken.isEmpty, cut == nil
        {
            return  // read to the end on OLD: not even the log's start needs to be known
        }
        let (start, end): (StartOffset, EndOffset)
        switch view.bounds(of: number) {
        case .known(let bounds): (start, end) = (bounds.start, bounds.end)
        case .unreadable(let cause):
            gone.doubt(subject, cause)
            return
        case .absent: return
        }
        if let commit = committedOnOld, commit.value > end.value {
            gone.doubt(
                subject,
                Cause(
                    .contradiction, "committed \(commit) on \(look.plan.old.alias), where the end is \(end)"))
            return
        }
        let progress = topic.progress(of: number, committedOnOld: committedOnOld, look)
        if expired.ranges.isEmpty, skipped.isEmpty, overtaken.isEmpty, cut == nil,
            progress.holes(from: 0, to: end.value).isEmpty
        {
            return  // read to the end on one cluster or the other
        }
        let partition = Partition(
            topic: topic, number: number, start: start.value,
            firstStart: view.firstStart(number)?.value ?? start.value, isQuiet: view.isQuiet(number),
            progress: progress)
        let lower: Int64
        switch Self.history(partition, view, look) {
        case .known(let known): lower = known
        case .absent: lower = partition.firstStart
        case .unreadable(let cause):
            lower = partition.firstStart
            if progress.processedOnOld < lower { gone.doubt(subject, cause) }
        }
        let holes = progress.holes(from: lower, to: end.value)
        for hole in holes { partition.judge(hole, look, self) }
        partition.judgeExpired(in: holes, and: expired, look, &gone)
        for range in skipped.flatMap(progress.unreadOnNew) { partition.judgeSkipped(range, look, self) }
        for range in overtaken.flatMap(progress.unreadOnNew) {
            gone.doubt(subject, Cause.overtaken(range), unless: .excludedGroup(topic.group))
        }
        if let cut { gone.doubt(subject, Cause.cut(cut), unless: .excludedGroup(topic.group)) }
    }

    /// Below it nothing counts: it stood on neither cluster at our first look. Absent where the mirror
    /// has nothing to add to what stood on OLD, or went as planned.
    private static func history(_ partition: Partition, _ source: TopicView, _ look: Look) -> Reading<Int64> {
        let (topic, number) = (partition.topic, partition.number)
        guard let mirror = topic.mirror, let start = mirror.firstStart(number) else { return .absent }
        if case .notNeeded = SourceMirror(of: source, topic.link.mirror, look) { return .absent }
        if case .known(let end) = mirror.end(of: number), end.value <= start.value { return .absent }
        guard let below = topic.translation(of: number, look)?.processedBelow(start.value) else {
            return .unreadable(topic.untranslated(number, look))
        }
        return .known(min(partition.firstStart, below))
    }

    /// One group on one source partition.
    fileprivate struct Partition {
        let topic: GroupTopic
        let number: Int32
        let start: Int64
        /// What expired on OLD below it had gone before our first look.
        let firstStart: Int64
        let isQuiet: Bool
        let progress: GroupProgress
    }
}

extension UnprocessedRanges.Partition {
    private var source: TopicPartition { TopicPartition(topic.link.source, number) }
    private var subject: String { "\(topic.group): \(source)" }

    /// What begins behind the mirror's end is not in it: the marker at the end of a transaction, above all.
    private func mirrored(_ look: Look) -> Int64 {
        guard case .known(let end) = topic.mirror?.end(of: number) else { return .max }
        return topic.translation(of: number, look)?.readFrom(end.value) ?? .max
    }

    /// Judges offsets that were processed on neither cluster, by where they can still be read.
    func judge(_ hole: OffsetRange, _ look: Look, _ ranges: UnprocessedRanges) {
        if let older = OffsetRange(hole.lower, min(hole.upper, firstStart, mirrored(look))) {
            judgeUnread(
                older,
                "\(counted(older.count, "offset")) processed nowhere: \(older), gone on \(look.plan.old.alias) and still in "
                    + "\(topic.link.mirror): rewind the group there", &ranges.gone)
        }
        if let standing = OffsetRange(max(hole.lower, start), hole.upper) {
            judgeStanding(standing, look, &ranges.standing)
        }
    }

    /// Judges what the group was carried over on OLD, by where it can still be read.
    func judgeSkipped(_ range: OffsetRange, _ look: Look, _ ranges: UnprocessedRanges) {
        if let standing = OffsetRange(max(range.lower, start), range.upper) {
            judgeStanding(standing, look, &ranges.standing)
        }
        if let gone = OffsetRange(range.lower, min(range.upper, start)) {
            judgeUnread(
                gone,
                "\(counted(gone.count, "offset")) skipped when its commits had gone, and expired since: \(gone)",
                &ranges.gone)
        }
    }

    private func judgeStanding(_ range: OffsetRange, _ look: Look, _ judgement: inout Judgement) {
        guard let upper = EndOffset(range.upper) else { return }
        let question = TailQuestion(
            side: .old, partition: source, from: range.lower, end: upper, isolation: topic.isolation)
        let words = "\(counted(range.count, "offset")) processed nowhere: \(range)"
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
                side: .old, partition: source, from: range.lower, end: upper, isolation: topic.isolation)
            guard !look.memory.tails.empty.covers(question) else { continue }
            expired.insert(range)
            judgement.expiries.append(Expiry(group: topic.group, source: source, range: range))
        }
        for range in expired.ranges.flatMap(progress.unreadOnNew) {
            judgeUnread(
                range,
                "\(counted(range.count, "offset")) expired on \(look.plan.old.alias) before it had read them: \(range)",
                &judgement)
        }
    }

    /// Records that were read nowhere; unknown where the group may have read them on NEW.
    private func judgeUnread(_ range: OffsetRange, _ words: String, _ judgement: inout Judgement) {
        switch progress.onNew {
        case .nothing:
            judgement.fail(subject, words, size: range.count, unless: .excludedGroup(topic.group))
        case .unknown(let cause):
            judgement.doubt(
                subject,
                Cause(
                    cause.kind, "\(words), unless on the mirror: \(cause.detail)", remedy: cause.remedy),
                unless: cause.kind == .missing ? .movedGroup(topic.group) : nil)
        case .range(let from, _, let isCertain):
            guard !isCertain, range.upper <= from else {
                judgement.fail(subject, words, size: range.count, unless: .excludedGroup(topic.group))
                return
            }
            judgement.doubt(
                subject,
                Cause(
                    .contradiction,
                    "\(words), unless it began on the mirror before the first commit that we saw",
                    remedy: "if it had moved before we watched, say so in groups.moved"),
                unless: .movedGroup(topic.group))
        }
    }
}
