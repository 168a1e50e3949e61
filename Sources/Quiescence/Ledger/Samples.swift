/// The records of one source partition that are looked at: the oldest, the newest that was mirrored and some
/// between, each with its place in the mirror as MirrorMaker's pairs of offsets give it.
struct Samples {
    /// In the order of their offsets, each once.
    private(set) var questions: [LedgerQuestion] = []
    /// The first question is about the oldest record that OLD retains.
    private(set) var reachesOldest = false
    /// The newest pair; nil without pairs.
    let newest: OffsetSync?

    private let partition: TopicPartition
    private let mirror: TopicPartition
    private let isolation: Isolation
    /// What the mirror retains.
    private let retained: PartitionBounds
    private let steps: [Step]

    /// A step of the ledger, and whether every source offset of it has one place that is known.
    private typealias Step = (step: LedgerWalk.Step, isRun: Bool)

    /// Records between the oldest and the newest.
    private static let between: Int64 = 3

    /// - Parameter trustsRuns: Whether pairs of equal skew say where each record between them stands.
    init(
        of partition: TopicPartition, _ bounds: PartitionBounds, in mirror: TopicPartition,
        _ retained: PartitionBounds, _ pairs: [OffsetSync], isolation: Isolation, trustsRuns: Bool
    ) {
        self.partition = partition
        self.mirror = mirror
        self.isolation = isolation
        self.retained = retained
        steps = Self.steps(of: pairs, trustsRuns: trustsRuns)
        newest = steps.last?.step.to
        let start = bounds.start.value
        guard let newest = newest?.upstream, start <= newest, newest < bounds.end.value else { return }
        if let oldest = oldest(from: start) {
            questions.append(oldest)
            reachesOldest = oldest.range.lower == start
        }
        for part in 1...Self.between + 1 {
            let offset = start + (newest - start) / (Self.between + 1) * part
            if let next = record(from: part > Self.between ? newest : offset), !questions.contains(next) {
                questions.append(next)
            }
        }
    }

    /// Neighbouring runs are one.
    private static func steps(of pairs: [OffsetSync], trustsRuns: Bool) -> [Step] {
        var steps: [Step] = []
        var isTrusted = trustsRuns
        for step in LedgerWalk(pairs, from: .nothing, trustsRuns: trustsRuns).steps {
            // Once records came from elsewhere, equal skew says nothing.
            if !step.isReplay, step.rise < 0 { isTrusted = false }
            let isRun = isTrusted && step.rise == 0 && !step.isReplay
            if isRun, let last = steps.last, last.isRun {
                steps[steps.count - 1].step = LedgerWalk.Step(
                    from: last.step.from, to: step.to, isReplay: false)
            } else {
                steps.append((step, isRun))
            }
        }
        return steps
    }

    /// Whether the first question looks through all that was mirrored.
    var coversAll: Bool {
        guard let newest, let first = questions.first else { return false }
        return reachesOldest && first.range.upper > newest.upstream
    }

    /// Whether that question is about the newest record that was mirrored: no later one of its key can have taken
    /// its place in a mirror that compacts.
    func isAboutNewest(_ question: LedgerQuestion) -> Bool { question.range.lower == newest?.upstream }

    /// What the record of that question is called.
    func name(of question: Int) -> String {
        if question == 0, reachesOldest { return "the oldest record" }
        return question == questions.count - 1 ? "the newest record" : "the record"
    }

    /// The first record from `start` on. Where its place is not known, it is one of few.
    private func oldest(from start: Int64) -> LedgerQuestion? {
        guard let (step, isRun) = step(of: start) else { return nil }
        let first = step.from.downstream + 1
        if !isRun, start < step.to.upstream, first >= retained.start.value,
            step.to.downstream - first < LedgerQuestion.mostOffsets,
            let range = OffsetRange(start, step.to.upstream + 1),
            let place = OffsetRange(first, step.to.downstream + 1)
        {
            return question(range, .within(place))
        }
        return record(from: start)
    }

    /// The first record from `offset` on whose place is known and is retained by the mirror.
    private func record(from offset: Int64) -> LedgerQuestion? {
        var offset = offset
        while let (step, isRun) = step(of: offset) {
            let lower = max(
                isRun ? offset : step.to.upstream, retained.start.value + step.to.skew)
            if let range = OffsetRange(lower, step.to.upstream + 1) {
                return question(range, .atSkew(step.to.skew))
            }
            offset = step.to.upstream + 1
        }
        return nil
    }

    /// The step that leads over `offset`, by halving.
    private func step(of offset: Int64) -> Step? {
        var (low, high) = (0, steps.count)
        while low < high {
            let middle = low + (high - low) / 2
            if steps[middle].step.to.upstream < offset { low = middle + 1 } else { high = middle }
        }
        return low < steps.count ? steps[low] : nil
    }

    private func question(_ range: OffsetRange, _ place: LedgerQuestion.Place) -> LedgerQuestion {
        LedgerQuestion(
            source: partition, range: range, isolation: isolation, mirror: mirror, place: place,
            isFirstOnly: true)
    }
}

/// What comparing records of one source partition has come to, and under which ends. Kept of every partition, so
/// it is small.
struct Sampled: Equatable, Sendable {
    /// The lower halves of both ends: whoever was read in between moves them by less.
    private let end: UInt32
    private let mirrorEnd: UInt32
    let result: Result

    enum Result: UInt8 {
        /// The source holds no record.
        case empty
        /// Nothing differs but what was found and is kept as a loss.
        case done
        /// The same, save that the oldest record could not be compared.
        case doneButOldest
        /// Not one record could be compared.
        case nothing
        /// A record does not stand where the pairs put it, and that alone accuses nobody.
        case misplaced

        var isProof: Bool {
            switch self {
            case .empty, .done, .doneButOldest: true
            case .nothing, .misplaced: false
            }
        }
    }

    init(_ result: Result, end: EndOffset, mirrorEnd: EndOffset?) {
        self.result = result
        self.end = UInt32(truncatingIfNeeded: end.value)
        self.mirrorEnd = UInt32(truncatingIfNeeded: mirrorEnd?.value ?? 0)
    }

    /// Whether records of it were read, and are worth reading again.
    var holdsRecords: Bool { result == .done || result == .doneButOldest }

    /// Whether neither log has moved since; without a mirror's end, whether OLD's has not.
    func stands(at end: EndOffset, mirrorEnd: EndOffset?) -> Bool {
        self.end == UInt32(truncatingIfNeeded: end.value)
            && mirrorEnd.map { self.mirrorEnd == UInt32(truncatingIfNeeded: $0.value) } ?? true
    }
}

extension Sampled.Result: Storable {}

extension Sampled: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        end = try row.value()
        mirrorEnd = try row.value()
        result = try row.value()
    }

    func write(to row: inout RowWriter) { row.put(end, mirrorEnd, result) }
}
