import Quiescence

/// Reads on both clusters what the ledger asked for, and says which records of OLD the mirror does not have.
struct LedgerReading {
    let old: any ClusterReader
    let new: any ClusterReader

    /// Offsets that the questions of one survey may cover together, on OLD.
    static let mostOffsets: Int64 = 200_000

    /// Single records that are held at once, of either log: some 700 bytes each.
    private static let singleAtOnce = 500
    /// What must be left of a survey for more than the first of them to be asked for.
    private static let leastTime = Duration.seconds(1)

    /// An answer for every question: known, or unreadable with its cause.
    func answers(to questions: [LedgerQuestion], until deadline: Deadline) async
        -> [LedgerQuestion: Reading<LedgerAnswer>]
    {
        var answers: [LedgerQuestion: Reading<LedgerAnswer>] = [:]
        let asked = bounded(questions.filter { !$0.isFirstOnly }, &answers)
        answers.merge(await read(asked, until: deadline)) { $1 }
        var single = questions.filter(\.isFirstOnly)[...]
        repeat {
            let some = single.prefix(Self.singleAtOnce)
            single = single.dropFirst(some.count)
            answers.merge(await read(Array(some), until: deadline)) { $1 }
        } while !single.isEmpty && .now + Self.leastTime < deadline
        for question in single { answers[question] = .unreadable(question.isLeftOver) }
        return answers
    }

    private func read(_ asked: [LedgerQuestion], until deadline: Deadline) async
        -> [LedgerQuestion: Reading<LedgerAnswer>]
    {
        guard !asked.isEmpty else { return [:] }
        var answers: [LedgerQuestion: Reading<LedgerAnswer>] = [:]
        var found = await pairs(of: asked, stamps: true, until: deadline)
        // A mirror that stamps its records itself: they are equal in all the rest, or they are not.
        let restamped = asked.filter { found[$0]?.isRestamped ?? false }
        found.merge(await pairs(of: restamped, stamps: false, until: deadline)) { _, later in later }
        let differing = asked.filter { found[$0]?.needsCompaction(for: $0) ?? false }
        let compacts = await compaction(of: differing, until: deadline)
        for question in asked {
            answers[question] = found[question]?.answer(to: question, compacts[question.mirror.topic])
        }
        return answers
    }

    private func bounded(
        _ questions: [LedgerQuestion], _ answers: inout [LedgerQuestion: Reading<LedgerAnswer>]
    ) -> [LedgerQuestion] {
        var offsets: Int64 = 0
        return questions.filter { question in
            offsets += question.range.count
            if offsets <= Self.mostOffsets || offsets == question.range.count { return true }
            answers[question] = .unreadable(question.isLeftOver)
            return false
        }
    }

    private func pairs(of questions: [LedgerQuestion], stamps: Bool, until deadline: Deadline) async
        -> [LedgerQuestion: BothLogs]
    {
        guard !questions.isEmpty else { return [:] }
        let sources = questions.map { ($0, $0.sourceRange(stamps: stamps)) }
        // OLD has half of the time: what of it is read in vain is not much.
        let now = Deadline.now
        let read = await old.readDigests(
            sources.map(\.1), until: min(deadline, now + now.duration(to: deadline) / 2))
        var found: [LedgerQuestion: BothLogs] = [:]
        var mirrors: [(LedgerQuestion, DigestRange)] = []
        for (question, range) in sources {
            let records = read[range] ?? unanswered(range)
            found[question] = BothLogs(source: records)
            if case .known(let records) = records,
                let range = question.mirrorRange(of: records, stamps: stamps)
            {
                mirrors.append((question, range))
            }
        }
        guard !mirrors.isEmpty else { return found }
        let mirrored = await new.readDigests(mirrors.map(\.1), until: deadline)
        for (question, range) in mirrors { found[question]?.mirror = mirrored[range] ?? unanswered(range) }
        return found
    }

    private func compaction(of questions: [LedgerQuestion], until deadline: Deadline) async
        -> [TopicName: Reading<Bool>]
    {
        let topics = Set(questions.map(\.mirror.topic)).sorted()
        return topics.isEmpty ? [:] : await new.readCompaction(of: topics, until: deadline)
    }

    private func unanswered(_ range: DigestRange) -> Reading<[DigestedRecord]> {
        .unreadable(Cause(.incomplete, "\(range.partition) \(range.range): no answer"))
    }
}

extension LedgerQuestion {
    /// That a bound left no room for it.
    fileprivate var isLeftOver: Cause { Cause(.bounded, "\(source) \(range): others are read first") }

    fileprivate func sourceRange(stamps: Bool) -> DigestRange {
        DigestRange(source, range, isolation, stamps: stamps, isFirstOnly: isFirstOnly)
    }

    /// Where the mirror must be read; nil where nothing of it can matter.
    fileprivate func mirrorRange(of records: [DigestedRecord], stamps: Bool) -> DigestRange? {
        guard let first = records.first else { return nil }
        let wanted: OffsetRange?
        switch place {
        case .nowhere: wanted = nil
        case .within(let range): wanted = range
        case .atSkew(let skew):
            let offset = first.offset - skew
            wanted = offset < 0 ? nil : OffsetRange(offset, offset + 1)
        }
        return wanted.map { DigestRange(mirror, $0, .readCommitted, stamps: stamps) }
    }
}

/// The records that answer one question.
private struct BothLogs {
    let source: Reading<[DigestedRecord]>
    var mirror: Reading<[DigestedRecord]> = .known([])

    init(source: Reading<[DigestedRecord]>) { self.source = source }

    /// Something differs, and the mirror's timestamps are its own.
    var isRestamped: Bool {
        guard case .known(let missing) = missing, !missing.isEmpty, case .known(let records) = mirror else {
            return false
        }
        return records.contains { $0.stamp == .appended }
    }

    /// Something differs where a mirror that compacts could have held it once. Where another record stands in its
    /// one place, it never did.
    func needsCompaction(for question: LedgerQuestion) -> Bool {
        guard case .known(let missing) = missing, case .known(let mirrored) = mirror else { return false }
        switch question.place {
        case .nowhere: return false
        case .within: return !missing.isEmpty
        case .atSkew: return !missing.isEmpty && mirrored.isEmpty
        }
    }

    /// Records of the source that have no equal of their own in the mirror, in order.
    private var missing: Reading<[DigestedRecord]> {
        switch (source, mirror) {
        case (.known(let records), .known(let mirrored)):
            var left: [Fingerprint: Int] = [:]
            for record in mirrored { left[record.content, default: 0] += 1 }
            return .known(
                records.filter { record in
                    guard let count = left[record.content], count > 0 else { return true }
                    left[record.content] = count - 1
                    return false
                })
        case (.unreadable(let cause), _), (_, .unreadable(let cause)): return .unreadable(cause)
        case (.absent, _), (_, .absent): return .unreadable(Cause(.incomplete, "a log gave no answer"))
        }
    }

    func answer(to question: LedgerQuestion, _ compacts: Reading<Bool>?) -> Reading<LedgerAnswer> {
        guard case .known(let records) = source, case .known(let missing) = missing else {
            return missing.map { _ in LedgerAnswer(records: 0) }
        }
        if needsCompaction(for: question) {
            switch compacts {
            case .known(false): break
            case .known(true):
                return .known(
                    LedgerAnswer(records: Int64(records.count), superseded: Int64(missing.count)))
            case .unreadable(let cause):
                // No excuse, and no accusation either.
                return .unreadable(
                    Cause(
                        cause.kind,
                        "records of \(question.source) are not in \(question.mirror), and whether it compacts is not "
                            + "known: \(cause.detail)", remedy: cause.remedy))
            case .absent, nil:
                return .unreadable(
                    Cause(.incomplete, "cleanup.policy of \(question.mirror.topic): no answer"))
            }
        }
        return .known(
            LedgerAnswer(
                records: Int64(records.count), missing: Int64(missing.count),
                named: missing.prefix(LedgerAnswer.mostNamed).map(LostRecord.init)))
    }
}

extension LostRecord {
    fileprivate init(_ record: DigestedRecord) {
        self.init(
            offset: record.offset, time: record.time.map { .known($0) } ?? .absent,
            key: record.key.map { .known($0.hexadecimal) } ?? .absent)
    }
}

extension KeyFingerprint {
    /// In 32 letters.
    fileprivate var hexadecimal: String {
        [high, low].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
