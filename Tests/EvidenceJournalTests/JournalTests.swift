import DecommissionGate
import Quiescence
import Testing

@testable import EvidenceJournal

@Suite struct JournalTests {
    @Test("What was appended is read back in its order, by the next process too")
    func roundTrip() throws {
        let folder = try Folder()
        let first = EvidenceEntry(
            at: .at(1), events: [.numbered(1), .numbered(2)], survey: KeptSurvey(body: #"{"a":"ü\n"}"#))
        let second = EvidenceEntry(at: .at(2), events: [.numbered(3)])
        var head: [UInt8] = []
        do {
            var journal = try Journal.open(folder.journal)
            try journal.append([first])
            try journal.append([second])
            head = journal.chain.head
        }
        let journal = try Journal.open(folder.journal)
        #expect(journal.chain.head == head)
        #expect(journal.chain.sequence == 3)
        let links = try journal.events(from: 1)
        #expect(links.map(\.body) == (1...3).map { KeptEvent.numbered($0).body })
        #expect(links.map(\.at) == [.at(1), .at(1), .at(2)])
        #expect(try journal.events(from: 2, most: 1).map(\.sequence) == [2])
        #expect(try journal.surveysKept().map(\.body) == [first.survey?.body])
    }

    @Test(
        "One changed byte of an old event is found at start",
        arguments: [
            "UPDATE event SET body = replace(body, '2', '3') WHERE sequence = 2",
            "UPDATE event SET kind = 'Numbered' WHERE sequence = 2",
            "UPDATE event SET at_ms = at_ms + 1 WHERE sequence = 2",
            "UPDATE event SET digest = zeroblob(32) WHERE sequence = 3",
            "DELETE FROM event WHERE sequence = 1", "DELETE FROM event WHERE sequence = 2",
            "UPDATE event SET sequence = 7 WHERE sequence = 3",
        ])
    func tampered(statement: String) throws {
        let folder = try Folder()
        do {
            var journal = try Journal.open(folder.journal)
            try journal.append([EvidenceEntry(at: .at(1), events: (1...3).map(KeptEvent.numbered))])
        }
        try folder.change(statement)
        #expect(throws: JournalProblem.self) { _ = try Journal.open(folder.journal) }
        #expect(folder.problem()?.kind == .damaged)
    }

    @Test("A second process on the same journal is refused, and the first one goes on")
    func taken() throws {
        let folder = try Folder()
        var journal = try Journal.open(folder.journal)
        #expect(folder.problem()?.kind == .taken)
        try journal.append([EvidenceEntry(at: .at(1), events: [.numbered(1)])])
        #expect(try journal.events(from: 1).count == 1)
    }

    @Test("A database of another program, or of a newer version, is left as it is")
    func foreign() throws {
        let other = try Folder()
        try other.change("CREATE TABLE theirs (x)")
        #expect(other.problem()?.kind == .foreign)

        let newer = try Folder()
        _ = try Journal.open(newer.journal)
        try newer.change("PRAGMA user_version = 99")
        #expect(newer.problem()?.kind == .otherVersion)
        #expect(newer.problem()?.detail.contains("schema 99") == true)
    }

    @Test("An entry is kept whole or not at all, and the chain goes on from what is kept")
    func wholeOrNot() throws {
        let folder = try Folder()
        _ = try Journal.open(folder.journal)
        try folder.change(
            "CREATE TRIGGER refuse BEFORE INSERT ON survey WHEN NEW.body = 'bad' "
                + "BEGIN SELECT RAISE(ABORT, 'the disk refused'); END")
        do {
            var journal = try Journal.open(folder.journal)
            let bad = EvidenceEntry(at: .at(1), events: [.numbered(1)], survey: KeptSurvey(body: "bad"))
            #expect(throws: JournalProblem.self) { try journal.append([bad]) }
            #expect(try journal.events(from: 1).isEmpty)
            try journal.append([EvidenceEntry(at: .at(2), events: [.numbered(2)])])
        }
        #expect(try Journal.open(folder.journal).events(from: 1).map(\.body) == [KeptEvent.numbered(2).body])
    }

    @Test("Of surveys older than three days one of each hour is kept, of older ones than three months none")
    func thinned() throws {
        let folder = try Folder()
        var journal = try Journal.open(folder.journal)
        // 100 days at one survey every ten minutes; then a last hundred, which brings the thinning along.
        let minutes = stride(from: 0, to: 100 * 24 * 60, by: 10)
        try journal.append(
            minutes.map { minute in
                EvidenceEntry(
                    at: .at(minute * 60), events: [], survey: KeptSurvey(body: "\(minute)"))
            })
        let end = 100 * 24 * 60 - 10
        let kept = try journal.surveysKept().compactMap { Int($0.body) }
        let recent = kept.filter { $0 >= end - 72 * 60 }
        #expect(recent.count == 72 * 6 + 1)
        let before = kept.filter { $0 < end - 73 * 60 }
        #expect(before.allSatisfy { $0 % 60 == 0 })
        #expect(zip(before, before.dropFirst()).allSatisfy { $1 - $0 == 60 })
        let oldest = try #require(kept.first)
        #expect(oldest >= end - 92 * 24 * 60 && oldest <= end - 92 * 24 * 60 + 120)
    }
}
