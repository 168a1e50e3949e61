public import DecommissionGate
import OwnThread
public import Quiescence
import Synchronization

/// The journal behind its port: written on a thread of its own, for a disk may hang.
public final class JournalStore: EvidenceStore {
    /// What is to be said of the journal once it is open.
    public struct Opening: Sendable, Equatable {
        /// Where a damaged file was put, and what was wrong with it; nil where all was whole.
        public let quarantined: Quarantine?

        public struct Quarantine: Sendable, Equatable {
            public let path: String
            public let why: String
        }
    }

    /// What an earlier process left behind; nil where there is nothing to go on from.
    public let kept: KeptMemory?
    /// The surveys of the last day.
    public let history: History
    private let path: String
    private let journal: Mutex<Journal>
    private let waiting: Mutex<Waiting>
    public let opening: Opening

    /// Opens the journal in `directory`, which must exist. A damaged one is put aside under another name, and
    /// a new one is begun; everything else that is wrong is thrown. Blocks.
    public init(in directory: String, now: WallTime) throws(JournalProblem) {
        path = "\(directory)/journal.sqlite"
        try JournalFiles.check(directory)
        let opened: Opened
        do throws(JournalProblem) {
            opened = try Opened.open(path)
            opening = Opening(quarantined: nil)
        } catch {
            guard error.kind == .damaged else { throw error }
            let aside = try JournalFiles.putAside(path, now)
            opened = try Opened.open(path)
            opening = Opening(quarantined: .init(path: aside, why: error.detail))
        }
        kept = opened.kept
        let past = try opened.journal.past(
            since: now.advanced(by: .zero - History.longest), most: Self.mostPast)
        history = History(past, under: kept?.plan)
        let figures = EvidenceFigures(
            sequence: opened.journal.chain.sequence, head: opened.journal.chain.headInLetters,
            bytes: try opened.journal.size(), lastWrite: nil, failures: 0,
            isIntact: opening.quarantined == nil)
        waiting = Mutex(Waiting(figures: figures))
        journal = Mutex(opened.journal)
    }

    /// A survey every five seconds for a day.
    private static let mostPast: Int64 = 17_280

    public func append(_ entry: EvidenceEntry, until deadline: Deadline) async -> EvidenceState {
        let isFree = waiting.withLock { waiting in
            waiting.add(entry)
            defer { waiting.isWriting = true }
            return !waiting.isWriting
        }
        guard isFree else { return fail(Cause(.timedOut, "\(path): the write before it still hangs")) }
        let outcome: EvidenceState?
        do throws(OwnThread.CannotStart) {
            outcome = try await OwnThread.run("journal", until: deadline) { [self] in write(entry.at) }
        } catch {
            waiting.withLock { $0.isWriting = false }
            return fail(Cause(.refused, "\(path): \(error)"))
        }
        return outcome ?? fail(Cause(.timedOut, "\(path): nothing was written within its time"))
    }

    /// Writes all that waits. On a thread of its own.
    private func write(_ now: WallTime) -> EvidenceState {
        let entries = waiting.withLock(\.entries)
        do throws(JournalProblem) {
            let (chain, bytes) = try journal.withLock { journal throws(JournalProblem) in
                try journal.append(entries)
                return (journal.chain, try journal.size())
            }
            return waiting.withLock { waiting in
                waiting.remove(entries.count)
                waiting.isWriting = false
                waiting.figures.sequence = chain.sequence
                waiting.figures.head = chain.headInLetters
                waiting.figures.bytes = bytes
                waiting.figures.lastWrite = now
                return .kept(waiting.figures)
            }
        } catch {
            waiting.withLock { $0.isWriting = false }
            return fail(Cause(.refused, "\(error.path): \(error.detail)", remedy: error.mend))
        }
    }

    private func fail(_ cause: Cause) -> EvidenceState {
        waiting.withLock { waiting in
            waiting.figures.failures += 1
            return .failing(cause, waiting.figures)
        }
    }
}

/// A journal that was opened, and what is in it to go on from.
private struct Opened: ~Copyable {
    let journal: Journal
    let kept: KeptMemory?

    private init(_ journal: consuming Journal, _ kept: KeptMemory?) {
        self.journal = journal
        self.kept = kept
    }

    static func open(_ path: String) throws(JournalProblem) -> Opened {
        var rows: [(key: MemoryKey, body: [UInt8])] = []
        let journal = try Journal.open(path) { rows.append(($0, $1)) }
        let kept = try tried(rows, plan: try journal.lastBody(ofKind: KeptEvent.plan), path)
        return Opened(journal, kept)
    }

    /// What somebody can really go on from; nil where nothing was kept.
    private static func tried(
        _ rows: [(key: MemoryKey, body: [UInt8])], plan: String?, _ path: String
    ) throws(JournalProblem) -> KeptMemory? {
        guard !rows.isEmpty else { return nil }
        guard let plan else {
            throw JournalProblem(.damaged, path, "it holds no plan for its memory", mend: JournalProblem.anew)
        }
        do {
            return try KeptMemory(plan: plan, rows: rows)
        } catch let error as MalformedRow where error.isOfAnotherVersion {
            throw otherVersion(path, "\(error)")
        } catch let error as DecodingError {
            // What the journal's own digests vouch for is what was written.
            throw otherVersion(path, "its plan cannot be read: \(error)")
        } catch {
            throw JournalProblem(
                .damaged, path, "its memory cannot be read: \(error)", mend: JournalProblem.anew)
        }
    }

    private static func otherVersion(_ path: String, _ why: String) -> JournalProblem {
        JournalProblem(
            .otherVersion, path, "another version of this program wrote it: \(why)",
            mend: "run that version, or name another --storage.path and begin anew")
    }
}
