import DecommissionGate

/// Numbers that a seed decides.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }

    mutating func isOne(in chances: Int) -> Bool { Int.random(in: 0..<chances, using: &self) == 0 }
}

/// A partition, its mirror, and all that happened to both: what was lost on the way is known here, and nowhere
/// in the code that is tested.
struct SmallWorld {
    var old: Log
    var new: Log
    /// What happened; the fuzz counts that each did.
    var events: Set<Event> = []
    /// Offsets on OLD of records that the mirror never wrote.
    var lost: Set<Int64> = []

    enum Event: CaseIterable {
        case lost, replayed, foreign, expiredOnOld, expiredOnNew, compactedOld, compactedNew
    }

    private var dice: Dice

    /// - Parameters:
    ///   - isUnique: Whether no two records are equal, as timestamps make nearly all.
    init(seed: Int, keyed: Bool, isUnique: Bool) {
        dice = Dice(seed)
        old = Log("")
        new = Log("")
        let keys = keyed ? ["a", "b", "c"] : [""]
        let source = (0..<Int64.random(in: 0...12, using: &dice)).map { offset -> (Int64, Letters) in
            let key = keys.randomElement(using: &dice) ?? ""
            if keyed, dice.isOne(in: 6) { return (offset, Letters("\(key)-")) }
            let value = isUnique ? offset : Int64.random(in: 0..<3, using: &dice)
            return (offset, Letters("\(key)\(value)"))
        }
        old = Log(source, start: 0, end: Int64(source.count))
        mirror()
        if keyed {
            if dice.isOne(in: 2) { note(.compactedOld, if: compact(\.old)) }
            if dice.isOne(in: 2) { note(.compactedNew, if: compact(\.new)) }
        }
        if dice.isOne(in: 3) { note(.expiredOnOld, if: expire(\.old)) }
        if dice.isOne(in: 3) { note(.expiredOnNew, if: expire(\.new)) }
    }

    private mutating func note(_ event: Event, if happened: Bool) {
        if happened { events.insert(event) }
    }

    /// MirrorMaker reads on from its position; it may lose a record, begin again further back, and share the
    /// mirror with somebody who writes there as well.
    private mutating func mirror() {
        var written: [Letters] = []
        var position = 0
        var replays = 0
        let dropped = Set(
            old.records.map(\.offset).filter { _ in dice.isOne(in: 8) && !dice.isOne(in: 2) })
        while position < old.records.count {
            let (offset, record) = old.records[position]
            position += 1
            if dropped.contains(offset) {
                note(.lost, if: true)
                lost.insert(offset)
            } else {
                written.append(record)
            }
            if dice.isOne(in: 20) {
                written.append(Letters("x\(offset)"))
                note(.foreign, if: true)
            }
            if replays < 2, dice.isOne(in: 10) {
                position -= Int.random(in: 1...position, using: &dice)
                replays += 1
                note(.replayed, if: true)
            }
        }
        new = Log(
            written.enumerated().map { (Int64($0.offset), $0.element) }, start: 0, end: Int64(written.count))
    }

    /// Retention: the log starts later, sometimes behind its end.
    private mutating func expire(_ log: WritableKeyPath<Self, Log>) -> Bool {
        let start = Int64.random(in: 0...self[keyPath: log].extent.end, using: &dice)
        self[keyPath: log].extent.start = start
        let before = self[keyPath: log].records.count
        self[keyPath: log].records.removeAll { $0.offset < start }
        return self[keyPath: log].records.count < before
    }

    /// Compaction: some records go that have a newer one of their key, and some tombstones that stand alone.
    private mutating func compact(_ log: WritableKeyPath<Self, Log>) -> Bool {
        let before = self[keyPath: log].records.count
        for (offset, record) in self[keyPath: log].records {
            let others = self[keyPath: log].records.filter { $0.record.key == record.key }
            let isNewest = others.allSatisfy { $0.offset <= offset }
            let mayGo = isNewest ? record.text.hasSuffix("-") && others.count == 1 : true
            if mayGo, dice.isOne(in: 2) { self[keyPath: log].records.removeAll { $0.offset == offset } }
        }
        return self[keyPath: log].records.count < before
    }
}

/// The truth, by counting and by looking up: no code of the comparison is used.
extension SmallWorld {
    /// Records of OLD of which the mirror holds too few copies, as a multiset.
    var lacking: [Letters: Int] {
        var counts: [Letters: Int] = [:]
        for (_, record) in old.records { counts[record, default: 0] += 1 }
        for (_, record) in new.records { counts[record, default: 0] -= 1 }
        return counts.filter { $0.value > 0 }
    }

    /// Keys whose newest record on OLD is not the newest in the mirror.
    var outdatedKeys: Set<String> {
        let theirs = Self.newest(in: old)
        let mirrored = Self.newest(in: new)
        return Set(
            theirs.filter { key, record in
                mirrored[key] != record && !(record.text.hasSuffix("-") && mirrored[key] == nil)
            }.keys)
    }

    private static func newest(in log: Log) -> [String: Letters] {
        log.records.reduce(into: [:]) { newest, entry in
            newest[String(entry.record.text.prefix(1))] = entry.record
        }
    }
}
