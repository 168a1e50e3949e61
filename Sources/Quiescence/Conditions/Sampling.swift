/// A partition whose records are looked at, as both logs are now.
struct Sampling {
    let samples: Samples
    let end: EndOffset
    let retained: PartitionBounds
    /// Pairs of it may be another mirror's.
    let isShared: Bool

    func sampled(_ result: Sampled.Result) -> Sampled {
        Sampled(result, end: end, mirrorEnd: retained.end)
    }

    /// Whether a record was found not to stand where it ought to.
    func differs(_ look: Look) -> Bool {
        samples.questions.contains { question in
            guard case .known(let answer) = look.ledger[question] else { return false }
            return answer.missing > 0
        }
    }

    /// Whether records of it may not be read.
    func isForbidden(_ look: Look) -> Bool {
        samples.questions.contains { question in
            guard case .unreadable(let cause) = look.ledger[question] else { return false }
            return cause.kind == .notAuthorized
        }
    }
}

extension LedgerQuestion {
    /// That the record of OLD at that offset does not stand where it ought to.
    func words(of offset: Int64, _ name: String) -> String {
        switch place {
        case .atSkew(let skew):
            "\(name) of OLD, at \(offset), does not stand at \(offset - skew) in \(mirror)"
        case .within(let range):
            "\(name) of OLD, at \(offset), does not stand among offsets \(range) of \(mirror)"
        case .nowhere: "\(name) of OLD, at \(offset), does not stand in \(mirror)"
        }
    }
}
