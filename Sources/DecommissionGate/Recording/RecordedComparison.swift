public import Quiescence

extension Comparison: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case title, sha256, oldId, newId, topicPrefix, isolation, latestMilliseconds, partitions
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            title: try container.decode(String.self, forKey: .title),
            sha256: try container.decode(String.self, forKey: .sha256),
            old: try container.decode(ClusterID.self, forKey: .oldId),
            new: try container.decode(ClusterID.self, forKey: .newId),
            topicPrefix: try container.decode(String.self, forKey: .topicPrefix),
            isolation: try container.decode(Isolation.self, forKey: .isolation),
            latest: try container.decode(WallTime.self, forKey: .latestMilliseconds),
            partitions: try container.decode(PartitionRows<ComparedExtent>.self, forKey: .partitions).values)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(title, forKey: .title)
        try container.encode(sha256, forKey: .sha256)
        try container.encode(old, forKey: .oldId)
        try container.encode(new, forKey: .newId)
        try container.encode(topicPrefix, forKey: .topicPrefix)
        try container.encode(isolation, forKey: .isolation)
        try container.encode(latest, forKey: .latestMilliseconds)
        try container.encode(PartitionRows(partitions), forKey: .partitions)
    }
}

enum ExtentColumn: String, CodingKey, CaseIterable {
    case equal, sourceStart, sourceEnd, records, mirrorStart, mirrorEnd, timeMilliseconds
}

extension ComparedExtent: InColumns {
    static func write(_ values: [Self], to columns: inout KeyedEncodingContainer<ExtentColumn>) throws {
        try columns.encode(values.map(\.isEqual), forKey: .equal)
        try columns.encode(values.map(\.sourceStart), forKey: .sourceStart)
        try columns.encode(values.map(\.sourceEnd), forKey: .sourceEnd)
        try columns.encode(values.map(\.records), forKey: .records)
        try columns.encode(values.map(\.mirrorStart), forKey: .mirrorStart)
        try columns.encode(values.map(\.mirrorEnd), forKey: .mirrorEnd)
        try columns.encode(values.map(\.time), forKey: .timeMilliseconds)
    }

    static func values(in columns: KeyedDecodingContainer<ExtentColumn>, count: Int) throws -> [Self] {
        func offsets(_ column: ExtentColumn) throws -> [Int64] {
            try columns.decodeNumbers(column, count: count) { $0 >= 0 ? $0 : nil }
        }
        let equal = try columns.decode([Bool].self, forKey: .equal)
        let times = try columns.decode([WallTime].self, forKey: .timeMilliseconds)
        guard equal.count == count, times.count == count else {
            throw columns.problem(.equal, "must be as long as the columns beside it")
        }
        let (starts, ends) = (try offsets(.sourceStart), try offsets(.sourceEnd))
        let (mirrorStarts, mirrorEnds) = (try offsets(.mirrorStart), try offsets(.mirrorEnd))
        let records = try offsets(.records)
        return (0..<count).map { row in
            ComparedExtent(
                isEqual: equal[row], sourceStart: starts[row], sourceEnd: ends[row], records: records[row],
                mirrorStart: mirrorStarts[row], mirrorEnd: mirrorEnds[row], time: times[row])
        }
    }
}
