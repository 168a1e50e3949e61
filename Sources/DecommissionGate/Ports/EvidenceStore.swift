public import Quiescence

/// Keeps what surveys came to beyond the life of the process. `EvidenceJournal` implements it over SQLite.
public protocol EvidenceStore: Sendable {
    /// Keeps `entry`, and whatever could not be kept before it, or says why it cannot.
    ///
    /// Ends by `deadline`, whatever the disk does; what is not kept by then is kept by a later call.
    func append(_ entry: EvidenceEntry, until deadline: Deadline) async -> EvidenceState
}

/// What is to be kept at once: all of it or nothing.
public struct EvidenceEntry: Sendable, Equatable {
    public var at: WallTime
    /// In their order; each is kept for good.
    public var events: [KeptEvent]
    /// The survey in short; nil where there was none. Kept for some days, then one for each hour.
    public var survey: KeptSurvey?
    /// What changed of all that a later process goes on from.
    public var memory: MemoryChanges

    public init(
        at: WallTime, events: [KeptEvent], survey: KeptSurvey? = nil, memory: MemoryChanges = MemoryChanges()
    ) {
        self.at = at
        self.events = events
        self.survey = survey
        self.memory = memory
    }
}

/// An event as it is kept: a kind, and a JSON object with sorted keys that says the rest.
public struct KeptEvent: Sendable, Equatable {
    public let kind: String
    public let body: String

    /// The kind of the event whose body is the plan in force from then on.
    public static let plan = "plan"

    public init(kind: String, body: String) {
        self.kind = kind
        self.body = body
    }
}

/// A survey in short: a JSON object with sorted keys.
public struct KeptSurvey: Sendable, Equatable {
    public let body: String

    public init(body: String) { self.body = body }
}

/// Whether evidence is kept. Where it should be and is not, no gate counts as safe.
public enum EvidenceState: Sendable, Equatable {
    /// Nothing was asked to be kept: `storage.path` is not given.
    case notWanted
    case kept(EvidenceFigures)
    /// The last entry is not kept yet, and this is why.
    case failing(Cause, EvidenceFigures?)

    /// Why no gate counts as safe; nil where nothing that should be kept is not.
    public var obstacle: Cause? {
        switch self {
        case .notWanted, .kept: nil
        case .failing(let cause, _): cause
        }
    }

    /// Those of a store that was opened.
    public var figures: EvidenceFigures? {
        switch self {
        case .notWanted: nil
        case .kept(let figures): figures
        case .failing(_, let figures): figures
        }
    }
}

/// Figures of the store itself.
public struct EvidenceFigures: Sendable, Equatable {
    /// The number of the last event that was kept; 0 before the first.
    public var sequence: Int64
    /// The digest of that event, which ties it to all before it: SHA-256 in 64 letters; nil before the first.
    public var head: String?
    /// What the store takes on disk, in bytes.
    public var bytes: Int64
    /// When something was last kept; nil before that.
    public var lastWrite: WallTime?
    /// Attempts since the process started that kept nothing.
    public var failures: Int
    /// Whether everything that was found at the start was whole.
    public var isIntact: Bool

    public init(
        sequence: Int64, head: String? = nil, bytes: Int64, lastWrite: WallTime?, failures: Int,
        isIntact: Bool
    ) {
        self.sequence = sequence
        self.head = head
        self.bytes = bytes
        self.lastWrite = lastWrite
        self.failures = failures
        self.isIntact = isIntact
    }
}
