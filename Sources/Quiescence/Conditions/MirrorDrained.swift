/// For every source partition MirrorMaker's position has reached the end, or the rest provably holds no record.
enum MirrorDrained {
    static func judge(_ look: Look) -> Judgement {
        var judgement = Judgement()
        if case .unreadable(let cause) = look.survey.old.topics {
            judgement.doubt("\(look.survey.old.alias)", cause)
        }
        judgement.doubtEmptyScope(look)
        let mirror = DescribedMirror(look)
        MirrorAsDescribed.judge(mirror, look, &judgement)
        let scope = mirror.scope(look.naming)
        var partitions = 0
        for view in look.sources {
            switch view.presence {
            case .read(let topic):
                partitions += topic.partitions.count
                if look.memory.unmirrored.isEmpty, isAtRest(view) {
                    judgement.mirrorLags.append((view.name, .known(0)))
                    continue
                }
                let source = Source(view, look)
                var lag = Sum()
                for number in topic.partitions.indices {
                    lag.add(judge(Int32(number), of: source, look, &judgement))
                }
                judgement.mirrorLags.append((view.name, lag.reading))
                noteMissingMirror(of: source, scope, look, &judgement)
            case .unreadable(let cause):
                if look.survey.old.topics.isKnown { judgement.doubt("\(view.name)", cause) }
            case .gone: judgement.doubt("\(view.name)", Cause(.missing, "the topic is gone"))
            }
        }
        judgement.finding.summary =
            "\(counted(partitions, "partition")) of the old cluster against MirrorMaker's positions"
        return judgement
    }

    /// Every record was mirrored, and its mirror is there. For 100,000 partitions at once, so quickly found out.
    private static func isAtRest(_ source: TopicView) -> Bool {
        source.mirror.map(source.isMirrored) ?? false
    }

    /// What MirrorMaker has still to mirror of a partition.
    private enum Remainder {
        case nothing
        /// Offsets that hold a record, or may hold one.
        case records(Int64, why: String)
        indirect case unknown(Cause)
    }

    /// A source that was read, beside its mirror.
    private struct Source {
        let view: TopicView
        let mirrorName: TopicName
        /// What a position needs to be true: where nothing stands that records could have been mirrored to,
        /// those that OLD still holds are on OLD alone.
        let mirror: SourceMirror

        init(_ view: TopicView, _ look: Look) {
            self.view = view
            mirrorName = view.link?.mirror ?? look.naming.mirror(of: view.name)
            mirror =
                SourceMirror.wasRemoved(view, look) ? .notNeeded : SourceMirror(of: view, mirrorName, look)
        }

        private static func missing(_ words: String) -> Cause {
            Cause(
                .missing, "its records were mirrored, and \(words)",
                remedy: "let MirrorMaker mirror it again from its start, or exclude the topic with a reason")
        }

        /// Why the records of that partition cannot have been mirrored; nil where nothing says so.
        func missingMirror(of number: Int32) -> Cause? {
            switch mirror {
            case .notNeeded: return nil
            case .missing(let words): return Self.missing(words)
            case .unreadable(let cause): return cause
            case .stands(let view):
                switch view.end(of: number) {
                case .known(let end):
                    return end.value > 0 ? nil : Self.missing("\(mirrorName)-\(number) was never written")
                case .unreadable(let cause): return cause
                case .absent: return Self.missing("\(mirrorName)-\(number) does not exist")
                }
            }
        }
    }

    /// Judges one partition, and says how many records of it are still to be mirrored.
    private static func judge(
        _ number: Int32, of source: Source, _ look: Look, _ judgement: inout Judgement
    ) -> Reading<Int64> {
        switch remainder(of: number, of: source, look, &judgement) {
        case .nothing: return .known(0)
        case .records(let count, let why):
            judgement.fail("\(source.view.name)-\(number)", why, size: count)
            return .known(count)
        case .unknown(let cause):
            judgement.doubt("\(source.view.name)-\(number)", cause)
            return .unreadable(cause)
        }
    }

    /// What is left of one partition; losses and questions go into `judgement`.
    private static func remainder(
        of number: Int32, of source: Source, _ look: Look, _ judgement: inout Judgement
    ) -> Remainder {
        let view = source.view
        var partition: TopicPartition { TopicPartition(view.name, number) }
        let (start, end): (StartOffset, EndOffset)
        switch view.bounds(of: number) {
        case .known(let bounds): (start, end) = (bounds.start, bounds.end)
        case .unreadable(let cause): return .unknown(cause)
        case .absent: return .unknown(Cause(.missing, "the partition is gone"))
        }
        let mirroredBelow: Int64
        switch view.progress(of: number) {
        case .unknown(let cause): return .unknown(cause)
        case .contradicted(let words):
            judgement.recreated[partition] = words
            // Not what is known already, so it has just happened.
            if look.memory.recreated[partition] != words { judgement.otherLogs.insert(partition) }
            guard let (extent, title) = MirrorGapless.compared(number, view, look) else {
                return .unknown(
                    Cause(
                        .contradiction, words,
                        remedy: "the position proves nothing any more: \(PartitionLedger.compare)"))
            }
            judgement.note("\(partition) by the comparison \(title): \(words)")
            mirroredBelow = extent.sourceEnd
        case .none: mirroredBelow = 0
        case .at(let position):
            mirroredBelow = position.value + 1
            if start.value < mirroredBelow, let cause = source.missingMirror(of: number) {
                return .unknown(cause)
            }
        }
        if mirroredBelow < start.value || !look.memory.unmirrored.isEmpty {
            judgeExpiry(partition, mirroredBelow: mirroredBelow, start, view, look, &judgement)
        }
        let from = max(mirroredBelow, start.value)
        guard from < end.value else { return .nothing }
        let question = TailQuestion(
            side: .old, partition: partition, from: from, end: end, isolation: look.plan.mirror.isolation)
        return remainder(behind: question, isQuiet: view.isQuiet(number), look, &judgement)
    }

    private static func remainder(
        behind question: TailQuestion, isQuiet: Bool, _ look: Look, _ judgement: inout Judgement
    ) -> Remainder {
        let count = question.end.value - question.from
        var lag: String {
            "\(counted(count, "offset")) not mirrored: from \(question.from), end \(question.end)"
        }
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
        var expired = look.memory.unmirrored[partition] ?? ExpiredRanges()
        if mirroredBelow >= start.value, expired.ranges.isEmpty { return }
        let firstStart = view.firstStart(partition.partition)?.value ?? 0
        if let history = OffsetRange(mirroredBelow, min(start.value, firstStart)) {
            judgement.note(
                "\(partition): offsets \(history) came and went unmirrored before we looked, as far as anyone can prove"
            )
        }
        if let range = OffsetRange(max(mirroredBelow, firstStart), start.value),
            let upper = EndOffset(range.upper)
        {
            let question = TailQuestion(
                side: .old, partition: partition, from: range.lower, end: upper,
                isolation: look.plan.mirror.isolation)
            if !look.memory.tails.empty.covers(question) {
                expired.insert(range)
            }
        }
        // Once shown to be mirrored it stays so: the pairs that show it are compacted away, or go as planned.
        if !expired.ranges.isEmpty, let translation = OffsetTranslation(of: partition, look.survey.mirror) {
            expired.remove(where: translation.hasMirrored)
        }
        if expired != look.memory.unmirrored[partition] ?? ExpiredRanges() {
            judgement.unmirrored[partition] = expired
        }
        for range in expired.ranges {
            judgement.fail(
                "\(partition)", "offsets \(range) expired unmirrored while we watched", size: range.count,
                losing: [range])
        }
    }

    /// Told apart: left out by a rule of MirrorMaker's own, or in its scope and missing.
    private static func noteMissingMirror(
        of source: Source, _ scope: MirrorScope?, _ look: Look, _ judgement: inout Judgement
    ) {
        guard look.survey.new.topics.isKnown, source.view.mirror == nil else { return }
        let name = source.view.name
        let rule: Reading<String>
        if let scope {
            rule = scope.rule(against: name)
        } else {
            let guess = MirrorNaming.whyNeverMirrored(name) ?? "MirrorMaker's own rules are not known"
            rule = .unreadable(Cause(.missing, guess))
        }
        let why =
            switch rule {
            case .known(let rule): rule
            case .absent: "no rule of MirrorMaker's leaves it out"
            case .unreadable(let cause): cause.detail
            }
        judgement.neverMirrored[name] = rule
        judgement.note("\(name) has no mirror \(source.mirrorName): \(why)")
    }
}
