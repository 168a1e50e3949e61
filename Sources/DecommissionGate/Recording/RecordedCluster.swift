public import Quiescence

extension ClusterSurvey: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case alias, identity, brokers, agreement, topicSight, groupSight, authorization, topics, groups,
            requests
        case duration = "durationSeconds"
    }

    private struct Requests: Codable {
        let api: String
        let sent: Int
        let failed: Int
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            alias: try container.decode(ClusterAlias.self, forKey: .alias),
            nothingReadable: Cause(.missing, "the recording holds no such reading"))
        identity = try container.decode(Reading<ClusterID>.self, forKey: .identity)
        brokers = try container.decode(Reading<[Broker]>.self, forKey: .brokers)
        agreement = try container.decode(Reading<BrokerAgreement>.self, forKey: .agreement)
        topicSight = try container.decode(Reading<Sight>.self, forKey: .topicSight)
        groupSight = try container.decode(Reading<Sight>.self, forKey: .groupSight)
        authorization = try container.decode(Reading<Authorization>.self, forKey: .authorization)
        topics = try container.decode(Reading<[RecordedTopic]>.self, forKey: .topics).map { rows in
            try Dictionary(rows: rows, at: container.codingPath + [CodingKeys.topics]) {
                ($0.topic, $0.survey)
            }
        }
        groups = try container.decode(GroupListing.self, forKey: .groups)
        requests = try container.decodeRows(.requests, of: Requests.self) {
            ($0.api, RequestCount(sent: $0.sent, failed: $0.failed))
        }
        duration = try container.decode(Seconds.self, forKey: .duration).duration
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(alias, forKey: .alias)
        try container.encode(identity, forKey: .identity)
        try container.encode(brokers, forKey: .brokers)
        try container.encode(agreement, forKey: .agreement)
        try container.encode(topicSight, forKey: .topicSight)
        try container.encode(groupSight, forKey: .groupSight)
        try container.encode(authorization, forKey: .authorization)
        let topics = topics.map { topics in topics.sorted { $0.key < $1.key }.map(RecordedTopic.init) }
        try container.encode(topics, forKey: .topics)
        try container.encode(groups, forKey: .groups)
        let rows = requests.map { Requests(api: $0.key, sent: $0.value.sent, failed: $0.value.failed) }
        try container.encode(rows.sorted { $0.api < $1.api }, forKey: .requests)
        try container.encode(Seconds(duration), forKey: .duration)
    }
}

extension Broker: Codable {
    private enum CodingKeys: String, CodingKey { case id }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(BrokerID.self, forKey: .id), address: try ServerAddress(from: decoder))
    }

    public func encode(to encoder: any Encoder) throws {
        try address.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
    }
}

extension BrokerAgreement: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case unanimous, divided }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self =
            switch try container.onlyKey() {
            case .unanimous: .unanimous(try container.decode(Int.self, forKey: .unanimous))
            case .divided: .divided(try container.decode([String].self, forKey: .divided))
            }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .unanimous(let brokers): try container.encode(brokers, forKey: .unanimous)
        case .divided(let sentences): try container.encode(sentences, forKey: .divided)
        }
    }
}

extension Sight: Codable {
    private enum Word: String, Codable { case everything, filtered }

    public init(from decoder: any Decoder) throws {
        self =
            switch try decoder.singleValueContainer().decode(Word.self) {
            case .everything: .everything
            case .filtered: .filtered
            }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .everything: try container.encode(Word.everything)
        case .filtered: try container.encode(Word.filtered)
        }
    }
}

extension Authorization: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case noAuthorizer, denyingRules }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.onlyKey() {
        case .noAuthorizer:
            try container.expectTrue(.noAuthorizer)
            self = .noAuthorizer
        case .denyingRules:
            self = .rules(denied: try container.decode([String].self, forKey: .denyingRules))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .noAuthorizer: try container.encode(true, forKey: .noAuthorizer)
        case .rules(let denied): try container.encode(denied, forKey: .denyingRules)
        }
    }
}
