/// What reading tails has shown so far: proofs, records that stood in the way, and whose turn it is.
struct TailMemory {
    /// Ranges that were read to their end without a record.
    var empty = EmptyRanges()
    /// The first record of a range, where one was found; for surveys in which it is not read again.
    private(set) var records: [TailQuestion: Int64] = [:]
    /// The survey in which a question was last really tried.
    private var lastTried: [TailQuestion: Int] = [:]

    /// The order in which open questions are to be asked, so that a bound on their number starves none:
    /// those never tried first, then the longest untried.
    func inTurn(_ questions: Set<TailQuestion>) -> [TailQuestion] {
        questions.map { (question: $0, tried: lastTried[$0] ?? -1) }
            .sorted {
                ($0.tried, $0.question.side.rawValue, $0.question.partition, $0.question.from)
                    < ($1.tried, $1.question.side.rawValue, $1.question.partition, $1.question.from)
            }
            .map(\.question)
    }

    /// Forgets what was noted of questions that are not open any more; proofs stay.
    mutating func keep(_ open: Set<TailQuestion>) {
        records = records.filter { open.contains($0.key) }
        lastTried = lastTried.filter { open.contains($0.key) }
    }

    /// Takes in the answers of the survey with that number.
    mutating func absorb(_ answers: [TailQuestion: Reading<TailAnswer>], survey: Int) {
        for (question, answer) in answers {
            switch answer {
            case .known(.empty):
                empty.insert(question)
                records[question] = nil
                lastTried[question] = nil
            case .known(.holdsRecord(let offset)):
                records[question] = offset
                lastTried[question] = survey
            case .unreadable(let cause) where cause.kind == .bounded || cause.kind == .notAsked: break
            case .absent, .unreadable: lastTried[question] = survey
            }
        }
    }

    /// Drops all that was found of a partition that is not the same any more.
    mutating func forget(_ partition: TopicPartition, on side: Side) {
        empty.forget(partition, on: side)
        records = records.filter { $0.key.side != side || $0.key.partition != partition }
    }
}

/// Ranges of offsets that a reader has proven to hold no record.
struct EmptyRanges {
    var proofs = BothSides<PartitionMap<[Proof]>>(old: [:], new: [:])
    /// Proofs kept for one partition; the oldest give way.
    private static let keptPerPartition = 8

    struct Proof: Hashable {
        let from: Int64
        let end: EndOffset
        let isolation: Isolation

        init(_ question: TailQuestion) {
            (from, end, isolation) = (question.from, question.end, question.isolation)
        }
    }

    /// Takes note of a range that was read to its end without a record.
    mutating func insert(_ question: TailQuestion) {
        let proof = Proof(question)
        var known = proofs[question.side][question.partition] ?? []
        guard !known.contains(proof) else { return }
        if known.count == Self.keptPerPartition { known.removeFirst() }
        known.append(proof)
        proofs[question.side][question.partition] = known
    }

    /// Whether the whole of the asked range was proven. Nothing for `read_uncommitted` is nothing for both.
    func covers(_ question: TailQuestion) -> Bool {
        guard let known = proofs[question.side][question.partition] else { return false }
        return known.contains { proof in
            proof.from <= question.from && proof.end >= question.end
                && (proof.isolation == .readUncommitted || proof.isolation == question.isolation)
        }
    }

    /// Drops what was proven of a partition that is not the same any more.
    mutating func forget(_ partition: TopicPartition, on side: Side) {
        proofs[side][partition] = nil
    }
}

extension EmptyRanges.Proof: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        from = try row.number()
        end = try row.value()
        isolation = try row.value()
    }

    func write(to row: inout RowWriter) { row.put(from, end, isolation) }
}
