public import Quiescence

/// What one gate was judged on, as one value that can be kept: whatever form a report has is made from it.
///
/// It speaks for one survey, so two reports of one survey are equal bytes.
public struct Report: Codable, Sendable, Equatable {
    /// Tells it from every other JSON file.
    static let kind = "decommission_gate_report"
    /// The form that is written, and the only one that is read.
    static let version = 1

    public internal(set) var kind: String
    public internal(set) var version: Int
    /// Whether all this is about the demo's clusters and nobody's own.
    public internal(set) var demo: Bool
    /// The gate that it is about; it stands in ``gates`` too.
    public internal(set) var gate: Gate
    /// When the survey ended that all this speaks for; null before the first one.
    @Nullable public internal(set) var surveyedAt: Timestamp?
    /// Whether that survey was too old to count when the report was made: every state is then unknown.
    public internal(set) var stale: Bool
    /// What was declared: everything that the gates are judged by.
    public internal(set) var plan: Plan
    /// SHA-256 of ``plan`` as it stands here: the same as of the journal's `plan` event.
    public internal(set) var planSha256: String
    public internal(set) var clusters: [ReportedCluster]
    /// In the order in which things may be removed.
    public internal(set) var gates: [GateDocument]
    /// Those that the gate needs: what fails first, then what is unknown, then what holds.
    public internal(set) var conditions: [ConditionDocument]
    public internal(set) var mirror: MirrorDocument
    /// Those of its connectors that go from OLD to NEW.
    public internal(set) var mirrorConnectors: [String]
    /// Every topic of both clusters.
    public internal(set) var topics: [ReportedTopic]
    /// Every group of both clusters.
    public internal(set) var groups: [ReportedGroup]
    /// Where the journal ended when the survey was published; null where none is kept.
    @Nullable public internal(set) var journal: JournalHead?
    /// What no gate can see, in words.
    public internal(set) var cannotSee: [String]
    public internal(set) var program: ReportedProgram
}

extension Report {
    /// The report's part on its own gate; nil in one that does not hold.
    public var judged: GateDocument? { gates.first { $0.gate == gate } }

    /// Of one of the two clusters; nil before the first survey.
    public func cluster(_ side: Side) -> ReportedCluster? { clusters.first { $0.side == side } }

    /// The window that one of its conditions must hold for, in seconds.
    func window(of condition: Condition) -> Double { plan.timing.window(of: condition, for: gate).inSeconds }

    /// Every exception that somebody has taken on his word for a finding.
    var waivers: [WaiverDocument] { conditions.flatMap(\.waivers) }

    func topics(_ role: TopicRole, on side: Side) -> [ReportedTopic] {
        topics.filter { $0.role == role && $0.side == side }
    }
}
