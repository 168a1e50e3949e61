import Quiescence

/// What was found of partitions: a row for each topic, and in it a column for each member of the value.
struct PartitionRows<Value: InColumns>: Codable, Sendable {
    let values: PartitionMap<Value>

    private struct Row: Codable {
        let topic: TopicName
        let partitions: [Int32]
        let values: [Value]

        private enum CodingKeys: String, CodingKey { case topic, partitions }

        init(_ topic: TopicName, _ column: PartitionColumn<Value>) {
            self.topic = topic
            partitions = column.map(\.number)
            values = column.map(\.value)
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            topic = try container.decode(TopicName.self, forKey: .topic)
            partitions = try container.decode([Int32].self, forKey: .partitions)
            values = try Value.values(
                in: decoder.container(keyedBy: Value.Column.self), count: partitions.count)
            guard Set(partitions).count == partitions.count else {
                throw container.problem(.partitions, "names a partition twice")
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(topic, forKey: .topic)
            try container.encode(partitions, forKey: .partitions)
            var columns = encoder.container(keyedBy: Value.Column.self)
            try Value.write(values, to: &columns)
        }
    }

    init(_ values: PartitionMap<Value>) { self.values = values }

    init(from decoder: any Decoder) throws {
        let rows = try decoder.singleValueContainer().decode([Row].self)
        let byTopic = try Dictionary(rows: rows, at: decoder.codingPath) { ($0.topic, $0) }
        let entries = byTopic.values.lazy.flatMap { row in
            zip(row.partitions, row.values).lazy.map { (TopicPartition(row.topic, $0), $1) }
        }
        values = PartitionMap(entries)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(values.topics.sorted { $0.key < $1.key }.map { Row($0.key, $0.value) })
    }
}

/// A value of which many are written side by side.
protocol InColumns: Sendable {
    associatedtype Column: CodingKey
    static func write(_ values: [Self], to columns: inout KeyedEncodingContainer<Column>) throws
    static func values(in columns: KeyedDecodingContainer<Column>, count: Int) throws -> [Self]
}

enum OffsetsColumn: String, CodingKey { case offsets }
enum SidesColumn: String, CodingKey { case upstream, downstream }

extension Offset: InColumns where Kind == Offsets.Committed {
    static func write(_ values: [Self], to columns: inout KeyedEncodingContainer<OffsetsColumn>) throws {
        try columns.encode(values.map(\.value), forKey: .offsets)
    }

    static func values(in columns: KeyedDecodingContainer<OffsetsColumn>, count: Int) throws -> [Self] {
        try columns.decodeNumbers(.offsets, count: count, Self.init)
    }
}

extension Reading: InColumns where Value == MirrorPosition {
    static func write(_ values: [Self], to columns: inout KeyedEncodingContainer<OffsetsColumn>) throws {
        try columns.encodeColumn(values, forKey: .offsets, \.value)
    }

    static func values(in columns: KeyedDecodingContainer<OffsetsColumn>, count: Int) throws -> [Self] {
        try columns.decodeColumn(.offsets, count: count, MirrorPosition.init)
    }
}

/// An offset that MirrorMaker can have written down, and that can be counted on from.
private func mirrored(_ number: Int64) -> Int64? { number >= 0 && number < .max ? number : nil }

extension Checkpoint: InColumns {
    static func write(_ values: [Self], to columns: inout KeyedEncodingContainer<SidesColumn>) throws {
        try columns.encode(values.map(\.upstream), forKey: .upstream)
        try columns.encode(values.map(\.downstream), forKey: .downstream)
    }

    static func values(in columns: KeyedDecodingContainer<SidesColumn>, count: Int) throws -> [Self] {
        let upstream = try columns.decodeNumbers(.upstream, count: count, mirrored)
        let downstream = try columns.decodeNumbers(.downstream, count: count, mirrored)
        return zip(upstream, downstream).map(Checkpoint.init)
    }
}

/// A partition's pairs, in the order of the log.
extension Array: InColumns where Element == OffsetSync {
    static func write(_ values: [Self], to columns: inout KeyedEncodingContainer<SidesColumn>) throws {
        try columns.encode(values.map { $0.map(\.upstream) }, forKey: .upstream)
        try columns.encode(values.map { $0.map(\.downstream) }, forKey: .downstream)
    }

    static func values(in columns: KeyedDecodingContainer<SidesColumn>, count: Int) throws -> [Self] {
        let upstream = try columns.decodeLists(.upstream, mirrored)
        let downstream = try columns.decodeLists(.downstream, mirrored)
        guard upstream.count == count, upstream.map(\.count) == downstream.map(\.count) else {
            throw columns.problem(
                .upstream, "must be as long as the columns beside it, and so must its parts")
        }
        return zip(upstream, downstream).map { zip($0, $1).map(OffsetSync.init) }
    }
}
