/// The oldest and the newest record of each source partition, and some between, equal their mirrors. Read once
/// both logs are quiet, again where one of them has moved, and now and then where none has.
enum MirrorFaithful {
    static func judge(_ look: Look) -> Judgement {
        var judgement = Judgement()
        judgement.doubtEmptyScope(look)
        if case .unreadable(let cause) = look.survey.old.topics {
            judgement.doubt("\(look.survey.old.alias)", cause)
        }
        let pairs = MirrorGapless.readable(look)
        var round = ComparingRound(pairs, look)
        for (view, oldestOpen) in zip(look.sources, look.oldestOpenAtRest) {
            switch view.presence {
            case .read: sort(view, oldestOpenAtRest: oldestOpen, into: &round, look, &judgement)
            case .unreadable(let cause):
                if look.survey.old.topics.isKnown { judgement.doubt("\(view.name)", cause) }
            case .gone:
                judgement.doubt("\(view.name)", Cause(.missing, "the topic is gone"))
                judgement.sampled[view.name] = PartitionColumn()
            }
        }
        round.compare(look, &judgement)
        return judgement
    }

    /// A source that was read, beside its mirror and what was compared of both before.
    struct Source {
        let view: TopicView
        let mirrorName: TopicName
        let mirror: SourceMirror
        let known: PartitionColumn<Sampled>

        init(_ view: TopicView, _ look: Look) {
            self.view = view
            mirrorName = view.link?.mirror ?? look.naming.mirror(of: view.name)
            mirror = SourceMirror(of: view, mirrorName, look)
            known = look.memory.ledger.sampled.column(of: view.name)
        }
    }

    /// How many of a source's oldest records could not be compared, where nothing has moved since all the rest was;
    /// nil where there is something to be looked at. For 100,000 partitions at once, so quickly found out.
    static func oldestOpenAtRest(_ source: TopicView, _ cursor: inout NameCursor, _ look: Look) -> Int? {
        let known = look.memory.ledger.sampled.column(of: source.name, &cursor)
        if case .read = source.mirror?.presence {
            return source.oldestOpenAtRest(beside: source.mirror, since: known)
        }
        guard SourceMirror.wasRemoved(source, look) else { return nil }
        return source.oldestOpenAtRest(beside: nil, since: known)
    }

    private static func sort(
        _ view: TopicView, oldestOpenAtRest: Int?, into round: inout ComparingRound, _ look: Look,
        _ judgement: inout Judgement
    ) {
        round.begin(view, look)
        if let oldestOpenAtRest {
            round.done += view.partitionCount
            round.oldestOpen += oldestOpenAtRest
            return
        }
        let source = Source(view, look)
        for number in source.view.partitionNumbers {
            switch standing(of: number, source, round, look) {
            case .done(let compared):
                round.settle(source, number, compared, &judgement)
            case .compared(let title): round.settle(byComparison: title)
            case .early: round.early.append(source.view.name, number)
            case .open(let position, let title):
                round.open(source, number, newest: position, title: title)
            case .unknown(let cause): judgement.doubt("\(source.view.name)-\(number)", cause)
            case .missing(let cause):
                judgement.doubt("\(source.view.name)-\(number)", cause)
                if source.known[number] != nil {
                    judgement.sampled[source.view.name, default: source.known][number] = nil
                }
            }
        }
    }

    /// What is to be done with one partition.
    private enum Standing {
        case done(Sampled)
        /// All that OLD retains of it was compared, in the file of that title.
        case compared(String)
        /// Not quiet yet, or not mirrored to its end.
        case early
        /// Its records must be read, up to the last one that was mirrored; with the title of the comparison that
        /// covers it, if any.
        case open(MirrorPosition, String?)
        indirect case unknown(Cause)
        /// What was compared stood in a log that is gone.
        indirect case missing(Cause)
    }

    private static func standing(
        of number: Int32, _ source: Source, _ round: ComparingRound, _ look: Look
    ) -> Standing {
        let bounds: PartitionBounds
        switch source.view.bounds(of: number) {
        case .known(let known): bounds = known
        case .unreadable(let cause): return .unknown(cause)
        case .absent: return .unknown(Cause(.missing, "the partition is gone"))
        }
        let mirror = source.mirror.bounds(TopicPartition(source.mirrorName, number))
        var mirrorEnd: EndOffset?
        if case .known(let mirror) = mirror { mirrorEnd = mirror.end }
        if bounds.start.value == bounds.end.value {
            return .done(Sampled(.empty, end: bounds.end, mirrorEnd: mirrorEnd))
        }
        if case .unreadable(let cause) = mirror {
            if case .missing = source.mirror { return .missing(cause) }
            return .unknown(cause)
        }
        let known = source.known[number].flatMap {
            $0.stands(at: bounds.end, mirrorEnd: mirrorEnd) ? $0 : nil
        }
        if let known, known.result.isProof { return .done(known) }
        guard let mirrorEnd else {
            return .unknown(Cause(.missing, "its mirror was removed before its records were compared"))
        }
        guard source.view.isQuiet(number), source.view.mirror?.isQuiet(number) ?? false else { return .early }
        let partition = TopicPartition(source.view.name, number)
        if let (extent, title) = MirrorGapless.compared(number, source.view, look),
            isSilent(partition, from: max(extent.sourceEnd, bounds.start.value), bounds, look),
            !extent.isRefuted(by: round.pairs(of: partition))
        {
            guard case .at(let position) = source.view.progress(of: number),
                position.value >= bounds.start.value
            else { return .compared(title) }
            return .open(position, title)
        }
        if let known { return .done(known) }
        switch source.view.progress(of: number) {
        case .unknown, .contradicted: return .early
        case .none:
            return isSilent(partition, from: bounds.start.value, bounds, look)
                ? .done(Sampled(.empty, end: bounds.end, mirrorEnd: mirrorEnd)) : .early
        case .at(let position):
            let from = max(position.value + 1, bounds.start.value)
            guard isSilent(partition, from: from, bounds, look) else { return .early }
            return position.value < bounds.start.value
                ? .done(Sampled(.empty, end: bounds.end, mirrorEnd: mirrorEnd)) : .open(position, nil)
        }
    }

    /// Whether OLD provably gives no record from that offset on.
    private static func isSilent(
        _ partition: TopicPartition, from: Int64, _ bounds: PartitionBounds, _ look: Look
    ) -> Bool {
        guard from < bounds.end.value else { return true }
        let question = TailQuestion(
            side: .old, partition: partition, from: from, end: bounds.end,
            isolation: look.plan.mirror.isolation)
        if case .empty = look.tail(question) { return true }
        return false
    }
}
