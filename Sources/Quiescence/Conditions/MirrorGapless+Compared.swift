/// Partitions that are accounted for by a comparison in place of MirrorMaker's pairs.
extension MirrorGapless {
    /// Judges a partition by what was compared, and goes on from there by pairs; false where it must be judged
    /// by pairs alone.
    static func judgeCompared(
        _ number: Int32, _ source: Source, _ look: Look, _ judgement: inout Judgement
    ) -> Bool {
        let partition = TopicPartition(source.view.name, number)
        let known = source.proven[number] ?? .nothing
        let extent: ComparedExtent
        switch look.compared.standing(
            of: number, source.view, mirror: source.mirrorBounds(number), reach: known.reach, look)
        {
        case .none: return false
        case .void(let cause):
            judgement.note("\(partition) is not taken as compared: \(cause.detail)")
            return false
        case .denies(let cause):
            judgement.doubt("\(partition)", cause)
            return false
        case .covers(let covered, let title):
            let pairs = source.pairs[number] ?? []
            guard !covered.isRefuted(by: pairs) else {
                judgement.note("\(partition) is not taken as compared: its mirror became another log since")
                return false
            }
            extent = covered
            judgement.compared[title, default: 0] += 1
        }
        goOn(from: extent, partition, known, source, look, &judgement)
        return true
    }

    /// What covers a partition, and the title of the file; nil where nothing does.
    static func compared(_ number: Int32, _ view: TopicView, _ look: Look) -> (ComparedExtent, String)? {
        guard look.compared.speaks(of: view.name) else { return nil }
        let source = Source(view, PartitionColumn(), look)
        let standing = look.compared.standing(
            of: number, view, mirror: source.mirrorBounds(number), reach: source.proven[number]?.reach ?? -1,
            look)
        switch standing {
        case .covers(let extent, let title): return (extent, title)
        case .none, .void, .denies: return nil
        }
    }

    /// Follows the pairs that were written after the comparison.
    private static func goOn(
        from extent: ComparedExtent, _ partition: TopicPartition, _ known: Proven, _ source: Source,
        _ look: Look, _ judgement: inout Judgement
    ) {
        let pairs = source.pairs[partition.partition] ?? []
        let former = look.memory.ledger.anchored[partition]
        var remark = firstRemark(partition, pairs, look)
        var proven = extent.anchor
        if let former, former.extent == extent {
            proven = former.proven
        } else {
            remark.noteStepsBefore(extent, pairs, from: known, isByContent: source.isByContent)
        }
        // Of a mirror that was made again before it was compared, pairs of the one before may be left.
        let begin = pairs.indices.dropFirst().last { pairs[$0].downstream <= pairs[$0 - 1].downstream } ?? 0
        let later = pairs[begin...].filter { $0.downstream >= extent.mirrorEnd }
        if let last = later.last, last != proven.pair {
            guard let ledger = follow(later, from: proven, remark, partition, source, look, &judgement)
            else { return }
            (remark, proven) = (ledger.remarks, ledger.proven)
            if ledger.wentBackTo != nil, judgement.recreated[partition] != nil {
                judgement.otherLogs.insert(partition)
            }
            if let cause = ledger.obstacle {
                judgement.doubt("\(partition)", cause)
                if let question = ledger.question { judgement.ledgerQuestions.append(question) }
            } else {
                remark.firstNewest = -1
            }
        } else {
            remark.firstNewest = -1
        }
        if former?.extent != extent || former?.proven != proven
            || remark != look.memory.ledger.remarks[partition] ?? LedgerRemarks()
        {
            judgement.ledger.append(
                LedgerChange(partition: partition, proven: proven, remarks: remark, extent: extent))
        }
        say(remark, partition, isComplete: true, &judgement)
        if case .contradicted = source.view.progress(of: partition.partition) {
            // Its position says nothing of what came later.
            judgeRest(behind: extent, partition, source.view, look, &judgement)
        } else {
            judgeEnds(partition.partition, source, proven, nil, look, &judgement)
        }
    }

    /// Where nothing tells of what came after a comparison, there must be none.
    private static func judgeRest(
        behind extent: ComparedExtent, _ partition: TopicPartition, _ view: TopicView, _ look: Look,
        _ judgement: inout Judgement
    ) {
        guard case .known(let end) = view.end(of: partition.partition), end.value > extent.sourceEnd else {
            return
        }
        let question = TailQuestion(
            side: .old, partition: partition, from: extent.sourceEnd, end: end,
            isolation: look.plan.mirror.isolation)
        let words = "\(counted(Int(end.value - extent.sourceEnd), "offset")) came after the comparison"
        switch look.tail(question) {
        case .empty: return
        case .unproven(let cause): judgement.doubt("\(partition)", cause)
        case .notAsked where view.isQuiet(partition.partition):
            judgement.questions.append(question)
            judgement.doubt("\(partition)", Cause(.notAsked, words))
        case .notAsked, .holdsRecord:
            judgement.doubt(
                "\(partition)", Cause(.incomplete, words, remedy: "compare again, once OLD is at rest"))
        }
    }

    /// Every partition by what was compared alone.
    ///
    /// - Parameter cause: Why there are no pairs.
    static func judgeByContent(_ cause: Cause, _ look: Look, _ judgement: inout Judgement) {
        judgement.ledgerFigures = .known([:])
        for (partition, remark) in look.memory.ledger.remarks.sorted(by: { $0.key < $1.key }) {
            say(remark, partition, isComplete: !look.compared.isEmpty, &judgement)
        }
        var (partitions, open) = (0, 0)
        for view in look.sources {
            switch view.presence {
            case .read(let topic):
                partitions += topic.partitions.count
                let source = Source(view, PartitionColumn(), look)
                open += topic.partitions.indices.count {
                    !judgeByContent(Int32($0), source, look, &judgement)
                }
            case .unreadable(let cause):
                if look.survey.old.topics.isKnown { judgement.doubt("\(view.name)", cause) }
            case .gone: judgement.doubt("\(view.name)", Cause(.missing, "the topic is gone"))
            }
        }
        if open > 0 || look.compared.isEmpty { judgement.doubt("MirrorMaker", cause) }
        if !judgement.finding.doubts.isEmpty { judgement.ledgerFigures = .unreadable(cause) }
        judgement.finding.summary =
            judgement.compared.isEmpty
            ? "MirrorMaker's pairs of offsets"
            : "\(counted(partitions, "partition")) of the old cluster: \(judgement.basis(open, "not compared"))"
    }

    /// False where neither a comparison nor emptiness accounts for a partition.
    private static func judgeByContent(
        _ number: Int32, _ source: Source, _ look: Look, _ judgement: inout Judgement
    ) -> Bool {
        let partition = TopicPartition(source.view.name, number)
        let reach = source.proven[number]?.reach ?? -1
        switch look.compared.standing(
            of: number, source.view, mirror: source.mirrorBounds(number), reach: reach, look)
        {
        case .none:
            guard !look.compared.isEmpty, case .known(let bounds) = source.view.bounds(of: number) else {
                return false
            }
            // Whatever it held had expired before our first look.
            return bounds.end.value <= source.view.firstStart(number)?.value ?? 0
        case .void(let cause), .denies(let cause): judgement.doubt("\(partition)", cause)
        case .covers(let extent, let title):
            judgement.compared[title, default: 0] += 1
            judgeRest(behind: extent, partition, source.view, look, &judgement)
        }
        return true
    }
}

extension Judgement {
    /// Files that are about something else are mistakes of the configuration, and open nothing.
    mutating func doubtForeignComparisons(_ look: Look) {
        for (title, cause) in look.compared.refused { doubt("comparison \(title)", cause) }
    }

    /// What it rests on: `12 by the comparison a.json of 2026-11-27 14:50 UTC, 3 by …`.
    func basis(_ rest: Int, _ words: String) -> String {
        let files = compared.sorted { $0.key < $1.key }.map { "\(grouped($1)) by the comparison \($0)" }
        return (files + (rest > 0 ? ["\(grouped(rest)) \(words)"] : [])).joined(separator: ", ")
    }
}

extension LedgerRemarks {
    /// Pairs tell of steps over what had expired before anything was compared: nobody can explain those.
    fileprivate mutating func noteStepsBefore(
        _ extent: ComparedExtent, _ pairs: [OffsetSync], from known: Proven, isByContent: Bool
    ) {
        if extent.records < extent.sourceEnd - extent.sourceStart { hasSilentOffsets = true }
        if isByContent || isDoubtful { return }
        let walk = LedgerWalk(
            pairs.filter { $0.downstream < extent.mirrorEnd }, from: known, trustsRuns: true)
        for step in walk.steps where !step.isReplay {
            if step.rise < 0 { return }
            guard step.rise > 0, step.from.upstream >= 0,
                let expired = OffsetRange(
                    max(step.from.upstream, known.reach) + 1, min(step.to.upstream, extent.sourceStart))
            else { continue }
            Self.add(expired, to: &stepsBefore)
        }
    }
}
