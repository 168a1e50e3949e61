/// Everything that one round of asking saw, as one immutable value.
///
/// Order of reading: log starts first, then commits and MirrorMaker's positions, end offsets last, so that
/// a write in between shows as lag and never as its absence, and a record that was read and purged in
/// between is not taken for one that expired unread.
public struct Survey: Sendable, Equatable {
    /// Before the first request was sent.
    public var began: Moment
    /// After the last answer was taken.
    public var ended: Moment
    public var old: ClusterSurvey
    public var new: ClusterSurvey
    public var mirror: MirrorSurvey
    /// Answers to the questions that ``Evaluator/questions(for:)`` asked of this survey.
    public var tails: [TailQuestion: Reading<TailAnswer>]
    /// Answers to what it asked of both logs for the ledger.
    public var ledger: [LedgerQuestion: Reading<LedgerAnswer>]
    /// Declared producers and the bootstrap servers that they are configured with.
    public var producers: [ProducerName: Reading<[ServerAddress]>]

    public init(
        began: Moment, ended: Moment, old: ClusterSurvey, new: ClusterSurvey, mirror: MirrorSurvey,
        tails: [TailQuestion: Reading<TailAnswer>] = [:],
        ledger: [LedgerQuestion: Reading<LedgerAnswer>] = [:],
        producers: [ProducerName: Reading<[ServerAddress]>] = [:]
    ) {
        self.began = began
        self.ended = ended
        self.old = old
        self.new = new
        self.mirror = mirror
        self.tails = tails
        self.ledger = ledger
        self.producers = producers
    }

    /// The survey of one of the two clusters.
    public func cluster(_ side: Side) -> ClusterSurvey {
        switch side {
        case .old: old
        case .new: new
        }
    }
}

/// Which of the two clusters.
public enum Side: String, Hashable, Sendable, CaseIterable {
    /// The cluster to retire: MirrorMaker's source.
    case old
    /// The cluster that stays: MirrorMaker's target.
    case new
}

/// Host and port as they stand in a list of bootstrap servers; the host in lower case.
public struct ServerAddress: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let host: String
    public let port: UInt16

    public init(host: String, port: UInt16) {
        self.host = host.lowercased()
        self.port = port
    }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    public static func < (left: Self, right: Self) -> Bool {
        left.host == right.host ? left.port < right.port : left.host < right.host
    }
}
