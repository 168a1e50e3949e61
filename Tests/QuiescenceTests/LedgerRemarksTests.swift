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

    @Test("What expired unread while we watched is no history at another isolation level")
    func isolationForgetsNoExpiry() throws {
        var play = try Play()
        let partition = TopicPartition("orders", 0)
        play.world.old["orders"] = PartitionWorld(end: 5)
        play.world.new["OLD.orders"].end = 5
        play.world.syncs = .known([partition: [sync(4, 4)]])
        _ = play.look()
        // Three of the offsets 5–11 gave no record, and none can be read any more; one of 13 is a marker.
        play.world.old["orders"] = PartitionWorld(start: 12, end: 15, nothingAt: [13])
        play.world.new["OLD.orders"].end = 11
        play.world.syncs = .known([partition: [sync(4, 4), sync(12, 9), sync(14, 10)]])
        let words =
            "orders-0: offsets 5–11 expired before it could be read what MirrorMaker stepped over there"
        #expect(play.next().offenders(.mirrorGapless) == [words])
        try play.adopt(World.plan { $0.mirror.isolation = .readCommitted })
        _ = play.next()
        #expect(play.next().offenders(.mirrorGapless) == [words])
    }
}
