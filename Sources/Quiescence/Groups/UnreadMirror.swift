/// One group and the mirrors of what it reads: has it had all that they still hold?
enum UnreadMirror {
    /// Judges `group` into `judgement`, and adds the mirrors that it reads itself to `readers`.
    static func judge(
        _ group: GroupPair, _ look: Look, _ readers: inout MirrorReaders, _ judgement: inout Judgement
    ) {
        if case .unreadable(let cause)? = group.onNew?.commits {
            judgement.doubt("\(group.name)", cause)
            return
        }
        // What it read there is not known, nor what of that has gone from OLD since.
        if case .unreadable(let cause)? = group.onOld?.commits, look.mirrors.contains(where: \.isRead) {
            judgement.doubt("\(group.name)", cause)
        }
        for topic in group.topics where topic.mirror?.role == .mirror {
            if topic.isAtRest || isReader(topic, look, &judgement) {
                readers.insert(topic)
                judge(topic, look, &judgement)
            } else if topic.mirror?.isRead ?? false {
                judgeSource(topic, isReader: false, look, &judgement)
            }
        }
    }

    /// Whether the group reads that mirror itself; what cannot be told of it is doubted.
    private static func isReader(_ topic: GroupTopic, _ look: Look, _ judgement: inout Judgement) -> Bool {
        var isReader = false
        for (number, seed) in topic.seeds(look) {
            switch seed {
            case .known(let seed): if !seed.writtenByMirrorMaker { isReader = true }
            case .absent: break
            case .unreadable(let cause):
                judgement.doubt("\(topic.group): \(topic.link.mirror)-\(number)", cause)
            }
        }
        return isReader
    }

    private static func judge(_ topic: GroupTopic, _ look: Look, _ judgement: inout Judgement) {
        guard let view = topic.mirror else { return }
        switch view.presence {
        case .read: break
        case .gone: return  // whether it may be is judged by mirror_quiet
        case .unreadable: return  // doubted once, where every mirror is looked at
        }
        if case .unreadable(let cause) = topic.onOld.reading {
            judgement.doubt("\(topic.group): \(view.name)", cause)
        }
        if !topic.onNew.isAtEnd {
            for number in view.partitionNumbers {
                Reader(topic: topic, view: view, number: number).judge(look, &judgement)
            }
        }
        judgeSource(topic, isReader: true, look, &judgement)
    }

    /// What a group that read the source has processed nowhere may stand in the mirror alone. While it does not read
    /// the mirror, it can go on with what OLD still has.
    private static func judgeSource(
        _ topic: GroupTopic, isReader: Bool, _ look: Look, _ judgement: inout Judgement
    ) {
        guard topic.onOld.hasCommits, !topic.onOld.isAtEnd else { return }
        var subject: String { "\(topic.group): \(topic.link.source)" }
        switch topic.source?.presence {
        case .read:
            guard let more = topic.unprocessed(look) else { break }
            judgement.append(more.gone)
            if isReader { judgement.append(more.standing) }
        case .unreadable(let cause): judgement.doubt(subject, cause)
        case .gone: break
        case nil:
            if case .unreadable(let cause) = look.survey.old.topics { judgement.doubt(subject, cause) }
        }
    }

    /// A group on one partition of a mirror that it reads.
    fileprivate struct Reader {
        let topic: GroupTopic
        let view: TopicView
        let number: Int32
        /// Nil where it committed on other partitions of this mirror alone: then all of it is unread.
        let commit: CommittedOffset?

        init(topic: GroupTopic, view: TopicView, number: Int32) {
            self.topic = topic
            self.view = view
            self.number = number
            commit = topic.onNew.committed(number)
        }
    }
}

extension UnreadMirror.Reader {
    private var mirror: TopicPartition { TopicPartition(view.name, number) }
    private var source: TopicPartition { TopicPartition(topic.link.source, number) }
    private var subject: String { "\(topic.group): \(mirror)" }

    func judge(_ look: Look, _ judgement: inout Judgement) {
        let (start, end): (StartOffset, EndOffset)
        switch view.bounds(of: number) {
        case .known(let bounds): (start, end) = (bounds.start, bounds.end)
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
        judgeOvertaken(start, look, &judgement)
        if let cut = topic.onNew.cut(number) {
            judgement.doubt(subject, Cause.cut(cut), unless: .excludedGroup(topic.group))
        }
        let from = max(commit?.value ?? 0, start.value)
        guard from < end.value else { return }
        switch hasReadAllOnOld(from: from, look) {
        case .known(let hasReadAll): if !hasReadAll { judgeRest(from, end, look, &judgement) }
        case .absent: judgeRest(from, end, look, &judgement)
        case .unreadable(let cause): judgement.doubt(subject, cause)
        }
    }

    private func judgeRest(_ from: Int64, _ end: EndOffset, _ look: Look, _ judgement: inout Judgement) {
        let count = end.value - from
        let words =
            commit.map { "\(counted(count, "record")) behind: committed \($0), end \(end)" }
            ?? "\(counted(count, "record")) unread: it has no commit on this partition"
        judgeRest(from, end, words, look, &judgement)
    }

    private func judgeRest(
        _ from: Int64, _ end: EndOffset, _ words: String, _ look: Look, _ judgement: inout Judgement
    ) {
        let count = end.value - from
        let question = TailQuestion(
            side: .new, partition: mirror, from: from, end: end, isolation: topic.isolation)
        switch look.tail(question) {
        case .empty: break
        case .holdsRecord: judgement.fail(subject, words, size: count, unless: .excludedGroup(topic.group))
        case .unproven(let cause): judgement.doubt(subject, cause)
        case .notAsked:
            if view.isQuiet(number) {
                judgement.questions.append(question)
                judgement.doubt(subject, Cause(.notAsked, words))
            } else {
                judgement.fail(subject, words, size: count, unless: .excludedGroup(topic.group))
            }
        }
    }

    /// Whether the group has processed on OLD everything that the mirror holds from `lower` on.
    ///
    /// Not where it may hold more than was mirrored: what was written straight into it stands nowhere on OLD.
    private func hasReadAllOnOld(from lower: Int64, _ look: Look) -> Reading<Bool> {
        // While MirrorMaker still moves the mirror holds more than its last position says.
        let committedOnOld = topic.onOld[number]
        guard case .known(let commit) = committedOnOld, view.isQuiet(number) else {
            return committedOnOld.map { _ in false }
        }
        let position: MirrorPosition
        switch topic.source?.progress(of: number) ?? .unknown(Cause(.missing, "\(source) could not be read"))
        {
        case .at(let known): position = known
        case .none: return .known(false)
        case .contradicted(let words): return .unreadable(Cause(.contradiction, words))
        case .unknown(let cause): return .unreadable(cause)
        }
        guard commit.value > position.value else { return .known(false) }
        guard let survey = topic.source?.partition(number) else {
            return .unreadable(Cause(.missing, "\(source) was not read on \(look.plan.old.alias)"))
        }
        guard case .known(let mirrorEnd) = view.partition(number)?.end,
            let range = OffsetRange(lower, mirrorEnd.value),
            let pairs = topic.translation(of: number, upTo: position, mirrorEnd, look),
            pairs.cameFromSource(range)
        else { return .known(false) }
        return survey.end.map { end in
            guard commit.value <= end.value else { return false }
            guard position.value + 1 < end.value else { return true }
            let question = TailQuestion(
                side: .old, partition: source, from: position.value + 1, end: end,
                isolation: look.plan.mirror.isolation)
            return look.memory.tails.empty.covers(question)
        }
    }

    /// Records that the group was carried over when its commits had gone and came back further on.
    private func judgeSkipped(_ start: StartOffset, _ look: Look, _ judgement: inout Judgement) {
        for range in topic.onNew.skipped(number) {
            switch wasReadOnOld(range, look) {
            case .known(true): continue
            case .known(false), .absent: break
            case .unreadable(let cause):
                judgement.doubt(subject, cause)
                continue
            }
            let words =
                "\(counted(range.count, "record")) skipped: \(range), for its commits had gone and came back behind them"
            // What has expired since cannot be read any more to see whether it held records.
            guard range.lower >= start.value, let upper = EndOffset(range.upper) else {
                judgement.fail(subject, words, size: range.count)
                continue
            }
            judgeRest(range.lower, upper, words, look, &judgement)
        }
    }

    /// Records of the mirror that went while the group's commit passed them.
    private func judgeOvertaken(_ start: StartOffset, _ look: Look, _ judgement: inout Judgement) {
        guard case .known(let seed) = topic.seeds(look)[number], !seed.writtenByMirrorMaker else { return }
        for range in topic.onNew.overtaken(number, start: start) {
            switch wasReadOnOld(range, look) {
            case .known(true): continue
            case .known(false), .absent:
                judgement.doubt(subject, Cause.overtaken(range), unless: .excludedGroup(topic.group))
            case .unreadable(let cause): judgement.doubt(subject, cause)
            }
        }
    }

    /// Whether what the mirror held there had been read on OLD by this group.
    private func wasReadOnOld(_ range: OffsetRange, _ look: Look) -> Reading<Bool> {
        // What lies below its end lies below this one on OLD, and was processed there.
        if case .known(let onOld) = topic.onOld[number], let pairs = topic.translation(of: number, look),
            pairs.cameFromSource(range), let above = pairs.readFrom(range.upper), above <= onOld.value
        {
            return .known(true)
        }
        return hasReadAllOnOld(from: range.lower, look)
    }

    /// Records of the mirror that expired before the group had read them on either cluster, while we watched.
    private func judgeExpiry(before start: StartOffset, _ look: Look, _ judgement: inout Judgement) {
        let firstStart = view.firstStart(number)?.value ?? start.value
        guard let range = OffsetRange(max(commit?.value ?? 0, firstStart), start.value),
            let upper = EndOffset(range.upper)
        else { return }
        let question = TailQuestion(
            side: .new, partition: mirror, from: range.lower, end: upper, isolation: topic.isolation)
        guard !look.memory.tails.empty.covers(question) else { return }
        switch wasReadOnOld(range, look) {
        case .known(let wasRead): if wasRead { return }
        case .absent: break
        case .unreadable(let cause):
            judgement.doubt(subject, cause)
            return
        }
        judgement.losses.append(
            Loss(
                subject: subject,
                detail: "\(counted(range.count, "record")) expired unread while we watched: \(range)",
                range: range))
    }
}
