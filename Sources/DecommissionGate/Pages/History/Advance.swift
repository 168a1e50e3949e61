import Quiescence

/// Offsets that were appended, as one survey found them or several did.
struct Advance: Sendable, Equatable {
    /// That many at least; exactly that many where there is no ``hole``.
    var count: Int64
    /// When the ends were read that these are counted from.
    var since: WallTime
    /// Since when something may be missing that nobody has read; nil if nothing is.
    var hole: WallTime?

    var isExact: Bool { hole == nil }

    /// A hole that nothing read later makes up for.
    static let forGood = WallTime(millisecondsSince1970: .min)

    static func notRead(since: WallTime, hole: WallTime = forGood) -> Advance {
        Advance(count: 0, since: since, hole: hole)
    }

    /// Both together. What the later one counts from before the hole makes up for it.
    func followed(by next: Advance) -> Advance {
        let rest = hole.flatMap { next.isExact && next.since <= $0 ? nil : $0 }
        let holes = [rest, next.hole].compactMap(\.self)
        return Advance(count: count &+ next.count, since: since, hole: holes.min())
    }
}

/// What was read last of the ends of one role's topics.
struct Baseline: Sendable, Equatable {
    private var last: (offsets: Int64, at: WallTime)?

    /// What was appended up to `total`. A total that fell, or did not rise although something moved, tells nothing:
    /// topics have gone, or have another role.
    mutating func advance(to total: HistoryPoint.Total, at: WallTime, isUnderNewPlan: Bool) -> Advance {
        if isUnderNewPlan { last = nil }
        let before = last
        switch total.ends {
        case .notAllRead:
            return before.map { .notRead(since: $0.at, hole: $0.at) } ?? .notRead(since: at)
        case .still, .moved: last = (total.offsets, at)
        }
        guard let before else { return .notRead(since: at) }
        let count = total.offsets &- before.offsets
        guard count > 0 || count == 0 && total.ends == .still else { return .notRead(since: at) }
        return Advance(count: count, since: before.at)
    }

    static func == (left: Self, right: Self) -> Bool {
        left.last?.offsets == right.last?.offsets && left.last?.at == right.last?.at
    }
}
