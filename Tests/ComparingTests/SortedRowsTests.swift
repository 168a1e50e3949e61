import Quiescence
import Scratch
import Testing

@testable import DecommissionGate

/// Rows come back in order, however often they went to disk.
@Suite struct SortedRowsTests {
    private static func rows(_ count: Int) -> [Row] {
        var dice = Dice(count)
        return (0..<count).map { _ in
            let number = UInt64.random(in: 0..<50, using: &dice)
            return Row(
                key: KeyFingerprint(high: number % 3, low: 0), content: Fingerprint((number, 0, 0, 0)),
                side: dice.isOne(in: 2) ? .old : .new, offset: Int64.random(in: 0..<9, using: &dice))
        }
    }

    private static func words(_ rows: [Row]) -> [[UInt64]] {
        rows.map { row in
            var words: [UInt64] = []
            row.append(to: &words)
            return words
        }
    }

    @Test(
        "In order, each as often as it was added; through runs of runs of runs as well",
        arguments: [(0, 10), (9, 10), (10, 10), (1000, 10), (64, 1), (5000, 1), (20_000, 4)])
    func order(count: Int, capacity: Int) throws {
        let rows = Self.rows(count)
        var sorted = SortedRows(capacity: capacity, storage: { () throws(Cause) in try ScratchFile() })
        for row in rows { try sorted.add(row) }
        var merged = try sorted.merged()
        var found: [Row] = []
        while let row = try merged.next() { found.append(row) }
        #expect(Self.words(found) == Self.words(rows.sorted()))
    }

    @Test("Within a key and a content NEW comes first, and offsets ascend: what follows is judged by it")
    func sides() {
        let rows = Self.rows(2000).sorted()
        for (one, next) in zip(rows, rows.dropFirst())
        where one.key == next.key && one.content == next.content {
            #expect(one.side == next.side ? one.offset <= next.offset : one.side == .new)
        }
    }

    @Test("A disk without room is an error, and no shorter answer")
    func fullDisk() throws {
        var sorted = SortedRows(
            capacity: 2,
            storage: { () throws(Cause) in throw Cause(.refused, "a temporary file in /x: No space left") })
        try sorted.add(Self.rows(1)[0])
        #expect { try sorted.add(Self.rows(1)[0]) } throws: { "\($0)".contains("No space left") }
    }
}
