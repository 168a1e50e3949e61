/// The way from what is proven of a source partition to MirrorMaker's newest pair of it, step by step.
struct LedgerWalk {
    /// Where it begins.
    let start: Proven
    let steps: [Step]
    /// The lowest source offset that MirrorMaker went back to on the way; nil where it only went on.
    let wentBackTo: Int64?

    /// From one pair to the next above it on both sides.
    struct Step: Equatable {
        let from: OffsetSync
        let to: OffsetSync
        /// Between the two MirrorMaker went back and mirrored once more what it had mirrored: that the skew falls
        /// over it means nothing.
        let isReplay: Bool
        /// Source offsets that became no record, as far as the pairs tell.
        var rise: Int64 { to.skew - from.skew }
    }

    /// - Parameter trustsRuns: Whether pairs of equal skew prove what lies between them.
    init(_ pairs: [OffsetSync], from known: Proven, trustsRuns: Bool) {
        // Where the mirror's offsets went back, it is another mirror: what was copied before is not in it.
        let begin = pairs.indices.dropFirst().last { pairs[$0].downstream <= pairs[$0 - 1].downstream } ?? 0
        let segment = pairs[begin...]
        let isOn = Self.is(known.pair, on: segment, isFirst: begin == 0)
        var start = isOn ? known : .nothing
        var steps: [Step] = []
        var interpolates = trustsRuns
        var lowest: Int64?
        var last = start.pair
        for pair in segment where pair.downstream > start.pair.downstream {
            if pair.upstream <= last.upstream { lowest = min(lowest ?? pair.upstream, pair.upstream) }
            last = pair
            var cut: Step?
            while let last = steps.last, last.to.upstream >= pair.upstream { cut = steps.removeLast() }
            if steps.isEmpty, start.pair.upstream >= pair.upstream {
                start.pair = pair
                continue
            }
            var from = steps.last?.to ?? start.pair
            // A run that was cut short by a replay is as good as before up to there.
            if let cut, interpolates, cut.rise == 0, pair.upstream - 1 > from.upstream {
                let middle = OffsetSync(
                    upstream: pair.upstream - 1, downstream: pair.upstream - 1 - from.skew)
                steps.append(Step(from: from, to: middle, isReplay: false))
                from = middle
            }
            steps.append(Step(from: from, to: pair, isReplay: cut != nil))
            if cut == nil, pair.skew < from.skew { interpolates = false }
        }
        self.start = start
        self.steps = steps
        wentBackTo = lowest
    }

    /// Whether the pairs still tell of the mirror in which `pair` was proven. It need not stand among them: of a
    /// run only the ends are kept, of very many pairs not all.
    private static func `is`(_ pair: OffsetSync, on segment: ArraySlice<OffsetSync>, isFirst: Bool) -> Bool {
        if pair.downstream < 0 { return true }
        let next = segment.firstIndex { $0.downstream > pair.downstream } ?? segment.endIndex
        guard next > segment.startIndex else { return isFirst }
        let before = segment[next - 1]
        if before == pair { return true }
        guard next < segment.endIndex else { return false }
        let after = segment[next]
        return before.upstream <= pair.upstream && pair.upstream < after.upstream
            && (before.skew <= pair.skew && pair.skew <= after.skew
                || before.skew >= pair.skew && pair.skew >= after.skew)
    }
}
