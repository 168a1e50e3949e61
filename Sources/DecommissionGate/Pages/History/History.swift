public import Quiescence

/// The surveys of the last day, within bounds: what the page's picture is drawn from.
///
/// Read once at the start from what an earlier process kept, and added to with every survey.
public struct History: Sendable {
    /// Several surveys in a row that lie so close together that no picture tells them apart.
    struct Entry: Sendable, Equatable {
        /// When the last of them ended.
        var at: WallTime
        var states: PackedStates
        var source: Advance
        var mirror: Advance
    }

    /// For how long anything is remembered.
    public static let longest = Duration.seconds(86_400)
    /// Entries in ``longest``: of a survey every 30 seconds nothing is merged but the odd pair.
    private static let finest = Duration.seconds(40)

    private(set) var entries: [Entry] = []
    private var source = Baseline()
    private var mirror = Baseline()
    /// Under which was weighed last; nil before the first survey.
    private var plan: Plan?

    /// - Parameter past: What an earlier process kept, the oldest first.
    /// - Parameter plan: The one that it weighed by last.
    public init(_ past: [HistoryPoint] = [], under plan: Plan? = nil) {
        self.plan = plan
        for point in past { take(point, grain: Self.finest) }
    }

    mutating func add(_ assessment: Assessment, under plan: Plan, evidenceCounts: Bool) {
        let isAnother = self.plan.map { $0 != plan } ?? false
        self.plan = plan
        let point = HistoryPoint(
            SurveyInShort(assessment), at: assessment.verdict.surveyed.wall, isUnderNewPlan: isAnother)
        take(
            evidenceCounts ? point : point.withoutVerdict(),
            grain: min(Self.finest, plan.timing.pictureSpan / 2000))
    }

    private mutating func take(_ point: HistoryPoint, grain: Duration) {
        let entry = Entry(
            at: point.at, states: point.states,
            source: source.advance(to: point.source, at: point.at, isUnderNewPlan: point.isUnderNewPlan),
            mirror: mirror.advance(to: point.mirror, at: point.at, isUnderNewPlan: point.isUnderNewPlan))
        if let last = entries.last, last.at.place(in: grain) == entry.at.place(in: grain) {
            entries[entries.count - 1] = Entry(
                at: entry.at, states: last.states.worse(of: entry.states),
                source: last.source.followed(by: entry.source),
                mirror: last.mirror.followed(by: entry.mirror))
        } else {
            entries.append(entry)
        }
        // A clock that was set back leaves entries behind that lie ahead of it: the count is a bound of its own.
        let kept = entries.suffix(Self.most).drop { point.at.since($0.at) > Self.longest }
        if kept.count < entries.count { entries = Array(kept) }
    }

    /// Twice as many as fit side by side into a day.
    private static let most = 2 * Int(longest / finest)
}

extension WallTime {
    /// Which piece of time of that width it lies in, counted from 1970.
    func place(in width: Duration) -> Int64 {
        let (size, time) = (max(1, width.milliseconds), millisecondsSince1970)
        return time / size - (time % size < 0 ? 1 : 0)
    }
}

extension Timing {
    /// How far back the picture goes: a day; less where the windows were shortened to try this out.
    var pictureSpan: Duration {
        let longest = Gate.allCases.map(window(of:)).max() ?? window
        return min(History.longest, longest * 4)
    }

    /// The time that one column of the picture stands for: two surveys end in it at least.
    var pictureColumn: Duration {
        let wanted = max(pictureSpan / 288, interval * 2)
        return .seconds(max(1, (wanted.milliseconds + 999) / 1000))
    }
}
