import Quiescence
@testable import EvidenceJournal

/// What one process said before it was killed.
struct Life {
    let spawned: Int64
    let killed: Int64
    /// In their order; at the end perhaps one that was kept and that there was no time to tell of.
    private(set) var surveys: [Told]
    /// Whether it had come so far, and found the journal whole.
    let opened: String?
    private let strange: [String]

    /// One survey.
    struct Told {
        /// Its time on the wall clock, in milliseconds.
        let at: Int64
        /// On the monotonic clock, in nanoseconds. Of a survey that was only kept: not later than this.
        let began: Int64
        let published: Int64
        let isKept: Bool
        let gates: [String]
        let failing: String
        let sequence: Int64
        var isTold = true
    }

    init(spawned: Int64, killed: Int64, printed: String) {
        (self.spawned, self.killed) = (spawned, killed)
        let lines = printed.split(separator: "\n").map(String.init)
        surveys = lines.compactMap(Told.init)
        opened = lines.first { $0.hasPrefix("open ") }
        strange = lines.filter { line in
            !["open ", "log ", "(no output)"].contains(where: line.hasPrefix) && Told(line) == nil
        }
    }

    /// What is wrong about it, beside the journal that it left; takes up what that alone knows.
    ///
    /// - Parameter known: How many surveys the lives before have left.
    mutating func compare(with kept: KeptJournal, known: Int) -> [String] {
        var faults = strange.map { "it said: \($0)" }
        if let opened, opened != "open whole" { faults.append(opened) }
        let there = Set(kept.surveys)
        for told in surveys {
            if !told.isKept { faults.append("a survey was not kept: \(told)") }
            if told.isKept, !there.contains(told.at) { faults.append("a survey is lost: \(told)") }
            if told.sequence > kept.events { faults.append("events are lost: \(told), \(kept.events)") }
        }
        let untold = kept.surveys.dropFirst(known).filter { at in !surveys.contains { $0.at == at } }
        if untold.count > 1 { faults.append("\(untold.count) surveys were kept, and none of them was told") }
        takeUp(untold: untold)
        return faults
    }

    /// Those that were kept and not told: such a one had begun when the process died.
    private mutating func takeUp(untold: [Int64]) {
        surveys += untold.map { at in
            Told(
                at: at, began: killed, published: killed, isKept: true, gates: [], failing: "", sequence: 0,
                isTold: false)
        }
    }
}

extension Life.Told {
    init?(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        guard words.count == 8, words[0] == "survey", let at = Int64(words[1]), let began = Int64(words[2]),
            let published = Int64(words[3]), let sequence = Int64(words[7])
        else { return nil }
        self.init(
            at: at, began: began, published: published, isKept: words[4] == "kept",
            gates: words[5].split(separator: ",").map(String.init), failing: words[6], sequence: sequence)
    }
}

/// What stands in a journal that nobody writes: opening it checks every event and every row.
struct KeptJournal {
    /// When each survey ended, on the wall clock in milliseconds.
    let surveys: [Int64]
    /// How many events.
    let events: Int64

    init(_ path: String) throws {
        let journal = try Journal.open(path)
        surveys = try journal.surveysKept().map(\.at.millisecondsSince1970)
        events = journal.chain.sequence
    }
}
