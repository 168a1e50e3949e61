/// Whether the pairs of a partition reach as far as MirrorMaker does.
extension MirrorGapless {
    /// Whether they do, and speak of the mirror that stands there.
    ///
    /// - Parameter remark: What is to be said of it. Nil where it goes on from a comparison: what came later is
    ///   for the next one.
    static func judgeEnds(
        _ number: Int32, _ source: Source, _ proven: Proven, _ remark: LedgerRemarks?, _ look: Look,
        _ judgement: inout Judgement
    ) {
        let partition = TopicPartition(source.view.name, number)
        let bounds: PartitionBounds
        switch source.view.bounds(of: number) {
        case .known(let known): bounds = known
        case .unreadable(let cause): return judgement.doubt("\(partition)", cause)
        case .absent: return judgement.doubt("\(partition)", Cause(.missing, "the partition is gone"))
        }
        if let cause = foreign(number, source, proven.pair) { return judgement.doubt("\(partition)", cause) }
        switch source.view.progress(of: number) {
        case .none: break
        case .unknown(let cause): judgement.doubt("\(partition)", cause)
        case .contradicted(let words):
            judgement.doubt(
                "\(partition)", Cause(.contradiction, words, remedy: PartitionLedger.compare))
        case .at(let position):
            // What had gone before our first look is history; what went since was never proven.
            let first = source.view.firstStart(number) ?? bounds.start
            guard position.value > proven.reach, position.value >= first.value, source.view.isQuiet(number)
            else { return }
            Rest(
                partition: partition, position: position.value, bounds: bounds, proven: proven,
                remark: remark
            ).judge(in: source.mirrorBounds(number), of: source.mirrorName, look, &judgement)
        }
    }

    /// That the newest pair speaks of another mirror than the one that stands there.
    private static func foreign(_ number: Int32, _ source: Source, _ newest: OffsetSync) -> Cause? {
        guard newest.downstream >= 0 else { return nil }
        switch source.mirrorBounds(number) {
        case .known(let mirror) where newest.downstream >= mirror.end.value:
            return Cause(
                .contradiction,
                "MirrorMaker's newest pair names offset \(newest.downstream) of "
                    + "\(source.mirrorName)-\(number), which ends at \(mirror.end): another mirror's pair, "
                    + "or another log", remedy: PartitionLedger.compare)
        case .known, .absent: return nil
        case .unreadable(let cause): return cause
        }
    }
}

/// What MirrorMaker has mirrored behind its newest pair. After a burst in many partitions it may leave the last pairs
/// of some unwritten until their next record, and a quiet topic has none: so those few records are read.
private struct Rest {
    let partition: TopicPartition
    let position: Int64
    let bounds: PartitionBounds
    let proven: Proven
    let remark: LedgerRemarks?

    func judge(
        in mirror: Reading<PartitionBounds>, of name: TopicName, _ look: Look, _ judgement: inout Judgement
    ) {
        guard let remark, let question = question(in: mirror, of: name, look) else {
            return judgement.doubt("\(partition)", short)
        }
        switch look.ledger[question] ?? .absent {
        case .absent:
            judgement.ledgerQuestions.append(question)
            judgement.doubt("\(partition)", short)
        case .unreadable(let cause):
            judgement.ledgerQuestions.append(question)
            judgement.doubt(
                "\(partition)", Cause(cause.kind, "\(words): \(cause.detail)", remedy: cause.remedy))
        case .known(let answer):
            guard answer.missing == 0, answer.superseded == 0 else {
                return judgement.doubt("\(partition)", short)
            }
            judgement.ledger.append(
                LedgerChange(
                    partition: partition, proven: Proven(pair: proven.pair, reach: position), remarks: remark)
            )
        }
    }

    /// Do the records behind the newest pair stand in the mirror behind it? Those that were read before are read
    /// again: NEW may have lost them since, and more have come in their places. Nil where that proves nothing: where
    /// some may have expired on either side, or there are too many.
    private func question(
        in mirror: Reading<PartitionBounds>, of name: TopicName, _ look: Look
    ) -> LedgerQuestion? {
        let first = proven.pair.downstream + 1
        guard case .known(let mirror) = mirror, mirror.start.value <= first,
            bounds.start.value <= proven.reach + 1,
            let range = OffsetRange(max(proven.pair.upstream + 1, bounds.start.value), position + 1),
            let place = OffsetRange(first, mirror.end.value),
            max(range.count, place.count) <= LedgerQuestion.mostOffsets
        else { return nil }
        return LedgerQuestion(
            source: partition, range: range, isolation: look.plan.mirror.isolation,
            mirror: TopicPartition(name, partition.partition), place: .within(place))
    }

    private var words: String {
        proven.reach < 0
            ? "MirrorMaker has written no pair of offsets of it, and stands at \(position)"
            : "MirrorMaker stands at \(position), and its pairs are proven up to \(proven.reach)"
    }

    private var short: Cause {
        Cause(
            .incomplete, words,
            remedy: proven.reach < 0
                ? PartitionLedger.compare : "wait for MirrorMaker's next pair, or \(PartitionLedger.compare)")
    }
}
