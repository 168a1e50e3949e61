import DecommissionGate
import Quiescence

/// What could not be written yet, and how writing went so far.
struct Waiting {
    private(set) var entries: [EvidenceEntry] = []
    var isWriting = false
    var figures: EvidenceFigures

    /// Surveys in short that wait for a disk that refuses: a day of them. Older ones are given up, events never.
    static let mostSurveys = 2880

    init(figures: EvidenceFigures) { self.figures = figures }

    /// Puts `entry` behind those that wait.
    mutating func add(_ entry: EvidenceEntry) {
        var entry = entry
        // A write under way counts those before it: their number stays.
        if !isWriting { mergeMemory(into: &entry) }
        entries.append(entry)
        let surveys = entries.indices.filter { entries[$0].survey != nil }
        for index in surveys.dropLast(Self.mostSurveys) { entries[index].survey = nil }
    }

    /// Of each row only the last is worth writing: what waits does not grow with the surveys that it waits for.
    private mutating func mergeMemory(into entry: inout EvidenceEntry) {
        var memory = MemoryChanges()
        for index in entries.indices {
            memory.append(entries[index].memory)
            entries[index].memory = MemoryChanges()
        }
        memory.append(entry.memory)
        entry.memory = memory
        entries.removeAll { $0.events.isEmpty && $0.survey == nil }
    }

    /// The first `count` entries are on the disk.
    mutating func remove(_ count: Int) { entries.removeFirst(count) }
}
