import Quiescence

/// A topic with its partitions.
struct RecordedTopic: Codable, Sendable {
    let topic: TopicName
    let partitions: Reading<PartitionTable>

    init(_ topic: TopicName, _ survey: Reading<TopicSurvey>) {
        self.topic = topic
        partitions = survey.map { PartitionTable(partitions: $0.partitions) }
    }

    var survey: Reading<TopicSurvey> { partitions.map { TopicSurvey(partitions: $0.partitions) } }
}

/// The partitions of one topic in columns; the place in each column is the partition's number.
struct PartitionTable: Codable, Sendable {
    let partitions: [PartitionSurvey]

    enum CodingKeys: String, CodingKey, CaseIterable {
        case leader, replicas, inSync, lagging, start, end, stable
    }

    init(partitions: [PartitionSurvey]) { self.partitions = partitions }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let replicas = try container.decode([Int32].self, forKey: .replicas)
        let count = replicas.count
        let replication = try Self.replication(replicas, container)
        let leader = try container.decodeColumn(.leader, count: count) {
            Int32(exactly: $0).map(BrokerID.init(rawValue:))
        }
        let start = try container.decodeColumn(.start, count: count, StartOffset.init)
        let end = try container.decodeColumn(.end, count: count, EndOffset.init)
        let stable = try container.decodeColumn(.stable, count: count, StableOffset.init)
        partitions = replicas.indices.map { index in
            PartitionSurvey(
                leader: leader[index], replication: replication[index],
                start: start[index], end: end[index], stable: stable[index])
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeColumn(partitions.map(\.leader), forKey: .leader) { Int64($0.rawValue) }
        let lagging = partitions.map(\.replication.lagging)
        try container.encode(partitions.map(\.replication.replicas), forKey: .replicas)
        try container.encode(
            partitions.map { Int($0.replication.replicas) - $0.replication.lagging.count }, forKey: .inSync)
        // Most topics have none, and most surveys no such topic.
        if lagging.contains(where: { !$0.isEmpty }) { try container.encode(lagging, forKey: .lagging) }
        try container.encodeColumn(partitions.map(\.start), forKey: .start, \.value)
        try container.encodeColumn(partitions.map(\.end), forKey: .end, \.value)
        try container.encodeColumn(partitions.map(\.stable), forKey: .stable, \.value)
    }

    private static func replication(
        _ replicas: [Int32], _ container: KeyedDecodingContainer<CodingKeys>
    ) throws -> [Replication] {
        let inSync = try container.decodeNumbers(.inSync, count: replicas.count, Int32.init(exactly:))
        let lagging =
            try container.decodeIfPresent([[BrokerID]].self, forKey: .lagging)
            ?? Array(repeating: [], count: replicas.count)
        guard lagging.count == replicas.count,
            replicas.indices.allSatisfy({ Int(replicas[$0]) - Int(inSync[$0]) == lagging[$0].count })
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .lagging, in: container,
                debugDescription: "not the replicas that are out of sync, by number")
        }
        return zip(replicas, lagging).map { Replication(replicas: $0, lagging: $1) }
    }
}
