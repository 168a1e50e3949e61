/// For every source partition MirrorMaker's position has reached the end, or the rest provably holds no record.
enum MirrorDrained {
    static func judge(_ look: Look) -> Judgement {
        var judgement = Judgement()
        if case .unreadable(let cause) = look.survey.old.topics {
            judgement.doubt("\(look.survey.old.alias)", cause)
        }
        judgement.doubtEmptyScope(look)
        var partitions = 0
        for view in look.topics(.source, on: .old) {
            switch view.presence {
            case .read(let topic, _):
                partitions += topic.partitions.count
                for number in topic.partitions.indices {
                    judge(TopicPartition(view.name, Int32(number)), view, look, &judgement)
                }
                noteMissingMirror(of: view, look, &judgement)
            case .unreadable(let cause):
                if look.survey.old.topics.isKnown { judgement.doubt("\(view.name)", cause) }
            case .gone: judgement.doubt("\(view.name)", Cause(.missing, "the topic is gone"))
            }
        }
        judgement.finding.summary =
            "\(counted(partitions, "partition")) of the old cluster against MirrorMaker's positions"
        return judgement
    }

    /// What MirrorMaker has still to mirror of a partition.
    enum Remainder {
        case nothing
        /// Offsets that hold a record, or may hold one.
        case records(Int64, why: String)
        indirect case unknown(Cause)
    }

    private static func judge(
        _ partition: TopicPartition, _ view: TopicView, _ look: Look, _ judgement: inout Judgement
    ) {
        switch remainder(of: partition, view, look, &judgement) {
        case .nothing: break
        case .records(let count, let why): judgement.fail("\(partition)", why, size: count)
        case .unknown(let cause): judgement.doubt("\(partition)", cause)
        }
    }

    /// What is left of one partition; losses and questions go into `judgement`.
    static func remainder(
        of partition: TopicPartition, _ view: TopicView, _ look: Look, _ judgement: inout Judgement
    ) -> Remainder {
        guard let survey = view.partition(partition.partition) else {
            return .unknown(Cause(.missing, "the partition is gone"))
        }
        let start: StartOffset
        let end: EndOffset
        switch survey.bounds {
        case .known(let bounds): (start, end) = bounds
        case .unreadable(let cause): return .unknown(cause)
        case .absent: return .unknown(Cause(.missing, "start or end offset was not given"))
        }
        let mirroredBelow: Int64
        switch look.progress(of: partition) {
        case .unknown(let cause): return .unknown(cause)
        case .contradicted(let words):
            judgement.recreated[partition] = words
            return .unknown(
                Cause(
                    .contradiction, words,
                    remedy: "compare the content of both topics; the position proves nothing any more"))
        case .none: mirroredBelow = 0
        case .at(let position):
            mirroredBelow = position.value + 1
            if start.value < mirroredBelow, let cause = missingMirror(of: partition, look) {
                return .unknown(cause)
            }
        }
        judgeExpiry(partition, mirroredBelow: mirroredBelow, start, view, look, &judgement)
        let from = max(mirroredBelow, start.value)
        guard from < end.value else { return .nothing }
        let question = TailQuestion(
            side: .old, partition: partition, from: from, end: end, isolation: look.plan.mirror.isolation)
        return remainder(behind: question, isQuiet: view.isQuiet(partition.partition), look, &judgement)
    }

    private static func remainder(
        behind question: TailQuestion, isQuiet: Bool, _ look: Look, _ judgement: inout Judgement
    ) -> Remainder {
        let count = question.end.value - question.from
        let lag = "\(count) offsets not mirrored: from \(question.from), end \(question.end)"
        switch look.tail(question) {
        case .empty: return .nothing
        case .holdsRecord(let offset): return .records(count, why: "\(lag), a record at \(offset)")
        case .unproven(let cause): return .unknown(cause)
        case .notAsked:
            guard isQuiet else { return .records(count, why: lag) }
            judgement.questions.append(question)
            return .unknown(Cause(.notAsked, lag))
        }
    }

    /// What expired on OLD before it was mirrored: history if it was gone at our first look, else a loss, now
    /// and later, unless MirrorMaker's own pairs show that it had mirrored it and only not yet said so (it
    /// writes its position once a minute).
    private static func judgeExpiry(
        _ partition: TopicPartition, mirroredBelow: Int64, _ start: StartOffset, _ view: TopicView,
        _ look: Look, _ judgement: inout Judgement
    ) {
        let firstStart = view.firstStart(partition.partition)?.value ?? 0
        if let history = OffsetRange(mirroredBelow, min(start.value, firstStart)) {
            judgement.note(
                "\(partition): offsets \(history) came and went unmirrored before we looked, as far as anyone can prove"
            )
        }
        var expired = look.memory.unmirrored[partition] ?? ExpiredRanges()
        if let range = OffsetRange(max(mirroredBelow, firstStart), start.value),
            let upper = EndOffset(range.upper)
        {
            let question = TailQuestion(
                side: .old, partition: partition, from: range.lower, end: upper,
                isolation: look.plan.mirror.isolation)
            if !look.memory.tails.empty.covers(question) {
                expired.insert(range)
                judgement.unmirrored[partition] = expired
            }
        }
        guard !expired.ranges.isEmpty else { return }
        let translation = GroupProgress.translation(of: partition, look)
        for range in expired.ranges where !(translation?.hasMirrored(range) ?? false) {
            judgement.fail(
                "\(partition)", "offsets \(range) expired unmirrored while we watched", size: range.count)
        }
    }

    /// A position says that records were mirrored; where nothing stands that they could have been mirrored to,
    /// those that OLD still holds are on OLD alone. Nil where the mirror was written, or removed as planned.
    private static func missingMirror(of source: TopicPartition, _ look: Look) -> Cause? {
        if look.safeGates.contains(.mirrorTopics) { return nil }
        if case .unreadable(let cause) = look.survey.new.topics { return cause }
        let mirror = TopicPartition(look.naming.mirror(of: source.topic), source.partition)
        let missing = { (words: String) in
            Cause(
                .missing, "its records were mirrored, and \(words)",
                remedy: "let MirrorMaker mirror it again from its start, or exclude the topic with a reason")
        }
        guard let view = look.topic(mirror.topic, on: .new) else {
            return missing("\(mirror.topic) does not exist")
        }
        if view.memory?.wasEverRemovedAsPlanned ?? false { return nil }
        switch view.presence {
        case .unreadable(let cause): return cause
        case .gone: return missing("\(mirror.topic) is gone")
        case .read: break
        }
        switch view.partition(mirror.partition)?.end {
        case .known(let end): return end.value > 0 ? nil : missing("\(mirror) was never written")
        case .unreadable(let cause): return cause
        case .absent, nil: return missing("\(mirror) does not exist")
        }
    }

    private static func noteMissingMirror(of view: TopicView, _ look: Look, _ judgement: inout Judgement) {
        let mirror = look.naming.mirror(of: view.name)
        guard look.survey.new.topics.isKnown, look.topic(mirror, on: .new) == nil else { return }
        let why = MirrorNaming.whyNeverMirrored(view.name).map { ": \($0)" } ?? ""
        judgement.note("\(view.name) has no mirror \(mirror)\(why)")
    }
}
