import DecommissionGate
import FoundationEssentials
import Quiescence
import Testing

@testable import EvidenceJournal

@Suite struct JournalStoreTests {
    private var soon: Deadline { .now + .seconds(60) }

    @Test(
        "Every entry is on the disk when the store says that it is kept, and the figures say how much there is"
    )
    func kept() async throws {
        let folder = try Folder()
        let state = try await JournalStore(in: folder.path, now: .at(0))
            .append(EvidenceEntry(at: .at(7), events: [.numbered(1), .numbered(2)]), until: soon)
        guard case .kept(let figures) = state else { throw Unexpected("\(state)") }
        #expect(figures.sequence == 2 && figures.failures == 0 && figures.isIntact)
        #expect(figures.lastWrite == .at(7) && figures.bytes > 4096)
        let events = try Journal.open(folder.journal).events(from: 1)
        #expect(events.count == 2)
        let digits = Array("0123456789abcdef")
        let letters = events.last?.digest.map { "\(digits[Int($0) / 16])\(digits[Int($0) % 16])" }.joined()
        #expect(figures.head == letters && letters?.count == 64)
    }

    @Test("What a disk refuses waits and is kept, in its order, once the disk takes it again")
    func recovers() async throws {
        let folder = try Folder()
        _ = try Journal.open(folder.journal)
        // A disk that refuses until a moment that is near.
        try folder.change(
            "CREATE TRIGGER refuse BEFORE INSERT ON event "
                + "WHEN julianday('now') < \(try folder.julianDay()) + 2.0 / 86400 "
                + "BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END")
        let store = try JournalStore(in: folder.path, now: .at(0))
        let first = await store.append(EvidenceEntry(at: .at(1), events: [.numbered(1)]), until: soon)
        guard case .failing(let cause, let figures) = first else { throw Unexpected("\(first)") }
        #expect(cause.detail.contains("disk I/O error") && cause.detail.contains(folder.journal))
        #expect(!cause.remedy.isEmpty && figures?.failures == 1 && figures?.sequence == 0)
        var number = 1
        var state = first
        repeat {
            number += 1
            state = await store.append(
                EvidenceEntry(at: .at(number), events: [.numbered(number)]), until: soon)
        } while !state.isKept && number < 1_000_000
        #expect(state.isKept)
    }

    @Test(
        "A journal that was taken away keeps nothing, although SQLite goes on writing to it without an error",
        arguments: ["", "-wal"])
    func takenAway(suffix: String) async throws {
        let folder = try Folder()
        let store = try JournalStore(in: folder.path, now: .at(0))
        #expect(await store.append(EvidenceEntry(at: .at(1), events: [.numbered(1)]), until: soon).isKept)
        let (file, aside) = (folder.journal + suffix, folder.path + "/aside")
        try FileManager.default.moveItem(atPath: file, toPath: aside)
        let gone = await store.append(EvidenceEntry(at: .at(2), events: [.numbered(2)]), until: soon)
        guard case .failing(let cause, _) = gone else { throw Unexpected("\(gone)") }
        #expect(cause.detail.contains("is not the file that was opened"))
        try FileManager.default.copyItem(atPath: aside, toPath: file)
        let other = await store.append(EvidenceEntry(at: .at(3), events: [.numbered(3)]), until: soon)
        #expect(!other.isKept, "a copy is another file")
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.moveItem(atPath: aside, toPath: file)
        let state = await store.append(EvidenceEntry(at: .at(4), events: [.numbered(4)]), until: soon)
        #expect(state.isKept && state.figures?.sequence == 4)
    }

    @Test(
        "A journal that is not whole is put aside, and nothing of it is lost",
        arguments: [0, 100, 4096, 8100, 30_000])
    func quarantined(cut: UInt64) async throws {
        let folder = try Folder()
        do {
            let store = try JournalStore(in: folder.path, now: .at(0))
            let many = EvidenceEntry(at: .at(1), events: (1...200).map(KeptEvent.numbered))
            #expect(await store.append(many, until: soon).isKept)
        }
        try folder.change("SELECT 1")
        try folder.overwrite(from: cut, count: 90)
        let damaged = try folder.bytes()
        let store = try JournalStore(in: folder.path, now: .at(2))
        let aside = try #require(store.opening.quarantined)
        #expect(try folder.bytes(aside.path) == damaged)
        guard
            case .kept(let figures) = await store.append(
                EvidenceEntry(at: .at(3), events: [.numbered(1)]), until: soon)
        else { throw Unexpected("not kept") }
        #expect(!figures.isIntact && figures.sequence == 1)
    }

    @Test("A path that is none says whose it is and the mend, and makes nothing")
    func unusable() throws {
        let folder = try Folder()
        for path in ["\(folder.path)/nowhere", "/dev/null"] {
            do {
                _ = try JournalStore(in: path, now: .at(0))
                Issue.record("\(path) was opened")
            } catch {
                #expect(error.kind == .unusable && error.path == path && !error.mend.isEmpty)
            }
        }
        #expect(try folder.files.isEmpty)
    }
}

struct Unexpected: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension EvidenceState {
    fileprivate var isKept: Bool {
        switch self {
        case .kept: true
        case .notWanted, .failing: false
        }
    }
}

extension Folder {
    /// Now, as SQLite counts days.
    fileprivate func julianDay() throws -> String {
        try Database(":memory:").text("SELECT julianday('now')")
    }

    func bytes(_ path: String? = nil) throws -> Data {
        try Data(contentsOf: URL(filePath: path ?? journal))
    }

    fileprivate func overwrite(from place: UInt64, count: Int) throws {
        var data = try bytes()
        data.replaceSubrange(Int(place)..<Int(place) + count, with: Data(repeating: 0xa5, count: count))
        try data.write(to: URL(filePath: journal))
    }
}
