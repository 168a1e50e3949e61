/// What following MirrorMaker's pairs of offsets has shown so far.
struct LedgerMemory {
    /// The pairs could be read at least once: what stood there then was written before we looked.
    var hasBegun = false
    /// By source partition: up to where every offset is accounted for.
    var proven = PartitionTable<Proven>()
    /// The same where it goes on from a comparison; what pairs alone have proven is kept beside it.
    var anchored: [TopicPartition: Anchored] = [:]
    /// Only of partitions of which there is more to say.
    var remarks: [TopicPartition: LedgerRemarks] = [:]
    /// By source partition: what comparing single records has come to.
    var sampled = PartitionTable<Sampled>()
    /// The last partition whose turn it was.
    var sampledLast: TopicPartition?
    /// Digests of the comparisons whose clock was ahead of ours when they were seen.
    var comparisonsAhead: Set<String> = []
    /// The survey in which a partition was last really read.
    private var lastTried: [TopicPartition: Int] = [:]

    /// Takes in what one judgement came to.
    mutating func absorb(_ changes: [LedgerChange]) {
        for change in changes {
            if let extent = change.extent {
                anchored[change.partition] = Anchored(extent: extent, proven: change.proven)
            } else {
                proven[change.partition] = change.proven
            }
            remarks[change.partition] = change.remarks.isEmpty ? nil : change.remarks
        }
    }

    /// What was found by other pairs is found anew; losses stay.
    mutating func forgetProofs() { (proven, anchored, sampled) = (PartitionTable(), [:], PartitionTable()) }

    /// Everything that can be read is found anew. What expired unread stays so, what was there at our first look was,
    /// and a clock that was wrong was wrong.
    mutating func startOver() {
        let (begun, ahead, known) = (hasBegun, comparisonsAhead, remarks)
        self = LedgerMemory()
        (hasBegun, comparisonsAhead) = (begun, ahead)
        remarks = known.compactMapValues { remarks in
            let kept = LedgerRemarks(firstNewest: remarks.firstNewest, unprovable: remarks.unprovable)
            return kept.isEmpty ? nil : kept
        }
    }

    /// Those never tried first, then the longest untried: a bound on their number starves none.
    func inTurn(_ questions: [LedgerQuestion]) -> [LedgerQuestion] {
        questions.map { (question: $0, tried: lastTried[$0.source] ?? -1) }
            .sorted { ($0.tried, $0.question.source) < ($1.tried, $1.question.source) }
            .map(\.question)
    }

    /// Notes which partitions were read in the survey of that number.
    mutating func noteTried(_ answers: [LedgerQuestion: Reading<LedgerAnswer>], survey: Int) {
        for (question, answer) in answers {
            switch answer {
            case .unreadable(let cause) where cause.kind == .bounded || cause.kind == .notAsked: break
            case .known, .absent, .unreadable: lastTried[question.source] = survey
            }
        }
    }

    /// Forgets whose turn it was among partitions that are not asked about any more.
    mutating func keepTurns(of open: [LedgerQuestion]) {
        guard !lastTried.isEmpty else { return }
        let sources = Set(open.map(\.source))
        lastTried = lastTried.filter { sources.contains($0.key) }
    }
}

/// Up to where every offset of a source partition is accounted for.
struct Proven: Hashable, Sendable {
    /// The pair from which the ledger goes on.
    var pair: OffsetSync
    /// The highest source offset that is accounted for: above the pair after a replay.
    var reach: Int64

    /// Nothing is: the pair before every pair, for a mirror's first record ought to be the source's first.
    static let nothing = Proven(pair: OffsetSync(upstream: -1, downstream: -1), reach: -1)

    /// The same, with the ledger gone on to `next`.
    func advanced(to next: OffsetSync) -> Proven { Proven(pair: next, reach: max(reach, next.upstream)) }
}

/// Up to where every offset is accounted for from a comparison on.
struct Anchored: Equatable {
    let extent: ComparedExtent
    let proven: Proven
}

/// What is to be said of one partition's ledger.
struct LedgerRemarks: Equatable {
    /// The upstream offset of the newest pair at our first look; −1 where there was none.
    var firstNewest: Int64 = -1
    /// The skew has fallen without a replay: records from elsewhere, or markers, may cancel lost ones.
    var isDoubtful = false
    /// Some offsets were read and gave no record, so that such a thing is usual here.
    var hasSilentOffsets = false
    var lost = LostRecords()
    /// Stepped over, or perhaps, and expired while we watched before it could be read.
    var unprovable: [OffsetRange] = []
    /// Stepped over, and expired before our first look.
    var stepsBefore: [OffsetRange] = []

    var isEmpty: Bool { self == LedgerRemarks() }

    /// Keeps a range. Of many the last one is widened: a range that is left out is one that nobody hears of.
    static func add(_ range: OffsetRange, to ranges: inout [OffsetRange]) {
        guard !ranges.contains(where: { $0.contains(range) }) else { return }
        guard ranges.count >= 100, let last = ranges.last,
            let widened = OffsetRange(min(last.lower, range.lower), max(last.upper, range.upper))
        else { return ranges.append(range) }
        ranges[ranges.count - 1] = widened
    }
}

/// Records of one partition that were found to be missing on NEW. They stay.
public struct LostRecords: Equatable, Sendable {
    /// The first ones, by offset.
    public private(set) var named: [LostRecord] = []
    /// All of them, those too of which there was no room for a name.
    public private(set) var count: Int64 = 0

    public var isEmpty: Bool { count == 0 }

    /// Those of the records that are named; none where some are not, for nobody can say that those are all.
    var offsets: [OffsetRange] {
        Int64(named.count) == count ? named.compactMap { OffsetRange($0.offset, $0.offset + 1) } : []
    }

    mutating func add(_ answer: LedgerAnswer) {
        let known = Set(named.map(\.offset))
        let new = answer.named.filter { !known.contains($0.offset) }
        count += answer.missing - Int64(answer.named.count) + Int64(new.count)
        named = Array((named + new).sorted { $0.offset < $1.offset }.prefix(LedgerAnswer.mostNamed))
    }
}

extension LostRecords: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        named = try row.value()
        count = try row.number()
    }

    func write(to row: inout RowWriter) { row.put(named, count) }
}

/// What a judgement leaves to be remembered of one partition's ledger.
struct LedgerChange {
    let partition: TopicPartition
    let proven: Proven
    let remarks: LedgerRemarks
    /// The comparison from which it went on; nil where it followed pairs alone.
    var extent: ComparedExtent?
}
