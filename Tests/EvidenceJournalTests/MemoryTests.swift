import DecommissionGate
import Testing

@testable import EvidenceJournal
@testable import Quiescence

@Suite("What a later process goes on from")
struct MemoryTests {
    @Test("The last of every row is read back, and what is gone is gone")
    func roundTrip() throws {
        let folder = try Folder()
        do {
            var journal = try Journal.open(folder.journal)
            try journal.append([.memory(["a": [1], "b": [2], "c": []]), .memory(["a": [3], "b": nil])])
            try journal.append([.memory(["d": [0, 255]]), .memory(["d": [7]])])
        }
        #expect(try rows(folder) == [.named("a"): [3], .named("c"): [], .named("d"): [7]])
    }

    private func rows(_ folder: borrowing Folder) throws -> [MemoryKey: [UInt8]] {
        var rows: [MemoryKey: [UInt8]] = [:]
        _ = try Journal.open(folder.journal) { rows[$0] = $1 }
        return rows
    }

    @Test(
        "A row that changed, is missing, came from elsewhere or is older than the events is found at start",
        arguments: [
            "UPDATE memory SET body = x'02' WHERE name = x'61'",
            "UPDATE memory SET kind = 'group' WHERE name = x'61'",
            "UPDATE memory SET kind = 'nonsense' WHERE name = x'61'",
            "UPDATE memory SET name = x'63' WHERE name = x'61'",
            "UPDATE memory SET digest = zeroblob(32) WHERE name = x'61'",
            "DELETE FROM memory WHERE name = x'61'", "DELETE FROM memory", "DELETE FROM memory_head",
            "INSERT INTO memory SELECT kind, x'7a', body, digest FROM memory WHERE name = x'61'",
            "UPDATE memory_head SET sequence = sequence - 1",
            "DELETE FROM event WHERE sequence = (SELECT max(sequence) FROM event)",
        ])
    func tampered(statement: String) throws {
        let folder = try Folder()
        do {
            var journal = try Journal.open(folder.journal)
            try journal.append([.memory(["a": [1], "b": [2]]), .memory(["a": [1]])])
        }
        #expect(folder.problem() == nil)
        try folder.change(statement)
        #expect(folder.problem()?.kind == .damaged)
    }

    @Test("Rows that waited for a disk are the last ones when it takes them, however long they waited")
    func waiting() {
        var waiting = Waiting(
            figures: EvidenceFigures(sequence: 0, bytes: 0, lastWrite: nil, failures: 0, isIntact: true))
        for number in 0..<500 {
            waiting.add(
                .memory(["a": [UInt8(number % 256)], "b": number == 7 ? [7] : number == 9 ? nil : [1]]))
        }
        let rows = waiting.entries.flatMap { $0.memory.rows }
        #expect(rows.count == 2, "each row waits once")
        // What is being written stays as it is.
        waiting.isWriting = true
        waiting.add(.memory(["a": [1]]))
        #expect(waiting.entries.flatMap { $0.memory.rows }.count == 3)
    }

    @Test("A journal of the version before is brought up to date, and there is nothing to go on from")
    func olderVersion() throws {
        let folder = try Folder()
        do {
            var journal = try Journal.open(folder.journal)
            try journal.append([EvidenceEntry(at: .at(1), events: [.numbered(1)])])
        }
        try folder.change("DROP TABLE memory; DROP TABLE memory_head; PRAGMA user_version = 1")
        let store = try JournalStore(in: folder.path, now: .at(2))
        #expect(store.kept == nil && store.opening.quarantined == nil)
    }

    /// The version of this program's rows as it stands in one, and nothing behind it.
    private static let cutShort = [UInt8(2 * Pulse.version)]

    @Test(
        "Memory that nobody can go on from is put aside with its journal, never half believed",
        arguments: [[MemoryKey(.pulse): cutShort], [MemoryKey(.topic): [1]], [MemoryKey(.pulse): []]])
    func unreadable(rows: [MemoryKey: [UInt8]]) async throws {
        let folder = try Self.kept(rows)
        let store = try JournalStore(in: folder.path, now: .at(2))
        #expect(store.kept == nil)
        #expect(store.opening.quarantined?.why.contains("memory cannot be read") == true)
    }

    @Test(
        "Memory that another version wrote is left as it is, and the service does not start: it may be whole")
    func otherVersion() async throws {
        let folder = try Self.kept([MemoryKey(.pulse): [200, 1]])
        let before = try folder.bytes()
        let problem = #expect(throws: JournalProblem.self) {
            _ = try JournalStore(in: folder.path, now: .at(2))
        }
        #expect(problem?.kind == .otherVersion)
        #expect(problem?.detail.contains("version 100") == true)
        #expect(try folder.bytes() == before)
    }

    @Test("The same with a plan of another form: losses that stand in that memory are not forgotten")
    func otherPlan() async throws {
        let older = KeptEvent(kind: KeptEvent.plan, body: #"{"producers":{"declared":["shop"]}}"#)
        let folder = try Self.kept([MemoryKey(.pulse): Self.cutShort], under: older)
        let before = try folder.bytes()
        let problem = #expect(throws: JournalProblem.self) {
            _ = try JournalStore(in: folder.path, now: .at(2))
        }
        #expect(problem?.kind == .otherVersion)
        #expect(problem?.detail.contains("its plan cannot be read") == true)
        #expect(try folder.bytes() == before)
    }

    private static func kept(
        _ rows: [MemoryKey: [UInt8]], under plan: KeptEvent? = nil
    ) throws -> Folder {
        let folder = try Folder()
        var journal = try Journal.open(folder.journal)
        let plan = try plan ?? KeptEvent(KeptEvent.plan, Plan.any)
        try journal.append([
            EvidenceEntry(at: .at(1), events: [plan], memory: MemoryChanges(rows.mapValues { .kept($0) }))
        ])
        return folder
    }

    @Test("Memory without the plan that it was written under is put aside")
    func withoutPlan() throws {
        let folder = try Folder()
        do {
            var journal = try Journal.open(folder.journal)
            try journal.append([.memory(["a": [1]])])
        }
        let store = try JournalStore(in: folder.path, now: .at(2))
        #expect(store.opening.quarantined?.why.contains("no plan") == true)
    }
}

extension MemoryKey {
    fileprivate static func named(_ name: String) -> MemoryKey { MemoryKey(.topic, name: Array(name.utf8)) }
}

extension EvidenceEntry {
    /// Rows by name, nil for one that is gone; and an event.
    fileprivate static func memory(_ rows: [String: [UInt8]?]) -> EvidenceEntry {
        let changes = rows.map { (MemoryKey.named($0), $1.map { MemoryChanges.Row.kept($0) } ?? .gone) }
        return EvidenceEntry(
            at: .at(1), events: [.numbered(1)],
            memory: MemoryChanges(Dictionary(uniqueKeysWithValues: changes)))
    }
}

extension Plan {
    fileprivate static let any = Plan(
        old: ClusterPlan(alias: "OLD", bootstrapServers: [ServerAddress(host: "old", port: 9092)]),
        new: ClusterPlan(alias: "NEW", bootstrapServers: [ServerAddress(host: "new", port: 9092)]))
}
