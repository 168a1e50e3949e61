/// Observed time in which a condition would have held but for certain findings, in case they are waived later.
///
/// It begins anew with every survey in which nothing is found, for then the condition's own clock runs.
struct WaivableTime: Equatable {
    private var stretches: [Stretch] = []
    private var last: Last?

    /// A time in which the same findings stood.
    struct Stretch: Equatable {
        var offenders: Set<FindingKey>
        var doubts: Set<FindingKey>
        var time: Duration
    }

    /// What the survey before has found, and when it ended.
    private struct Last: Equatable {
        var offenders: Set<FindingKey>
        var doubts: Set<FindingKey>
        var ended: Duration
    }

    /// Stretches that are kept; the oldest give way, and are credited to nobody.
    private static let most = 32
    /// A survey that finds more than that is beyond any waiver.
    private static let mostFindings = 100

    /// Takes in what a survey from `began` to `ended` has found; `gap` as for the condition's clock.
    mutating func note(
        _ finding: Finding, of condition: Condition, began: Moment, ended: Moment, gap: Bool
    ) {
        let count = finding.offenders.count + finding.doubts.count
        guard count > 0, count <= Self.mostFindings else { return self = WaivableTime() }
        let offenders = Set(finding.offenders.map { FindingKey(condition, $0) })
        let doubts = Set(finding.doubts.map { FindingKey(condition, $0) })
        if let last, !gap, began.monotonic > last.ended {
            // Whoever wants that time has to waive what either survey found.
            add(
                Stretch(
                    offenders: last.offenders.union(offenders), doubts: last.doubts.union(doubts),
                    time: began.monotonic - last.ended))
        } else if gap {
            stretches = []
        }
        last = Last(offenders: offenders, doubts: doubts, ended: ended.monotonic)
        forget(without: offenders.union(finding.waived.map { FindingKey(condition, $0) }))
    }

    /// What is not found any more no waiver covers, and nothing before it counts then. What moves has other words in
    /// every survey: without this a row of some hundred kilobytes would be written for each condition and survey.
    private mutating func forget(without present: Set<FindingKey>) {
        guard let broken = stretches.lastIndex(where: { !$0.offenders.isSubset(of: present) }) else { return }
        stretches.removeFirst(broken + 1)
    }

    private mutating func add(_ stretch: Stretch) {
        if let known = stretches.last, known.offenders == stretch.offenders, known.doubts == stretch.doubts {
            stretches[stretches.count - 1].time += stretch.time
        } else {
            stretches.append(stretch)
            if stretches.count > Self.most { stretches.removeFirst() }
        }
    }

    /// The time that is due where these findings do not count: back to the last one that does. A doubt that does
    /// count pauses it.
    ///
    /// - Parameter endsAtPause: A pause may hide what no later survey shows.
    func credit(without waived: Set<FindingKey>, endsAtPause: Bool) -> Duration {
        var credit = Duration.zero
        for stretch in stretches.reversed() {
            guard stretch.offenders.isSubset(of: waived) else { break }
            if stretch.doubts.isSubset(of: waived) {
                credit += stretch.time
            } else if endsAtPause {
                break
            }
        }
        return credit
    }
}

/// What of it outlives the process: time in which nobody looked is credited to nobody.
extension WaivableTime: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        stretches = try row.value()
    }

    func write(to row: inout RowWriter) { row.put(stretches) }
}

extension WaivableTime.Stretch: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        offenders = try row.value()
        doubts = try row.value()
        time = try row.value()
    }

    func write(to row: inout RowWriter) { row.put(offenders, doubts, time) }
}
