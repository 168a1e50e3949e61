/// Every source offset that MirrorMaker ever stepped over is accounted for: its own pairs of offsets are followed
/// from their start, and where they show a gap the records around it are read.
enum MirrorGapless {
    static func judge(_ look: Look) -> Judgement {
        var judgement = Judgement()
        judgement.doubtEmptyScope(look)
        judgement.doubtForeignComparisons(look)
        if case .unreadable(let cause) = look.survey.old.topics {
            judgement.doubt("\(look.survey.old.alias)", cause)
        }
        switch readable(look) {
        case .known(let pairs): follow(pairs, isFrozen: false, look, &judgement)
        case .absent: follow([:], isFrozen: true, look, &judgement)
        case .unreadable(let cause): judgeByContent(cause, look, &judgement)
        }
        return judgement
    }

    /// - Parameter isFrozen: No pairs will come any more: what was proven by them stands.
    private static func follow(
        _ pairs: PartitionMap<[OffsetSync]>, isFrozen: Bool, _ look: Look, _ judgement: inout Judgement
    ) {
        judgement.ledgerFigures = .known([:])
        look.secondMirrors.note(look, &judgement)
        let noted = Set(look.memory.ledger.remarks.keys.map(\.topic))
            .union(look.memory.recreated.keys.map(\.topic))
            .union(look.memory.otherLogSince.new.keys.compactMap { look.naming.source(ofMirror: $0.topic) })
        let compared = look.compared
        var partitions = 0
        let isByContent = look.mirrorMayHoldMarkers
        var cursor = NameCursor()
        for view in look.sources {
            switch view.presence {
            case .read(let topic):
                partitions += topic.partitions.count
                if isAtRest(view, pairs, &cursor, look), !noted.contains(view.name),
                    !compared.speaks(of: view.name)
                {
                    continue
                }
                var source = Source(view, pairs[view.name], look)
                (source.isFrozen, source.isByContent) = (isFrozen, isByContent)
                source.isShared = look.secondMirrors.mirror(of: view.name, look) != nil
                let doubts = judgement.finding.doubts.count
                for number in topic.partitions.indices { judge(Int32(number), source, look, &judgement) }
                guard let doubt = judgement.finding.doubts.last, judgement.finding.doubts.count > doubts
                else { continue }
                judgement.count(view.name) { $0.skipped = .unreadable(doubt.cause) }
            case .unreadable(let cause):
                if look.survey.old.topics.isKnown { judgement.doubt("\(view.name)", cause) }
            case .gone: judgement.doubt("\(view.name)", Cause(.missing, "the topic is gone"))
            }
        }
        let byFile = judgement.compared.values.reduce(0, +)
        let basis = judgement.basis(partitions - byFile, "by MirrorMaker's pairs of offsets")
        judgement.finding.summary =
            "\(counted(partitions, "partition")) of the old cluster"
            + (byFile == 0 ? " by MirrorMaker's pairs of offsets" : ": \(basis)")
    }

    /// Nothing has changed since all of a source was proven. For 100,000 partitions at once, so quickly found out.
    private static func isAtRest(
        _ source: TopicView, _ pairs: PartitionMap<[OffsetSync]>, _ cursor: inout NameCursor, _ look: Look
    ) -> Bool {
        guard let mirror = source.mirror, case .read = mirror.presence else { return false }
        let proven = look.memory.ledger.proven.column(of: source.name, &cursor)
        return pairs[source.name].matches(proven) { pairs, proven in pairs.last == proven.pair }
            && source.isMirrored(within: proven) && mirror.holds(proven)
    }

    /// A source that was read, beside what is known of its mirror and of both before.
    struct Source {
        let view: TopicView
        let pairs: PartitionColumn<[OffsetSync]>
        let proven: PartitionColumn<Proven>
        let mirrorName: TopicName
        let mirror: SourceMirror
        var isFrozen = false
        var isByContent = false
        /// A second mirror may write pairs of it into the same topic.
        var isShared = false

        init(_ view: TopicView, _ pairs: PartitionColumn<[OffsetSync]>, _ look: Look) {
            self.view = view
            self.pairs = pairs
            proven = look.memory.ledger.proven.column(of: view.name)
            mirrorName = view.link?.mirror ?? look.naming.mirror(of: view.name)
            mirror = SourceMirror(of: view, mirrorName, look)
        }

        func mirrorBounds(_ number: Int32) -> Reading<PartitionBounds> {
            mirror.bounds(TopicPartition(mirrorName, number))
        }
    }

    private static func judge(
        _ number: Int32, _ source: Source, _ look: Look, _ judgement: inout Judgement
    ) {
        if !look.compared.isEmpty, judgeCompared(number, source, look, &judgement) { return }
        let pairs = source.pairs[number] ?? []
        let known = source.proven[number] ?? .nothing
        let isProven = source.isFrozen || pairs.last.map { $0 == known.pair } ?? true
        let otherLog = otherLog(number, source, look)
        let remarks = look.memory.ledger.remarks
        // At rest there is nothing to be looked up.
        if isProven, remarks.isEmpty, otherLog == nil, known != .nothing || pairs.isEmpty {
            judgeEnds(number, source, known, LedgerRemarks(), look, &judgement)
            return
        }
        let partition = TopicPartition(source.view.name, number)
        var remark = firstRemark(partition, pairs, look)
        var proven = known
        if !isProven || known == .nothing, !pairs.isEmpty {
            guard let ledger = follow(pairs, from: known, remark, partition, source, look, &judgement)
            else { return }
            remark = ledger.remarks
            proven = ledger.proven
            // What is behind us of the first look needs no remark.
            if ledger.obstacle == nil { remark.firstNewest = -1 }
            if ledger.proven != known || remark != remarks[partition] ?? LedgerRemarks() {
                judgement.ledger.append(
                    LedgerChange(partition: partition, proven: ledger.proven, remarks: remark))
            }
            if let cause = ledger.obstacle {
                judgement.doubt("\(partition)", cause)
                if let question = ledger.question { judgement.ledgerQuestions.append(question) }
                say(remark, partition, isComplete: false, &judgement)
                return
            }
        }
        say(remark, partition, isComplete: true, &judgement)
        if let otherLog {
            judgement.doubt(
                "\(partition)", Cause(.contradiction, otherLog, remedy: PartitionLedger.compare))
            return
        }
        judgeEnds(number, source, proven, remark, look, &judgement)
    }

    /// That one of the two logs is not the one that the pairs tell of; nil where nothing says so.
    private static func otherLog(_ number: Int32, _ source: Source, _ look: Look) -> String? {
        let memory = look.memory
        if !memory.recreated.isEmpty,
            let words = memory.recreated[TopicPartition(source.view.name, number)]
        {
            return words
        }
        let mirror = TopicPartition(source.mirrorName, number)
        guard !memory.otherLogSince.new.isEmpty, memory.otherLogSince.new[mirror] != nil,
            !SourceMirror.wasRemoved(source.view, look)
        else { return nil }
        return "\(mirror) was recreated, or lost records, while we watched: pairs tell of what it held before"
    }

    /// What is remembered of a partition, or begins to be.
    static func firstRemark(_ partition: TopicPartition, _ pairs: [OffsetSync], _ look: Look) -> LedgerRemarks
    {
        if let known = look.memory.ledger.remarks[partition] { return known }
        var remark = LedgerRemarks()
        if !look.memory.ledger.hasBegun { remark.firstNewest = pairs.last?.upstream ?? -1 }
        return remark
    }

    static func follow(
        _ pairs: [OffsetSync], from known: Proven, _ remark: LedgerRemarks, _ partition: TopicPartition,
        _ source: Source, _ look: Look, _ judgement: inout Judgement
    ) -> PartitionLedger? {
        let number = partition.partition
        let start: Int64
        switch source.view.bounds(of: number) {
        case .known(let bounds): start = bounds.start.value
        case .unreadable(let cause):
            judgement.doubt("\(partition)", cause)
            return nil
        case .absent:
            judgement.doubt("\(partition)", Cause(.missing, "the partition is gone"))
            return nil
        }
        let mirror = TopicPartition(source.mirrorName, number)
        let mirrorStart: Reading<Int64>
        switch source.mirrorBounds(number) {
        case .known(let bounds): mirrorStart = .known(bounds.start.value)
        case .unreadable(let cause): mirrorStart = .unreadable(cause)
        case .absent: mirrorStart = .unreadable(Cause(.missing, "\(mirror) was removed"))
        }
        var ledger = PartitionLedger(
            partition, mirror: mirror, isolation: look.plan.mirror.isolation, start: start,
            firstStart: source.view.firstStart(number)?.value ?? start, mirrorStart: mirrorStart,
            isByContent: source.isByContent, isShared: source.isShared, proven: known, remarks: remark
        ) { look.ledger[$0] ?? .absent }
        ledger.follow(pairs)
        // A MirrorMaker that starts anew goes on behind its position.
        let before = look.memory.positions.values.compactMap { $0[partition]?.value }.max()
        if let back = ledger.wentBackTo, let before, back <= before {
            let words =
                "MirrorMaker's pairs went back to \(back), and its position was \(before): the topic was recreated, "
                + "or offsets were reset"
            judgement.recreated[partition] = words
            judgement.doubt(
                "\(partition)", Cause(.contradiction, words, remedy: PartitionLedger.compare))
        }
        return ledger
    }
}
