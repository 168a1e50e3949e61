public import Quiescence

extension MirrorSurvey: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case positions, syncs, checkpoints, heartbeat, description
    }

    private struct ConnectorRow: Codable {
        let connector: ConnectorName
        let positions: PartitionRows<Reading<MirrorPosition>>
    }

    private struct GroupRow: Codable {
        let group: GroupName
        let checkpoints: PartitionRows<Checkpoint>
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func place(_ key: CodingKeys) -> [any CodingKey] { container.codingPath + [key] }
        self.init(
            positions: try container.decode(Reading<[ConnectorRow]>.self, forKey: .positions).map { rows in
                try Dictionary(rows: rows, at: place(.positions)) { ($0.connector, $0.positions.values) }
            },
            syncs: try container.decode(Reading<PartitionRows<[OffsetSync]>>.self, forKey: .syncs)
                .map(\.values),
            checkpoints: try container.decode(Reading<[GroupRow]>.self, forKey: .checkpoints).map { rows in
                try Dictionary(rows: rows, at: place(.checkpoints)) { ($0.group, $0.checkpoints.values) }
            },
            heartbeat: try container.decode(Reading<WallTime>.self, forKey: .heartbeat),
            description: try container.decode(Reading<MirrorDescription>.self, forKey: .description))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let connectors = positions.map { positions in
            positions.sorted { $0.key < $1.key }
                .map { ConnectorRow(connector: $0.key, positions: PartitionRows($0.value)) }
        }
        try container.encode(connectors, forKey: .positions)
        try container.encode(syncs.map { PartitionRows($0) }, forKey: .syncs)
        let groups = checkpoints.map { checkpoints in
            checkpoints.sorted { $0.key < $1.key }
                .map { GroupRow(group: $0.key, checkpoints: PartitionRows($0.value)) }
        }
        try container.encode(groups, forKey: .checkpoints)
        try container.encode(heartbeat, forKey: .heartbeat)
        try container.encode(description, forKey: .description)
    }
}
