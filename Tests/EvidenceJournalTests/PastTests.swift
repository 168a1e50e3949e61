import Quiescence
import Testing

@testable import DecommissionGate
@testable import EvidenceJournal

/// What a later process draws its picture from.
@Suite struct PastTests {
    private func entry(_ second: Int, source: Int64, _ events: [KeptEvent] = []) -> EvidenceEntry {
        let body = """
            {"appended":{"mirror":0,"source":\(source)},"conditions":{"source_quiet":"holds"},"gates":{}}
            """
        return EvidenceEntry(at: .at(second), events: events, survey: KeptSurvey(body: body))
    }

    @Test("The surveys of the last day come back, the oldest first, and what cannot be read is left out")
    func past() throws {
        let folder = try Folder()
        var journal = try Journal.open(folder.journal)
        let broken = EvidenceEntry(at: .at(50), events: [], survey: KeptSurvey(body: "{}"))
        try journal.append([entry(10, source: 1), entry(40, source: 2), broken, entry(60, source: 5)])
        #expect(try journal.past(since: .at(20), most: 10).map(\.at) == [.at(40), .at(60)])
        #expect(try journal.past(since: .at(0), most: 2).map(\.at) == [.at(60)], "the newest rows count")
    }

    @Test("What was appended under one plan is not counted from what was appended under another")
    func plans() throws {
        let folder = try Folder()
        var journal = try Journal.open(folder.journal)
        let plan = KeptEvent(kind: KeptEvent.plan, body: "{}")
        try journal.append([entry(10, source: 1), entry(70, source: 3), entry(130, source: 90, [plan])])
        let history = History(try journal.past(since: .at(0), most: 10))
        #expect(history.entries.map(\.source.count) == [0, 2, 0])
        #expect(history.entries.map(\.source.isExact) == [false, true, false])
    }

    @Test("A store brings along the history of the day before it was opened, and nothing older")
    func opened() async throws {
        let folder = try Folder()
        do {
            var journal = try Journal.open(folder.journal)
            try journal.append([entry(0, source: 1), entry(90_000, source: 1)])
        }
        let store = try JournalStore(in: folder.path, now: .at(90_030))
        #expect(store.history.entries.map(\.at) == [.at(90_000)])
    }
}
