/// Translates offsets of `OLD.t` into offsets of `t` by MirrorMaker's own pairs, with bounds instead of guesses.
///
/// Between two neighbouring pairs of equal skew every source offset became one mirror record, so the
/// translation is exact there. Elsewhere only what a pair itself says is used: a doubt leaves a hole.
struct OffsetTranslation {
    /// In the order of the log; only those since either side last went back, for a recreated topic
    /// counts anew and a replay maps the same source offsets twice.
    private let pairs: [OffsetSync]

    init(_ pairs: [OffsetSync]) {
        var first = 0
        for index in pairs.indices.dropFirst() {
            let (before, pair) = (pairs[index - 1], pairs[index])
            if pair.downstream < before.downstream || pair.upstream < before.upstream { first = index }
        }
        self.pairs = Array(pairs[first...])
    }

    /// Source offsets below the result are certainly among the mirror's records below `downstream`;
    /// nil where no pair says anything.
    func processedBelow(_ downstream: Int64) -> Int64? {
        if let exact = exact(downstream) { return exact }
        return pairs.filter { $0.downstream < downstream }.map { $0.upstream + 1 }.max()
    }

    /// A reader that began at `downstream` has certainly been given every source offset from the
    /// result on; nil where no pair says so.
    func readFrom(_ downstream: Int64) -> Int64? {
        if let exact = exact(downstream) { return exact }
        return pairs.first { $0.downstream >= downstream }?.upstream
    }

    private func exact(_ downstream: Int64) -> Int64? {
        for (index, pair) in pairs.enumerated() {
            if pair.downstream == downstream { return pair.upstream }
            guard index + 1 < pairs.count else { continue }
            let next = pairs[index + 1]
            if pair.downstream < downstream, downstream <= next.downstream, pair.skew == next.skew {
                return downstream + pair.skew
            }
        }
        return nil
    }
}
