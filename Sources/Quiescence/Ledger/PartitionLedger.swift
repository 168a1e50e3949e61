/// Follows MirrorMaker's pairs of one source partition as far as what is known and read allows.
struct PartitionLedger {
    let partition: TopicPartition
    let mirror: TopicPartition
    let isolation: Isolation
    /// Where OLD's log starts now, and where it started when we first looked.
    let start: Int64
    let firstStart: Int64
    /// Where the mirror's log starts now.
    let mirrorStart: Reading<Int64>
    /// Equal skew proves nothing, for the mirror itself holds markers.
    let isByContent: Bool
    /// Pairs may be those of another mirror of the same source: they prove nothing, and accuse nobody.
    let isShared: Bool
    let answer: (LedgerQuestion) -> Reading<LedgerAnswer>

    private(set) var proven: Proven
    private(set) var remarks: LedgerRemarks
    /// What must be read to go on.
    private(set) var question: LedgerQuestion?
    /// The lowest source offset that MirrorMaker went back to on the way; nil where it only went on.
    private(set) var wentBackTo: Int64?
    /// Why it could not go on to the newest pair; nil where it could.
    private(set) var obstacle: Cause?

    init(
        _ partition: TopicPartition, mirror: TopicPartition, isolation: Isolation, start: Int64,
        firstStart: Int64, mirrorStart: Reading<Int64>, isByContent: Bool, isShared: Bool,
        proven: Proven, remarks: LedgerRemarks, answer: @escaping (LedgerQuestion) -> Reading<LedgerAnswer>
    ) {
        self.partition = partition
        self.mirror = mirror
        self.isolation = isolation
        self.start = start
        self.firstStart = firstStart
        self.mirrorStart = mirrorStart
        self.isByContent = isByContent
        self.isShared = isShared
        self.proven = proven
        self.remarks = remarks
        self.answer = answer
    }

    private var trustsSkew: Bool { !isByContent && !isShared && !remarks.isDoubtful }

    /// Goes on until the newest pair is reached, or something has to be read that was not.
    mutating func follow(_ pairs: [OffsetSync]) {
        let walk = LedgerWalk(pairs, from: proven, trustsRuns: trustsSkew)
        proven = walk.start
        wentBackTo = walk.wentBackTo
        var rest = walk.steps[...]
        while let step = rest.first, obstacle == nil {
            if trustsSkew, !step.isReplay, step.rise < 0 { remarks.isDoubtful = true }
            // Behind a replay what was lost before it may just be made up for.
            if trustsSkew, step.rise == 0, !step.isReplay {
                proven = proven.advanced(to: step.to)
                rest.removeFirst()
            } else {
                pass(stretch(&rest))
            }
        }
    }

    /// A stretch that must be read, and the last offsets of both logs in it.
    private struct Stretch {
        let from: OffsetSync
        let to: OffsetSync
        /// The source offsets that are in question.
        let lower: Int64
        let upper: Int64
        let isTrusted: Bool
        /// The pairs that stand for what lies before the first one were compacted away, or never written.
        var isBeforeFirst: Bool { from.upstream < 0 }
        /// Source offsets that became no record, as far as skew can tell.
        var rise: Int64 { to.skew - from.skew }
    }

    /// Neighbouring steps are read at once, as many as one question may hold.
    private func stretch(_ rest: inout ArraySlice<LedgerWalk.Step>) -> Stretch {
        let first = rest.removeFirst()
        var last = first
        var ahead = rest
        // What has expired as a whole is not mixed with what can still be read.
        let end = trustsSkew ? first.to.upstream : first.to.upstream + 1
        while !first.isReplay, end > start, let next = ahead.first, !next.isReplay,
            !trustsSkew || next.rise >= 0,
            next.to.upstream - first.from.upstream <= LedgerQuestion.mostOffsets,
            next.to.downstream - first.from.downstream <= LedgerQuestion.mostOffsets
        {
            ahead.removeFirst()
            // Nothing is read behind the last step that needs it.
            guard !trustsSkew || next.rise != 0 else { continue }
            last = next
            rest = ahead
        }
        // Where pairs are not believed, the records of the last pair are looked at as well.
        // What was read behind the last pair is read once more where OLD still has it: the mirror may have lost it since.
        return Stretch(
            from: first.from, to: last.to,
            lower: max(first.from.upstream, min(proven.reach, start - 1)) + 1,
            upper: trustsSkew ? last.to.upstream : last.to.upstream + 1, isTrusted: trustsSkew)
    }

    private mutating func pass(_ stretch: Stretch) {
        let retained = max(stretch.lower, start)
        guard let range = OffsetRange(retained, stretch.upper) else {
            if let expired = OffsetRange(stretch.lower, stretch.upper) {
                settle(expired, stretch, unexplained: stretch.rise)
            }
            proven = proven.advanced(to: stretch.to)
            return
        }
        let first = stretch.from.downstream + 1
        let last = stretch.isTrusted ? stretch.to.downstream : stretch.to.downstream + 1
        guard first < last else {
            let piece = OffsetRange(
                range.lower, min(range.upper, range.lower + LedgerQuestion.mostOffsets))
            return read(piece ?? range, .nowhere, of: stretch, isWhole: true)
        }
        var lowest = first
        switch mirrorStart {
        case .known(let start): lowest = max(first, start)
        case .absent: break
        case .unreadable(let cause):
            obstacle = cause
            return
        }
        let isLarge =
            range.count > LedgerQuestion.mostOffsets || last - lowest > 2 * LedgerQuestion.mostOffsets
        if isLarge {
            findLandmark(range, stretch)
        } else {
            let place = OffsetRange(lowest, last).map(LedgerQuestion.Place.within) ?? .nowhere
            read(range, place, of: stretch, isWhole: lowest == first)
        }
    }

    /// Reads a range, and goes on behind it where everything in it is accounted for.
    private mutating func read(
        _ range: OffsetRange, _ place: LedgerQuestion.Place, of stretch: Stretch, isWhole: Bool
    ) {
        let question = LedgerQuestion(
            source: partition, range: range, isolation: isolation, mirror: mirror, place: place)
        guard let answer = answered(question) else { return }
        if answer.missing > 0, !isWhole {
            obstacle = Cause(
                .incomplete,
                "\(answer.missing) records of offsets \(range) are not in \(mirror), whose log now starts at "
                    + "\(mirrorStart.words): they may have been there", remedy: Self.compare)
            return
        }
        if answer.missing > 0, isShared {
            obstacle = Cause(
                .contradiction,
                "\(answer.missing) records of offsets \(range) do not stand in \(mirror) where the pairs put them, "
                    + "and a second mirror may have written the pairs", remedy: Self.compare)
            return
        }
        if answer.missing > 0 { remarks.lost.add(answer) }
        let silent = range.count - answer.records
        if silent > 0 { remarks.hasSilentOffsets = true }
        if let expired = OffsetRange(stretch.lower, range.lower) {
            let explained = silent + answer.missing
            settle(expired, stretch, unexplained: stretch.rise - explained)
        }
        let isPiece = range.upper < stretch.upper
        proven = proven.advanced(
            to: isPiece
                ? OffsetSync(upstream: range.upper - 1, downstream: stretch.from.downstream) : stretch.to)
        if isPiece {
            obstacle = Cause(
                .bounded, "offsets \(range.upper)–\(stretch.upper - 1) were stepped over and are read in turn"
            )
        }
    }

    /// Too much to read. Where the first record that OLD still has stands at the skew of the pair behind it,
    /// all between them was mirrored, and what was stepped over lies below.
    private mutating func findLandmark(_ range: OffsetRange, _ stretch: Stretch) {
        guard stretch.isTrusted, stretch.lower < start, let whole = OffsetRange(range.lower, range.upper + 1)
        else {
            obstacle = Cause(
                .incomplete,
                "\(stretch.rise) offsets were stepped over somewhere in \(range): too many to read them here",
                remedy: Self.compare)
            return
        }
        let question = LedgerQuestion(
            source: partition, range: whole, isolation: isolation, mirror: mirror,
            place: .atSkew(stretch.to.skew))
        guard let answer = answered(question) else { return }
        guard answer.missing == 0 else {
            let offset = answer.named.first?.offset ?? range.lower
            obstacle = Cause(
                .incomplete,
                "the oldest record of OLD, at \(offset), does not stand at \(offset - stretch.to.skew) in "
                    + "\(mirror), where the pair (\(stretch.to.upstream), \(stretch.to.downstream)) puts it",
                remedy: Self.compare)
            return
        }
        if let expired = OffsetRange(stretch.lower, range.lower) {
            settle(expired, stretch, unexplained: stretch.rise)
        }
        proven = proven.advanced(to: stretch.to)
    }

    private mutating func answered(_ question: LedgerQuestion) -> LedgerAnswer? {
        switch answer(question) {
        case .known(let answer) where answer.superseded == 0: return answer
        case .known(let answer):
            obstacle = Cause(
                .incomplete,
                "\(answer.superseded) records of offsets \(question.range) are not in \(mirror), which compacts: "
                    + "later ones of their keys may have taken their place",
                remedy: "\(Self.compare), and looks at keys as well")
        case .absent:
            obstacle = Cause(.notAsked, "offsets \(question.range) were stepped over, as far as pairs tell")
        case .unreadable(let cause):
            obstacle = Cause(
                cause.kind, "offsets \(question.range) are unproven: \(cause.detail)", remedy: cause.remedy)
        }
        self.question = question
        return nil
    }

    /// What expired on OLD before it could be read. Nobody can say any more what stood there.
    private mutating func settle(_ expired: OffsetRange, _ stretch: Stretch, unexplained: Int64) {
        if stretch.isTrusted, unexplained <= 0 { return }
        let isHistory = stretch.to.upstream <= remarks.firstNewest || expired.upper <= firstStart
        if !isHistory {
            let watched = OffsetRange(max(expired.lower, firstStart), expired.upper) ?? expired
            LedgerRemarks.add(watched, to: &remarks.unprovable)
        } else if !stretch.isBeforeFirst, unexplained > 0 {
            LedgerRemarks.add(expired, to: &remarks.stepsBefore)
        }
    }

    static let compare = "run decommission-gate compare on this topic: it reads both logs whole"
}

extension Reading<Int64> {
    fileprivate var words: String {
        switch self {
        case .known(let value): "\(value)"
        case .absent, .unreadable: "an unknown offset"
        }
    }
}
