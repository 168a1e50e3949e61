import Quiescence

@testable import DecommissionGate

/// A record written in a few letters: `a1` is value 1 of key a, `a-` its tombstone, `1` a value without a key.
struct Letters: Hashable, ExpressibleByStringLiteral {
    let text: String

    init(stringLiteral value: String) { text = value }
    init(_ text: String) { self.text = text }

    var key: KeyFingerprint? {
        guard let first = text.utf8.first, text.first?.isLetter == true else { return nil }
        return KeyFingerprint(high: UInt64(first), low: 0)
    }

    /// Distinct texts of at most eight letters have distinct digests.
    func record(at offset: Int64, stamp: DigestedRecord.Stamp = .created) -> DigestedRecord {
        let number = text.utf8.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return DigestedRecord(
            offset: offset, content: Fingerprint((number &* 0x9E37_79B9_7F4A_7C15, number, 0, 0)), key: key,
            isTombstone: text.hasSuffix("-"), stamp: stamp, size: text.utf8.count)
    }
}

/// One partition's log: what stands at which offset, where it starts and ends.
struct Log {
    var records: [(offset: Int64, record: Letters)]
    var extent: LogExtent

    /// Records from `start` on, one an offset; a dot is an offset without a record.
    init(_ text: String, start: Int64 = 0) {
        let parts = text.split(separator: " ").map(String.init)
        records = parts.enumerated().filter { $0.element != "." }
            .map { (start + Int64($0.offset), Letters($0.element)) }
        let end = start + Int64(parts.count)
        extent = LogExtent(start: start, end: end, stable: end)
    }

    init(_ records: [(offset: Int64, record: Letters)], start: Int64, end: Int64) {
        self.records = records
        extent = LogExtent(start: start, end: end, stable: end)
    }
}

/// Storage in memory that counts what goes there.
final class MemoryStorage: RowStorage {
    private var rows: [Row] = []

    func write(_ rows: [Row]) -> Range<Int> {
        self.rows += rows
        return self.rows.count - rows.count..<self.rows.count
    }

    func read(_ places: Range<Int>) -> [Row] { Array(rows[places]) }
}

/// The difference of two logs, through the walk that the program makes.
func difference(
    _ old: Log, _ new: Log, _ measure: Measure = .everyRecord, capacity: Int = 1000
) throws -> Difference {
    var walk = Walk(PartitionTally(measure, capacity: capacity, storage: { MemoryStorage() }))
    var rest = (old: old.records[...], new: new.records[...])
    while let side = walk.next {
        let next = side == .old ? rest.old.popFirst() : rest.new.popFirst()
        guard let next else {
            walk.end(side)
            continue
        }
        try walk.take(next.record.record(at: next.offset), from: side)
    }
    return try walk.difference(oldStart: old.extent.start, newStart: new.extent.start)
}

/// What a difference holds, in one line; an empty one is "equal".
func words(_ difference: Difference) -> String {
    var parts: [String] = []
    func add(_ name: String, _ tally: OffsetTally) {
        if !tally.isEmpty { parts.append("\(name) \(tally.words())") }
    }
    func add(_ name: String, _ count: Int64) {
        if count != 0 { parts.append("\(name) \(count)") }
    }
    add("missing", difference.missing)
    add("expired or missing", difference.expiredOrMissing)
    add("overtaken", difference.overtaken)
    add("superseded", difference.superseded)
    add("older in mirror", difference.supersededInMirror)
    add("extra", difference.extra)
    add("expired on OLD", difference.expiredOnOld)
    return parts.isEmpty ? "equal" : parts.joined(separator: "; ")
}
