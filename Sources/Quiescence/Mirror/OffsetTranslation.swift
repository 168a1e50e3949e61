/// Translates offsets of `OLD.t` into offsets of `t` by MirrorMaker's own pairs, with bounds instead of guesses.
///
/// Between two neighbouring pairs of equal skew every source offset became one mirror record, so the
/// translation is exact there. Elsewhere only what a pair itself says is used: a doubt leaves a hole.
struct OffsetTranslation {
    /// In the order of the log; only those since either side last went back, for a recreated topic
    /// counts anew and a replay maps the same source offsets twice. Both offsets rise.
    private let pairs: ArraySlice<OffsetSync>
    /// Once the skew has fallen, records that came from nowhere on OLD may cancel skipped ones: then equal
    /// skews prove nothing in between.
    private let interpolates: Bool

    /// That of one source partition; nil where no pair of it was read.
    init?(of source: TopicPartition, _ mirror: MirrorSurvey) {
        guard case .known(let syncs) = mirror.syncs, let pairs = syncs[source] else { return nil }
        self.init(pairs)
    }

    init(_ pairs: [OffsetSync]) {
        var first = 0
        var hasFallen = false
        for index in pairs.indices.dropFirst() {
            let (before, pair) = (pairs[index - 1], pairs[index])
            if pair.downstream < before.downstream || pair.upstream < before.upstream {
                first = index
                hasFallen = false
            } else if pair.skew < before.skew {
                hasFallen = true
            }
        }
        self.pairs = pairs[first...]
        interpolates = !hasFallen
    }

    /// Source offsets below the result are certainly among the mirror's records below `downstream`, save
    /// those that never became one; nil where no pair says anything.
    func processedBelow(_ downstream: Int64) -> Int64? {
        let next = index(notBelow: downstream)
        if let exact = exact(downstream, next) { return exact }
        return next > pairs.startIndex ? pairs[next - 1].upstream + 1 : nil
    }

    /// A reader that began at `downstream` has certainly been given every source offset from the
    /// result on; nil where no pair says so.
    func readFrom(_ downstream: Int64) -> Int64? {
        let next = index(notBelow: downstream)
        if let exact = exact(downstream, next) { return exact }
        // Right behind a pair begins whatever was mirrored after it: so it stands at rest, at the mirror's end.
        if next > pairs.startIndex, pairs[next - 1].downstream == downstream - 1 {
            return pairs[next - 1].upstream + 1
        }
        return next < pairs.endIndex ? pairs[next].upstream : nil
    }

    /// The last source offset that certainly stands below `downstream` in the mirror; nil where no pair says so.
    func lastBelow(_ downstream: Int64) -> Int64? {
        if let exact = exact(downstream - 1, index(notBelow: downstream - 1)) { return exact }
        let next = index(notBelow: downstream)
        return next > pairs.startIndex ? pairs[next - 1].upstream : nil
    }

    /// Whether all pairs have one skew, and so tell the same of every record whoever wrote them.
    static func haveOneSkew(_ pairs: [OffsetSync]) -> Bool { pairs.allSatisfy { $0.skew == pairs[0].skew } }

    /// Whether every source offset of `range` became a record of the mirror: two pairs around it have the
    /// same skew.
    func hasMirrored(_ range: OffsetRange) -> Bool {
        guard interpolates, let before = pairs.last(where: { $0.upstream <= range.lower }),
            let after = pairs.first(where: { $0.upstream >= range.upper - 1 })
        else { return false }
        return before.skew == after.skew
    }

    /// Whether the mirror's records of `range` are those of as many source offsets: the pairs around it have one skew,
    /// or what lies before it has none. Elsewhere some may have come from nowhere on OLD.
    func cameFromSource(_ range: OffsetRange) -> Bool {
        guard interpolates else { return false }
        let next = index(notBelow: range.upper - 1)
        guard next < pairs.endIndex else { return false }
        let before = pairs.last { $0.downstream <= range.lower }
        return pairs[next].skew == before?.skew ?? 0
    }

    /// `next` is the first pair that is not below `downstream`.
    private func exact(_ downstream: Int64, _ next: Int) -> Int64? {
        guard next < pairs.endIndex else { return nil }
        if pairs[next].downstream == downstream { return pairs[next].upstream }
        guard interpolates, next > pairs.startIndex, pairs[next - 1].skew == pairs[next].skew else {
            return nil
        }
        return downstream + pairs[next].skew
    }

    /// The first pair whose mirror offset is not below `downstream`, by halving.
    private func index(notBelow downstream: Int64) -> Int {
        var (low, high) = (pairs.startIndex, pairs.endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if pairs[middle].downstream < downstream { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
