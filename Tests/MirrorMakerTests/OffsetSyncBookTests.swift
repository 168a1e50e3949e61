import DecommissionGate
import Quiescence
import Testing

@testable import MirrorMaker

struct OffsetSyncBookTests {
    private let orders = TopicPartition("orders", 0)
    private let ordersKey = Fields().string("orders").int32(0).bytes

    private func record(_ upstream: Int64, _ downstream: Int64) -> LogRecord {
        LogRecord(key: ordersKey, value: Fields().int64(upstream).int64(downstream).bytes)
    }

    private func kept(_ pairs: [(Int64, Int64)]) -> [OffsetSync]? {
        var book = OffsetSyncBook()
        for (upstream, downstream) in pairs { book.take(record(upstream, downstream)) }
        guard case .known(let syncs) = book.content else { return nil }
        return syncs[orders]
    }

    private func syncs(_ pairs: [(Int64, Int64)]) -> [OffsetSync] {
        pairs.map { OffsetSync(upstream: $0.0, downstream: $0.1) }
    }

    @Test func theBytesThatMirrorMakerWrites() throws {
        var book = OffsetSyncBook()
        book.take(
            LogRecord(
                key: try bytes(hex: "0006 6f7264657273 00000000"),
                value: try bytes(hex: "000000000000000b 000000000000000d")))
        #expect(book.content == .known([orders: [OffsetSync(upstream: 11, downstream: 13)]]))
    }

    /// As seen on real clusters: records expired, compacted, dropped, written by a stranger.
    @Test(arguments: [
        [(0, 0), (9, 9), (15, 10), (29, 24)], [(0, 0), (9, 9), (30, 10)], [(4, 4), (6, 5), (8, 7)],
        [(10, 10), (11, 13), (12, 14)], [(196, 0), (201, 4), (202, 5)],
    ])
    func everyStepIsKept(pairs: [(Int64, Int64)]) {
        #expect(kept(pairs) == syncs(pairs))
    }

    @Test func ofARunOfEqualSkewTheFirstAndTheLastAreKept() {
        let pairs: [(Int64, Int64)] = [(0, 0), (100, 100), (200, 200), (310, 300), (400, 390), (500, 490)]
        #expect(kept(pairs) == syncs([(0, 0), (200, 200), (310, 300), (500, 490)]))
    }

    @Test func tenThousandPairsWithoutAStepTakeTwoPlaces() {
        var book = OffsetSyncBook()
        for upstream in stride(from: Int64(0), to: 1_000_000, by: 100) {
            book.take(record(upstream, upstream))
        }
        #expect(book.content.map { $0[orders]?.count } == .known(2))
    }

    /// Transaction by transaction, each with a record and a marker that is not mirrored.
    private func steps(_ count: Int, after upstream: Int64, _ downstream: Int64) -> [(Int64, Int64)] {
        (0..<Int64(count)).map { (upstream + 2 * $0 + 2, downstream + $0 + 1) }
    }

    /// The cap must not hide what was stepped over: what the ledger has not read yet is still in the sum.
    @Test func ofATopicWrittenInTransactionsOldPairsGrowSparseAndTheFirstStays() throws {
        let pairs = steps(30_000, after: 0, 0)
        let left = try #require(kept(pairs))
        #expect(left.count <= 1000)
        #expect(left.first == syncs(pairs).first)
        #expect(Array(left.suffix(500)) == syncs(Array(pairs.suffix(500))))
        #expect(zip(left, left.dropFirst()).allSatisfy { $0.upstream < $1.upstream && $0.skew < $1.skew })
        #expect(zip(left, left.dropFirst()).allSatisfy { $1.upstream - $0.upstream <= 300 })
    }

    /// Behind it equal skews prove nothing: a record from elsewhere may stand in for one that was skipped.
    @Test func aStepDownIsRememberedWhenThePairsAroundItAreLongGone() throws {
        let before = steps(500, after: 0, 0)
        let fall: [(Int64, Int64)] = [(2000, 600), (2010, 700)]
        let after = steps(30_000, after: 2010, 700)
        let left = try #require(kept(before + fall + after))
        #expect(left.count <= 1000)
        #expect(syncs(fall).allSatisfy(left.contains))
        #expect(Array(left.suffix(500)) == syncs(Array(after.suffix(500))))
    }

    /// A rise that a fall takes back would be gone with the pair at which the skew turns.
    @Test func aPairAtWhichTheSkewTurnsStays() throws {
        let turn: [(Int64, Int64)] = [(0, 0), (10, 9), (11, 11)]
        let left = try #require(kept(turn + steps(5000, after: 11, 11)))
        #expect(Array(left.prefix(3)) == syncs(turn))
    }

    @Test(arguments: [[(5000, 5), (5001, 6)], [(5, 5000), (6, 5001)]] as [[(Int64, Int64)]])
    func whatWentBackMakesRoomWithWhatWasBeforeIt(_ back: [(Int64, Int64)]) throws {
        let before: [(Int64, Int64)] = [(10, 10), (11, 13)] + steps(2000, after: 5000, 4000)
        let after = steps(1200, after: back[1].0, back[1].1)
        let left = try #require(kept(before + back + after))
        #expect(left.count <= 1000)
        #expect(Array(left.suffix(500)) == syncs(Array(after.suffix(500))))
    }

    @Test func aStepBackOfEqualSkewIsNotMergedAway() {
        let pairs: [(Int64, Int64)] = [(0, 0), (10, 10), (20, 20), (12, 12), (30, 30), (40, 40)]
        #expect(kept(pairs) == syncs([(0, 0), (20, 20), (12, 12), (40, 40)]))
    }

    @Test func theSamePairAgainSaysNothing() {
        #expect(kept([(5, 5), (5, 5), (9, 9), (9, 9)]) == syncs([(5, 5), (9, 9)]))
    }

    @Test func aRecordCutShortAnywhereIsCountedAndReadingGoesOn() {
        var book = OffsetSyncBook()
        let whole = record(7, 6)
        let cutKeys = truncations(ordersKey)
        for key in cutKeys { book.take(LogRecord(key: key, value: whole.value)) }
        #expect(book.malformed == cutKeys.count)
        book.take(whole)
        #expect(book.content == .known([orders: syncs([(7, 6)])]))
    }

    @Test func aNewestPairThatCannotBeReadHidesAStepSoTheLedgerIsUnreadable() {
        for value in truncations(Fields().int64(7).int64(6).bytes).map(Optional.some) + [
            nil, Fields().int64(7).int64(6).int16(0).bytes, Fields().int64(-1).int64(6).bytes,
            Fields().int64(7).int64(-1).bytes,
        ] {
            var book = OffsetSyncBook()
            book.take(record(0, 0))
            book.take(LogRecord(offset: 44, key: ordersKey, value: value))
            guard case .unreadable(let cause) = book.content else {
                Issue.record("\(String(describing: value)): \(book.content)")
                continue
            }
            #expect(cause.kind == .malformed && cause.detail.contains("orders-0 at offset 44"))
            book.take(record(8, 6))
            #expect(book.content == .known([orders: syncs([(0, 0), (8, 6)])]))
        }
    }

    @Test func aStrangeKeyCostsNothing() throws {
        var book = OffsetSyncBook()
        for key in [
            nil, try bytes(hex: "ffff 00000000"), try bytes(hex: "0001 ff 00000000"),
            try bytes(hex: "0001 61 ffffffff"), ordersKey + [0],
        ] {
            book.take(LogRecord(key: key, value: record(0, 0).value))
        }
        #expect(book.malformed == 5)
        #expect(book.content == .known([:]))
    }
}
