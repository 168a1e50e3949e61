public import Quiescence

/// One of the two clusters, as the survey saw it.
public struct ReportedCluster: Codable, Sendable, Equatable {
    public internal(set) var side: Side
    public internal(set) var alias: String
    @Nullable public internal(set) var clusterID: String?
    /// Null where they could not be read.
    @Nullable public internal(set) var brokers: [ReportedBroker]?
    /// Whether it was read completely.
    public internal(set) var up: Bool
    /// What kept it from being read completely; null where nothing did.
    @Nullable public internal(set) var obstacle: DoubtDocument?

    private enum CodingKeys: String, CodingKey {
        case side, alias, brokers, up, obstacle
        case clusterID = "clusterId"
    }
}

/// A broker and its advertised address.
public struct ReportedBroker: Codable, Sendable, Equatable {
    public internal(set) var id: Int32
    public internal(set) var address: String
}

/// A topic at the survey.
public struct ReportedTopic: Codable, Sendable, Equatable {
    public internal(set) var side: Side
    public internal(set) var topic: String
    public internal(set) var role: TopicRole
    /// Why it has this role, where a rule of the configuration decided.
    @Nullable public internal(set) var reason: String?
    /// `mirrored`, `left_out`, `missing`, `orphan`; null for what is neither a source nor a mirror, or where it cannot
    /// be told.
    @Nullable public internal(set) var mirroring: String?
    /// By partition; null as a whole or in one place where it could not be read.
    @Nullable public internal(set) var endOffsets: ReportedOffsets?
    /// When an advance was last seen; null if none was since the service was started.
    @Nullable public internal(set) var lastAppend: Timestamp?
}

/// An offset of each partition, null where it could not be read. There may be a hundred thousand, so those that were
/// all read are kept as bare numbers.
public enum ReportedOffsets: Codable, Sendable, Equatable {
    case read([Int64])
    case partly([Int64?])

    init(_ offsets: [Int64?]) {
        let read = offsets.compactMap(\.self)
        self = read.count == offsets.count ? .read(read) : .partly(offsets)
    }

    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([Int64?].self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .read(let offsets): try container.encode(offsets)
        case .partly(let offsets): try container.encode(offsets)
        }
    }

    var count: Int {
        switch self {
        case .read(let offsets): offsets.count
        case .partly(let offsets): offsets.count
        }
    }

    /// Nil where one is missing, or where the sum is beyond 64 bits.
    var sum: Int64? {
        guard case .read(let offsets) = self else { return nil }
        return offsets.reduce(.some(0)) { sum, end in
            guard let (next, overflow) = sum?.addingReportingOverflow(end) else { return nil }
            return overflow ? nil : next
        }
    }
}

/// A group at the survey.
public struct ReportedGroup: Codable, Sendable, Equatable {
    public internal(set) var side: Side
    public internal(set) var group: String
    /// `consumer`, `connect`, …; null where it could not be read.
    @Nullable public internal(set) var protocolType: String?
    @Nullable public internal(set) var members: Int?
    /// Why it does not count; null where it does.
    @Nullable public internal(set) var excluded: String?
    /// Mirrors on which it has committed offsets: what is left over once those are gone.
    public internal(set) var mirrors: [String]
}

/// The last event of the journal.
public struct JournalHead: Codable, Sendable, Equatable {
    /// Its number; 0 before the first.
    public internal(set) var sequence: Int64
    /// Its digest, which ties it to all before it: SHA-256 in 64 letters; null before the first.
    @Nullable public internal(set) var digest: String?
    /// Whether this very survey was kept; where it was not, no gate is safe.
    public internal(set) var isKept: Bool
}

/// What wrote the report.
public struct ReportedProgram: Codable, Sendable, Equatable {
    public internal(set) var version: String
    public internal(set) var revision: String
    public internal(set) var swift: String
    public internal(set) var librdkafka: String
    public internal(set) var libmicrohttpd: String
}

extension TopicRole: Codable {}
