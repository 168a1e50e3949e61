import Testing

@testable import Quiescence

@Suite("What is said of one partition's ledger")
struct LedgerRemarksTests {
    @Test("Beyond those that are kept one range still tells of every other: a waiver of all would hide it")
    func keepsAllRanges() throws {
        var ranges: [OffsetRange] = []
        for number in 0..<100 {
            LedgerRemarks.add(
                try #require(OffsetRange(Int64(number) * 10, Int64(number) * 10 + 1)), to: &ranges)
        }
        let full = ranges
        LedgerRemarks.add(full[50], to: &ranges)
        #expect(ranges == full)
        let more = try #require(OffsetRange(5000, 5010))
        LedgerRemarks.add(more, to: &ranges)
        #expect(ranges.count == 100)
        #expect(ranges.dropLast() == full.dropLast())
        #expect(ranges.last == OffsetRange(990, 5010))
        // What is within is known.
        let known = ranges
        LedgerRemarks.add(more, to: &ranges)
        #expect(ranges == known)
    }
}
