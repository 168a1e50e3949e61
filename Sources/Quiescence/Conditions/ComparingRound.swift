/// What comparing comes to in one survey, over all partitions.
struct ComparingRound {
    /// All of them, those that are settled, and those of them whose oldest record could not be compared.
    var partitions = 0
    var done = 0
    var oldestOpen = 0
    /// Neither quiet nor mirrored to their end yet.
    var early = Some()

    private let pairs: Reading<PartitionMap<[OffsetSync]>>
    private let isByContent: Bool
    private var withoutPairs = Some()
    private var inTurn = Some()
    private var byComparison: [String: Int] = [:]
    private var sources: [MirrorFaithful.Source] = []
    private var openPartitions: [Open] = []
    private var turns: ComparingTurns
    /// Those that were compared, and whose turn it is once more.
    private var again: [(source: MirrorFaithful.Source, number: Int32)] = []

    init(_ pairs: Reading<PartitionMap<[OffsetSync]>>, _ look: Look) {
        self.pairs = pairs
        isByContent = look.mirrorMayHoldMarkers
        turns = ComparingTurns(look)
    }

    /// A partition whose records must be read.
    private struct Open {
        /// Among ``sources``.
        let source: Int32
        let number: Int32
        let position: MirrorPosition
        /// The comparison that covers it: then these records only show whether both logs are still those compared.
        let title: String?
    }

    /// MirrorMaker's pairs of a partition, as far as there are any to be read.
    func pairs(of partition: TopicPartition) -> [OffsetSync] {
        switch pairs {
        case .known(let pairs): pairs[partition] ?? []
        case .absent, .unreadable: []
        }
    }

    /// - Parameter title: Of the comparison that covers it, if any.
    mutating func open(
        _ source: MirrorFaithful.Source, _ number: Int32, newest position: MirrorPosition, title: String?
    ) {
        guard case .known = pairs else {
            guard let title else { return withoutPairs.append(source.view.name, number) }
            return settle(byComparison: title)
        }
        if sources.last?.view !== source.view { sources.append(source) }
        openPartitions.append(
            Open(
                source: Int32(sources.count - 1), number: number, position: position, title: title))
    }

    /// Takes a source whose partitions are to be looked at, and those of them once more that were compared.
    mutating func begin(_ view: TopicView, _ look: Look) {
        partitions += view.partitionCount
        for number in turns.pass(view.partitionCount) {
            let source = MirrorFaithful.Source(view, look)
            if source.known[number]?.holdsRecords ?? false { again.append((source, number)) }
        }
    }

    /// Takes a partition that the comparison of that title was read whole for.
    mutating func settle(byComparison title: String) {
        done += 1
        byComparison[title, default: 0] += 1
    }

    /// Takes what one partition came to, now or before.
    mutating func settle(
        _ source: MirrorFaithful.Source, _ number: Int32, _ compared: Sampled, _ judgement: inout Judgement
    ) {
        if source.known[number] != compared {
            judgement.sampled[source.view.name, default: source.known][number] = compared
        }
        switch compared.result {
        case .empty, .done: done += 1
        case .doneButOldest:
            done += 1
            oldestOpen += 1
        case .nothing:
            judgement.doubt(
                "\(source.view.name)-\(number)",
                Cause(
                    .incomplete,
                    "none of its records can be compared: what MirrorMaker's pairs say of them has expired in "
                        + "\(source.mirrorName), or was compacted away", remedy: PartitionLedger.compare))
        case .misplaced:
            judgement.doubt(
                "\(source.view.name)-\(number)",
                Cause(
                    .contradiction,
                    "a record of it does not stand where MirrorMaker's pairs put it in "
                        + "\(source.mirrorName): they may be a second mirror's, or the mirror is another one "
                        + "(compaction never takes the newest record)", remedy: PartitionLedger.compare))
        }
    }

    /// Reads what is open, in turn, and says how far it has come.
    mutating func compare(_ look: Look, _ judgement: inout Judgement) {
        let chosen = chosen(after: look.memory.ledger.sampledLast)
        for open in openPartitions.dropFirst(chosen.upperBound) { wait(for: open) }
        for open in openPartitions.prefix(chosen.lowerBound) { wait(for: open) }
        for open in openPartitions[chosen] { compare(open, look, &judgement) }
        if let last = openPartitions[chosen].last { judgement.sampledLast = partition(of: last) }
        for (source, number) in again { compareAgain(source, number, look, &judgement) }
        tell(look, &judgement)
    }

    /// All where they are few; else those behind the last one of the survey before, from the start where none is.
    private func chosen(after last: TopicPartition?) -> Range<Int> {
        var first = 0
        if let last, openPartitions.count > LedgerQuestion.mostSampled {
            first = openPartitions.firstIndex { last < partition(of: $0) } ?? 0
        }
        return first..<min(first + LedgerQuestion.mostSampled, openPartitions.count)
    }

    private func partition(of open: Open) -> TopicPartition {
        TopicPartition(sources[Int(open.source)].view.name, open.number)
    }

    private mutating func wait(for open: Open) {
        inTurn.append(sources[Int(open.source)].view.name, open.number)
    }

    private func sampling(_ source: MirrorFaithful.Source, _ number: Int32, _ look: Look) -> Sampling? {
        let partition = TopicPartition(source.view.name, number)
        let mirror = TopicPartition(source.mirrorName, number)
        guard case .known(let pairs) = pairs, case .known(let bounds) = source.view.bounds(of: number),
            case .known(let retained) = source.mirror.bounds(mirror)
        else { return nil }
        let isDoubtful = look.memory.ledger.remarks[partition]?.isDoubtful ?? false
        let isShared = look.secondMirrors.mirror(of: partition.topic, look) != nil
        let samples = Samples(
            of: partition, bounds, in: mirror, retained, pairs[partition] ?? [],
            isolation: look.plan.mirror.isolation,
            // What is compared may be so because runs of pairs are not to be trusted.
            trustsRuns: !isByContent && !isDoubtful && !isShared
                && !look.compared.speaks(of: source.view.name))
        return Sampling(samples: samples, end: bounds.end, retained: retained, isShared: isShared)
    }

    /// What was compared stands until something else is found; what cannot be read now is read in another turn.
    private func compareAgain(
        _ source: MirrorFaithful.Source, _ number: Int32, _ look: Look, _ judgement: inout Judgement
    ) {
        guard let now = sampling(source, number, look), !now.isShared,
            source.known[number]?.stands(at: now.end, mirrorEnd: now.retained.end) ?? false
        else { return }
        judgement.ledgerQuestions += now.samples.questions
        for (index, question) in now.samples.questions.enumerated() {
            guard case .known(let answer) = look.ledger[question] else { continue }
            note(answer, to: question, now.samples.name(of: index), &judgement)
        }
    }

    /// Keeps as lost what does not stand where it ought to.
    private func note(
        _ answer: LedgerAnswer, to question: LedgerQuestion, _ name: String, _ judgement: inout Judgement
    ) {
        guard answer.missing > 0, let offset = answer.named.first?.offset,
            let range = OffsetRange(offset, offset + 1)
        else { return }
        judgement.losses.append(
            Loss(subject: "\(question.source)", detail: question.words(of: offset, name), range: range))
    }

    private mutating func compare(_ open: Open, _ look: Look, _ judgement: inout Judgement) {
        let source = sources[Int(open.source)]
        let (partition, mirror) = (partition(of: open), TopicPartition(source.mirrorName, open.number))
        guard let now = sampling(source, open.number, look) else { return }
        let (samples, retained, isShared) = (now.samples, now.retained, now.isShared)
        // What stands behind the newest pair was read for the ledger.
        let reach = look.memory.ledger.proven[partition]?.reach ?? -1
        guard let newest = samples.newest, max(newest.upstream, reach) >= open.position.value else {
            if let title = open.title { return settle(byComparison: title) }
            return early.append(partition.topic, partition.partition)
        }
        if newest.downstream >= retained.end.value {
            if let title = open.title { return settle(byComparison: title) }
            if isShared { return settle(source, open.number, now.sampled(.misplaced), &judgement) }
            return judgement.fail(
                "\(partition)",
                "the record at \(newest.upstream) is not in \(mirror), which ends at \(retained.end) and not behind "
                    + "\(newest.downstream)")
        }
        if let title = open.title, now.isForbidden(look) {
            judgement.ledgerQuestions += samples.questions
            return settle(byComparison: title)
        }
        guard
            let result = result(
                of: samples, accusesNobody: isShared || open.title != nil, look, &judgement)
        else { return }
        if let title = open.title, !result.isProof {
            guard !isShared, now.differs(look) else { return settle(byComparison: title) }
            return judgement.doubt(
                "\(partition)",
                Cause(
                    .contradiction,
                    "a record does not stand where MirrorMaker's pair puts it in \(mirror), and the comparison "
                        + "\(title) found all equal: since then a log became another one, or a second mirror wrote "
                        + "the pair", remedy: PartitionLedger.compare))
        }
        settle(source, open.number, now.sampled(result), &judgement)
    }

    /// What the records of one partition come to; nil while they are not all read.
    private mutating func result(
        of samples: Samples, accusesNobody: Bool, _ look: Look, _ judgement: inout Judgement
    ) -> Sampled.Result? {
        var answers: [LedgerAnswer] = []
        for question in samples.questions {
            switch look.ledger[question] {
            case .known(let answer): answers.append(answer)
            case .unreadable(let cause) where cause.kind != .bounded:
                judgement.doubt("\(question.source)", cause)
                judgement.ledgerQuestions += samples.questions
                return nil
            case .unreadable, .absent, nil:
                judgement.ledgerQuestions += samples.questions
                inTurn.append(question.source.topic, question.source.partition)
                return nil
            }
        }
        // Pairs of another mirror's accuse nobody; nor do any where all was compared.
        if accusesNobody, answers.contains(where: { $0.missing > 0 }) { return .misplaced }
        for (index, (question, answer)) in zip(samples.questions, answers).enumerated() {
            note(answer, to: question, samples.name(of: index), &judgement)
        }
        if samples.coversAll, answers.first?.records == 0 { return .empty }
        guard answers.contains(where: { $0.records > $0.superseded }) else { return .nothing }
        let isMisplaced = zip(samples.questions, answers).contains {
            samples.isAboutNewest($0) && $1.superseded > 0
        }
        if isMisplaced { return .misplaced }
        let hasOldest = samples.reachesOldest && answers.first.map { $0.records > $0.superseded } ?? false
        return hasOldest ? .done : .doneButOldest
    }

    private func tell(_ look: Look, _ judgement: inout Judgement) {
        let all = counted(partitions, "partition")
        judgement.finding.summary =
            done == partitions ? "\(all) compared" : "\(grouped(done)) of \(all) compared"
        if early.count > 0 {
            judgement.doubt(
                "\(look.plan.old.alias)",
                Cause(
                    .notAsked,
                    "\(early.words): compared once both logs are quiet, and OLD's is mirrored to its end",
                    remedy: "nothing: it is compared then"))
        }
        if inTurn.count > 0 {
            judgement.doubt(
                "\(look.plan.old.alias)",
                Cause(.bounded, "\(grouped(done)) of \(all) compared; to be read: \(inTurn.words)"))
        }
        if withoutPairs.count > 0 { judgement.doubt("MirrorMaker", missingPairs) }
        for (title, count) in byComparison.sorted(by: { $0.key < $1.key }) {
            judgement.note("\(counted(count, "partition")) by the comparison \(title)")
        }
        if oldestOpen > 0 {
            judgement.note(
                "of \(counted(oldestOpen, "partition")) the oldest record is not comparable, for its mirror has expired "
                    + "or compacts: the others that were read stand for it")
        }
    }

    private var missingPairs: Cause {
        switch pairs {
        case .unreadable(let cause): cause
        case .absent, .known:
            Cause(
                .missing, "its pairs of offsets went before all was compared: \(withoutPairs.words)",
                remedy: PartitionLedger.compare)
        }
    }
}
