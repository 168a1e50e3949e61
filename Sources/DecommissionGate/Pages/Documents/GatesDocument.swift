public import Quiescence

/// What `/api/v1/gates` serves: every gate, every condition, and what they are judged by.
///
/// The page, the text of `status` and the answers of `check` are made from this value alone, so a
/// document read back from a running service shows the same as one made in this process.
public struct GatesDocument: Codable, Sendable, Equatable {
    /// Whether all this is about the demo's clusters and nobody's own.
    public internal(set) var demo = false
    /// Seconds since the survey when the document was served; nil before the first survey, and in a
    /// document that waits to be served.
    public internal(set) var surveyAgeSeconds: Double?
    /// When the survey that all this speaks for ended; null before the first one.
    @Nullable public internal(set) var surveyedAt: Timestamp?
    /// Whether that survey is too old to count: every state is then unknown.
    public internal(set) var stale: Bool
    /// What no gate has looked at, in words.
    public internal(set) var notice: String
    public internal(set) var plan: PlanDocument
    public internal(set) var clusters: [ClusterDocument]
    public internal(set) var mirror: MirrorDocument
    /// In the order in which things may be removed.
    public internal(set) var gates: [GateDocument]
    /// What fails first, then what is unknown, then what holds.
    public internal(set) var conditions: [ConditionDocument]

    /// The document's part on one gate.
    public subscript(gate: Gate) -> GateDocument? { gates.first { $0.gate == gate } }
    /// The document's part on one condition; nil for one that is not judged.
    public subscript(condition: Condition) -> ConditionDocument? {
        conditions.first { $0.condition == condition }
    }
}

/// One of the two clusters, as the last survey saw it.
public struct ClusterDocument: Codable, Sendable, Equatable {
    public internal(set) var side: Side
    public internal(set) var alias: String
    @Nullable public internal(set) var clusterID: String?
    @Nullable public internal(set) var brokers: Int?
    @Nullable public internal(set) var topics: Int?
    /// Groups that were named, even by an incomplete list; null where none could be listed.
    @Nullable public internal(set) var groups: Int?
    /// Whether the last survey read it completely.
    public internal(set) var up: Bool
    /// The first thing that kept it from being read completely; null where nothing did.
    @Nullable public internal(set) var obstacle: DoubtDocument?

    enum CodingKeys: String, CodingKey {
        case side, alias, brokers, topics, groups, up, obstacle
        case clusterID = "clusterId"
    }
}

/// One gate: may it be acted on?
public struct GateDocument: Codable, Sendable, Equatable {
    public internal(set) var gate: Gate
    /// What a safe gate allows, in words.
    public internal(set) var allows: String
    public internal(set) var state: GateStateName
    public internal(set) var safe: Bool
    public internal(set) var windowSeconds: Double
    public internal(set) var observedSeconds: Double
    /// What is left until ``earliestSafeAt``, counted from the survey.
    @Nullable public internal(set) var remainingSeconds: Double?
    /// When it opens if nothing moves from now on; null while safe, and where it cannot be told.
    @Nullable public internal(set) var earliestSafeAt: Timestamp?
    @Nullable public internal(set) var safeSince: Timestamp?
    /// Conditions that fail.
    public internal(set) var failing: [Condition]
    /// Conditions that cannot be judged.
    public internal(set) var unknown: [Condition]
}

/// The name of a gate's state.
public enum GateStateName: String, Codable, Sendable, CaseIterable {
    case unknown
    case blocked
    case observing
    case safe

    public init(_ state: GateState) {
        switch state {
        case .unknown: self = .unknown
        case .blocked: self = .blocked
        case .observing: self = .observing
        case .safe: self = .safe
        }
    }
}

extension Gate: Codable {}
extension Condition: Codable {}
extension ConditionState: Codable {}
extension Side: Codable {}
