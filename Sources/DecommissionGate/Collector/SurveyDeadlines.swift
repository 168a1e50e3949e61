import Quiescence

/// The one deadline of a survey, cut into parts: no part may eat the time of those after it.
///
/// What a part leaves over falls to the next one.
struct SurveyDeadlines: Equatable {
    /// Groups with their commits; beside them MirrorMaker's positions and the declared producers.
    let groups: Deadline
    /// Start, end and stable offsets: last, so that they are younger than every position.
    let offsets: Deadline
    /// Records past a position.
    let tails: Deadline

    init(start: Deadline, timeout: Duration) {
        groups = start + timeout * 0.45
        offsets = start + timeout * 0.8
        tails = start + timeout
    }

    /// Where the ledger has questions too, half of what is left of a survey is theirs. Both are read one after the
    /// other, for they share the threads of their clusters.
    func end(ofTailsBefore ledger: [LedgerQuestion], now: Deadline) -> Deadline {
        ledger.isEmpty || now >= tails ? tails : now + now.duration(to: tails) / 2
    }
}
