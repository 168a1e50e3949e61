import Quiescence

/// The last hours in columns of equal width, each with the worst that was seen in it.
struct HistoryColumns: Equatable {
    struct Column: Equatable {
        /// Whether a survey ended in it; if none did, nothing is known of that time.
        var isSeen = false
        var states = PackedStates()
        var source = Advance.notRead(since: WallTime(millisecondsSince1970: 0))
        var mirror = Advance.notRead(since: WallTime(millisecondsSince1970: 0))
    }

    /// Time without a survey between two of them.
    struct Gap: Equatable {
        var from: WallTime
        var to: WallTime
        /// What was appended in it, as the first survey behind it shows.
        var source: Advance
        var mirror: Advance
    }

    private(set) var columns: [Column]
    let width: Duration
    /// Where the first column begins.
    let start: WallTime
    /// When the last survey ended, in the last column.
    let end: WallTime
    /// The latest first.
    private(set) var gaps: [Gap] = []

    /// Nil before the first survey.
    init?(_ history: History, _ timing: Timing) {
        guard let last = history.entries.last else { return nil }
        let width = timing.pictureColumn
        self.width = width
        end = last.at
        let count = max(1, Int(timing.pictureSpan.milliseconds / max(1, width.milliseconds)))
        let first = last.at.place(in: width) - Int64(count - 1)
        start = WallTime(millisecondsSince1970: first &* width.milliseconds)
        columns = Array(repeating: Column(), count: count)
        var before: WallTime?
        for entry in history.entries {
            // What lies ahead of the last survey is older than it: the wall clock was set back.
            let place = min(Int(entry.at.place(in: width) - first), count - 1)
            guard place >= 0 else { continue }
            add(entry, to: place, before: before)
            before = entry.at
        }
        gaps.reverse()
    }

    private mutating func add(_ entry: History.Entry, to place: Int, before: WallTime?) {
        if let before, place > index(of: before) + 1 {
            gaps.append(
                Gap(from: before, to: entry.at, source: entry.source, mirror: entry.mirror))
        }
        let source = counted(entry.source, in: place, at: entry.at)
        let mirror = counted(entry.mirror, in: place, at: entry.at)
        let column = columns[place]
        columns[place] =
            column.isSeen
            ? Column(
                isSeen: true, states: column.states.worse(of: entry.states),
                source: column.source.followed(by: source),
                mirror: column.mirror.followed(by: mirror))
            : Column(isSeen: true, states: entry.states, source: source, mirror: mirror)
    }

    /// What was appended across whole columns belongs to none of them.
    private func counted(_ advance: Advance, in place: Int, at: WallTime) -> Advance {
        place > index(of: advance.since) + 1 ? .notRead(since: at) : advance
    }

    private func index(of time: WallTime) -> Int {
        Int(time.place(in: width) - start.place(in: width))
    }

    /// When column `place` begins, or the picture ends.
    func time(of place: Int) -> WallTime { min(start.advanced(by: width * place), end) }
}
