import CSQLite
import DecommissionGate
import FaultyDisk
import Quiescence
import Testing

@testable import EvidenceJournal

/// Every call by which SQLite writes is refused once, and once for good.
@Suite struct FaultyDiskTests {
    private static let kinds = Int32(FAULTY_WRITE.rawValue | FAULTY_SYNC.rawValue | FAULTY_TRUNCATE.rawValue)

    @Test(
        "Whichever write fails, what was said to be kept is kept, nothing stands twice, and writing heals by itself",
        arguments: [
            (SQLITE_FULL, 1), (SQLITE_FULL, 4), (SQLITE_READONLY, 1), (SQLITE_IOERR | 3 << 8, 1),
            (SQLITE_IOERR | 4 << 8, 2),
        ] as [(Int32, Int32)])
    func writes(code: Int32, length: Int32) throws {
        #expect(faulty_disk_register())
        var number: Int32 = 1
        var refusals = 0
        while try play(refusing: number, length, code, sizes: [10, 9000, 10, 10], &refusals) { number += 1 }
        #expect(number > 15 && refusals > 10)
    }

    @Test(
        "The same while the log is taken up into the file", arguments: [SQLITE_FULL, SQLITE_IOERR | 4 << 8])
    func takingUp(code: Int32) throws {
        #expect(faulty_disk_register())
        var number: Int32 = 1
        var refusals = 0
        // Nearly all of its writes are alike.
        while try play(refusing: number, 1, code, sizes: [4_200_000, 10, 10], &refusals) { number += 331 }
        #expect(refusals > 1)
    }

    /// Appends entries of these sizes on a disk that refuses one call, and looks at what is kept; false where
    /// there were not that many calls.
    private func play(
        refusing number: Int32, _ length: Int32, _ code: Int32, sizes: [Int], _ refusals: inout Int
    ) throws -> Bool {
        let folder = try Folder()
        var said: [Int] = []
        let wasReached: Bool
        do {
            var journal = try Journal.open(folder.journal, disk: "faulty")
            var waiting: [EvidenceEntry] = []
            faulty_disk_refuse(Self.kinds, number, length, code)
            for (place, size) in sizes.enumerated() {
                waiting.append(Self.entry(place + 1, bytes: size))
                do {
                    try journal.append(waiting)
                    said += waiting.map { Int($0.at.millisecondsSince1970) }
                    waiting = []
                } catch {
                    refusals += 1
                    #expect(error.kind != .damaged && !error.mend.isEmpty)
                }
            }
            wasReached = faulty_disk_calls() >= number
            faulty_disk_refuse(0, 0, 0, 0)
            try journal.append(waiting + [Self.entry(sizes.count + 1, bytes: 1)])
        }
        var rows: [MemoryKey: [UInt8]] = [:]
        let kept = try Journal.open(folder.journal, { rows[$0] = $1 }).events(from: 1).map {
            Int($0.at.millisecondsSince1970)
        }
        #expect(rows[MemoryKey(.pulse)] == [UInt8(sizes.count + 1)] && rows.count == sizes.count + 2)
        #expect(kept == Array(1...sizes.count + 1), "call \(number) refused with \(code); said: \(said)")
        return wasReached
    }

    @Test("A journal that cannot be begun says so, and is begun once the disk takes it")
    func beginnings() throws {
        #expect(faulty_disk_register())
        var number: Int32 = 0
        var wasReached = true
        while wasReached {
            number += 1
            let folder = try Folder()
            faulty_disk_refuse(Self.kinds, number, 1000, SQLITE_FULL)
            do {
                _ = try Journal.open(folder.journal, disk: "faulty")
            } catch {
                #expect(error.kind == .disk)
            }
            wasReached = faulty_disk_calls() >= number
            faulty_disk_refuse(0, 0, 0, 0)
            var journal = try Journal.open(folder.journal, disk: "faulty")
            try journal.append([Self.entry(1, bytes: 1)])
        }
        #expect(number > 5)
    }

    private static func entry(_ number: Int, bytes: Int) -> EvidenceEntry {
        EvidenceEntry(
            at: WallTime(millisecondsSince1970: Int64(number)),
            events: [KeptEvent(kind: "large", body: String(repeating: "x", count: bytes))],
            memory: MemoryChanges([
                MemoryKey(.pulse): .kept([UInt8(number)]),
                MemoryKey(.topic, name: [UInt8(number)]): .kept([1]),
            ]))
    }
}
