public import Quiescence

extension MirrorDescription: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case connectors }

    private struct ConnectorRow: Codable {
        let name: ConnectorName
        let connector: MirrorConnector
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            connectors: try container.decodeRows(.connectors, of: ConnectorRow.self) {
                ($0.name, $0.connector)
            })
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let rows = connectors.sorted { $0.key < $1.key }
        try container.encode(
            rows.map { ConnectorRow(name: $0.key, connector: $0.value) }, forKey: .connectors)
    }
}

extension MirrorConnector: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case kind, settings, transforms, risks, wanted, isFenced, state, version, tasks
    }

    private struct SettingRow: Codable {
        let setting: MirrorSetting
        let value: Reading<String>
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            kind: try container.decode(Kind.self, forKey: .kind),
            settings: try container.decodeRows(.settings, of: SettingRow.self) { ($0.setting, $0.value) },
            transforms: try container.decode([MirrorTransform].self, forKey: .transforms),
            risks: try container.decode([MirrorRisk].self, forKey: .risks),
            wanted: try container.decode(Wanted.self, forKey: .wanted),
            // A survey that was saved before this was looked at.
            isFenced: try container.decodeIfPresent(Bool.self, forKey: .isFenced) ?? false,
            state: try container.decode(Reading<WorkState>.self, forKey: .state),
            version: try container.decode(Reading<String>.self, forKey: .version),
            tasks: try container.decode([MirrorTask].self, forKey: .tasks))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        let rows = settings.sorted { $0.key.rawValue < $1.key.rawValue }
        try container.encode(rows.map { SettingRow(setting: $0.key, value: $0.value) }, forKey: .settings)
        try container.encode(transforms, forKey: .transforms)
        try container.encode(risks, forKey: .risks)
        try container.encode(wanted, forKey: .wanted)
        try container.encode(isFenced, forKey: .isFenced)
        try container.encode(state, forKey: .state)
        try container.encode(version, forKey: .version)
        try container.encode(tasks, forKey: .tasks)
    }
}

extension MirrorTask: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case state, failure, partitions, groups }

    private struct TopicRow: Codable {
        let topic: TopicName
        let partitions: [Int32]
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            state: try container.decode(Reading<WorkState>.self, forKey: .state),
            failure: try container.decode(Reading<String>.self, forKey: .failure),
            partitions: try container.decode(Reading<[TopicRow]>.self, forKey: .partitions).map { rows in
                try Dictionary(rows: rows, at: container.codingPath + [CodingKeys.partitions]) {
                    ($0.topic, $0.partitions)
                }
            },
            groups: try container.decode(Int.self, forKey: .groups))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(state, forKey: .state)
        try container.encode(failure, forKey: .failure)
        let rows = partitions.map { topics in
            topics.sorted { $0.key < $1.key }.map { TopicRow(topic: $0.key, partitions: $0.value) }
        }
        try container.encode(rows, forKey: .partitions)
        try container.encode(groups, forKey: .groups)
    }
}

extension MirrorTransform: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case name, type }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try container.decode(String.self, forKey: .name),
            type: try container.decode(Reading<String>.self, forKey: .type))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(type, forKey: .type)
    }
}

extension MirrorRisk: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case setting, value }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            setting: try container.decode(MirrorSetting.self, forKey: .setting),
            value: try container.decode(String.self, forKey: .value))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(setting, forKey: .setting)
        try container.encode(value, forKey: .value)
    }
}

extension MirrorSetting: Codable {}
extension MirrorConnector.Kind: Codable {}
extension MirrorConnector.Wanted: Codable {}
extension WorkState: Codable {}
