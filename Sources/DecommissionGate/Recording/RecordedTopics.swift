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

    enum CodingKeys: String, CodingKey, CaseIterable { case leader, replicas, inSync, start, end, stable }

    init(partitions: [PartitionSurvey]) { self.partitions = partitions }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let replicas = try container.decode([Int32].self, forKey: .replicas)
        let count = replicas.count
        let inSync = try container.decodeNumbers(.inSync, count: count, Int32.init(exactly:))
        let leader = try container.decodeColumn(.leader, count: count) {
            Int32(exactly: $0).map(BrokerID.init(rawValue:))
        }
        let start = try container.decodeColumn(.start, count: count, StartOffset.init)
        let end = try container.decodeColumn(.end, count: count, EndOffset.init)
        let stable = try container.decodeColumn(.stable, count: count, StableOffset.init)
        partitions = replicas.indices.map { index in
            PartitionSurvey(
                leader: leader[index], replicas: replicas[index], inSync: inSync[index],
                start: start[index], end: end[index], stable: stable[index])
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeColumn(partitions.map(\.leader), forKey: .leader) { Int64($0.rawValue) }
        try container.encode(partitions.map(\.replicas), forKey: .replicas)
        try container.encode(partitions.map(\.inSync), forKey: .inSync)
        try container.encodeColumn(partitions.map(\.start), forKey: .start, \.value)
        try container.encodeColumn(partitions.map(\.end), forKey: .end, \.value)
        try container.encodeColumn(partitions.map(\.stable), forKey: .stable, \.value)
    }
}
