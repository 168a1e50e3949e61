import Testing

@testable import Quiescence

@Suite("Offsets of a mirror as offsets of its source, by MirrorMaker's own pairs")
struct OffsetTranslationTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let pairs: [OffsetSync]
        let downstream: Int64
        /// Source offsets below it were read by whoever has read the mirror below `downstream`.
        let processedBelow: Int64?
        /// Source offsets from it on are given to whoever begins at `downstream`.
        let readFrom: Int64?

        init(
            _ name: String, _ pairs: [(Int64, Int64)], _ downstream: Int64, below: Int64?, from: Int64?
        ) {
            testDescription = name
            self.pairs = pairs.map { sync($0.0, $0.1) }
            self.downstream = downstream
            processedBelow = below
            readFrom = from
        }
    }

    @Test("Both directions", arguments: examples)
    func example(_ example: Example) {
        let translation = OffsetTranslation(example.pairs)
        #expect(translation.processedBelow(example.downstream) == example.processedBelow)
        #expect(translation.readFrom(example.downstream) == example.readFrom)
    }

    private static let examples: [Example] = [
        Example("no pair says nothing", [], 5, below: nil, from: nil),
        Example("exactly at a pair", [(10, 7)], 7, below: 10, from: 10),
        Example("before the only pair", [(10, 7)], 3, below: nil, from: 10),
        Example("after the only pair, only the pair itself is sure", [(10, 7)], 9, below: 11, from: nil),
        Example("between equal skews it is exact", [(0, 0), (99, 99)], 40, below: 40, from: 40),
        Example("right behind the last pair", [(0, 0), (99, 99)], 100, below: 100, from: 100),
        Example("in a jump of the skew nothing is sure", [(9, 9), (15, 10)], 10, below: 15, from: 15),
        Example("inside a stretch with a jump", [(0, 0), (50, 40)], 20, below: 1, from: 50),
        Example("after a jump the new skew counts", [(9, 9), (15, 10), (29, 24)], 20, below: 25, from: 25),
        Example("a first pair that began late", [(10, 0), (20, 10)], 0, below: 10, from: 10),
        Example(
            "foreign records in the mirror are no source offsets", [(10, 10), (11, 13)], 12, below: 11,
            from: 11),
        Example(
            "after foreign records equal skews prove nothing in between", [(0, 0), (10, 12), (50, 52)], 30,
            below: 11, from: 50),
        Example(
            "a replay counts from its last run", [(0, 0), (50, 50), (30, 51), (80, 101)], 60, below: 39,
            from: 39),
        Example("before a replay's run", [(0, 0), (50, 50), (30, 51), (80, 101)], 20, below: nil, from: 30),
        Example(
            "a mirror that was recreated counts from its new beginning",
            [(0, 0), (99, 99), (100, 0), (120, 20)],
            10, below: 110, from: 110),
        Example(
            "a source that was recreated counts from its new beginning",
            [(0, 0), (99, 99), (0, 100), (9, 109)],
            105, below: 5, from: 5),
    ]

    @Test(
        "It never claims more than a mirror holds, with skipped records and lost pairs or with foreign records",
        arguments: 0..<100, [false, true])
    func neverClaimsTooMuch(seed: UInt64, foreign: Bool) {
        var random = SeededGenerator(seed: seed)
        // Each source offset becomes a record or nothing; strangers write in between; each is a pair.
        var upstreamAt: [Int64?] = []
        var pairs: [OffsetSync] = []
        var mustPair = true
        for upstream in Int64(0)..<60 {
            while foreign, Int.random(in: 0..<12, using: &random) == 0 {
                upstreamAt.append(nil)
                mustPair = true
            }
            if Int.random(in: 0..<5, using: &random) == 0 {
                mustPair = true
                continue
            }
            if mustPair || Int.random(in: 0..<9, using: &random) == 0 {
                pairs.append(sync(upstream, Int64(upstreamAt.count)))
            }
            mustPair = false
            upstreamAt.append(upstream)
        }
        if !foreign {
            // Compaction takes some of them.
            pairs = pairs.filter { _ in Int.random(in: 0..<4, using: &random) != 0 }
        }
        let translation = OffsetTranslation(pairs)
        let mirrored = Set(upstreamAt.compactMap(\.self))
        for downstream in 0...Int64(upstreamAt.count) {
            let read = upstreamAt.prefix(Int(downstream)).compactMap(\.self)
            if let below = translation.processedBelow(downstream) {
                #expect(mirrored.filter { $0 < below }.isSubset(of: read), "\(pairs) at \(downstream)")
            }
            if let from = translation.readFrom(downstream) {
                let early = read.filter { $0 >= from }
                #expect(early.isEmpty, "\(pairs) at \(downstream)")
            }
        }
    }
}

/// SplitMix64: the same worlds for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
