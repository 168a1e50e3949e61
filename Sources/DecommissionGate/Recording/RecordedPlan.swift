public import Quiescence

extension Plan: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case old, new, sameClusterIdAccepted, removedBrokers, mirror, topics, groups, producers, timing,
            waivers
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            old: try container.decode(ClusterPlan.self, forKey: .old),
            new: try container.decode(ClusterPlan.self, forKey: .new),
            sameClusterIDAccepted: try container.decodeIfPresent(
                String.self, forKey: .sameClusterIdAccepted),
            // A survey that was saved before there were any.
            removedBrokers: try container.decodeIfPresent([RemovedBroker].self, forKey: .removedBrokers)
                ?? [],
            mirror: try container.decode(MirrorPlan.self, forKey: .mirror),
            topics: try container.decode(TopicRules.self, forKey: .topics),
            groups: try container.decode(GroupRules.self, forKey: .groups),
            producers: try container.decode(ProducerPlan.self, forKey: .producers),
            timing: try container.decode(Timing.self, forKey: .timing),
            // A survey that was saved before there were any.
            waivers: try container.decodeIfPresent([Waiver].self, forKey: .waivers) ?? [])
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(old, forKey: .old)
        try container.encode(new, forKey: .new)
        try container.encodeIfPresent(sameClusterIDAccepted, forKey: .sameClusterIdAccepted)
        try container.encode(removedBrokers, forKey: .removedBrokers)
        try container.encode(mirror, forKey: .mirror)
        try container.encode(topics, forKey: .topics)
        try container.encode(groups, forKey: .groups)
        try container.encode(producers, forKey: .producers)
        try container.encode(timing, forKey: .timing)
        try container.encode(waivers, forKey: .waivers)
    }
}

extension ClusterPlan: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case alias, expectedId, bootstrapServers, inventory
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            alias: try container.decode(ClusterAlias.self, forKey: .alias),
            expectedID: try container.decodeIfPresent(ClusterID.self, forKey: .expectedId),
            bootstrapServers: try container.decode([ServerAddress].self, forKey: .bootstrapServers),
            inventory: try container.decodeIfPresent(Inventory.self, forKey: .inventory))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(alias, forKey: .alias)
        try container.encodeIfPresent(expectedID, forKey: .expectedId)
        try container.encode(bootstrapServers, forKey: .bootstrapServers)
        try container.encodeIfPresent(inventory, forKey: .inventory)
    }
}

extension RemovedBroker: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case broker, reason }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            broker: try container.decode(BrokerID.self, forKey: .broker),
            reason: try container.decode(String.self, forKey: .reason))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(broker, forKey: .broker)
        try container.encode(reason, forKey: .reason)
    }
}

extension Inventory: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case topics, groups }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            topics: Set(try container.decode([TopicName].self, forKey: .topics)),
            groups: Set(try container.decode([GroupName].self, forKey: .groups)))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(topics.sorted(), forKey: .topics)
        try container.encode(groups.sorted(), forKey: .groups)
    }
}

extension MirrorPlan: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case topicPrefix, offsetsTopic, connector, isolation, configsTopic, statusTopic, syncsOn, accepted
        case comparisons
    }

    private struct Acceptance: Codable {
        let risk: MirrorRisk
        let reason: String
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            topicPrefix: try container.decode(String.self, forKey: .topicPrefix),
            offsetsTopic: try container.decode(TopicName.self, forKey: .offsetsTopic),
            connector: try container.decodeIfPresent(ConnectorName.self, forKey: .connector),
            isolation: try container.decode(Isolation.self, forKey: .isolation),
            configsTopic: try container.decode(TopicName.self, forKey: .configsTopic),
            statusTopic: try container.decode(TopicName.self, forKey: .statusTopic),
            syncsOn: try container.decode(Side.self, forKey: .syncsOn),
            accepted: try container.decodeRows(.accepted, of: Acceptance.self) { ($0.risk, $0.reason) },
            // A survey that was saved before there were any.
            comparisons: try container.decodeIfPresent([Comparison].self, forKey: .comparisons) ?? [])
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(topicPrefix, forKey: .topicPrefix)
        try container.encode(offsetsTopic, forKey: .offsetsTopic)
        try container.encodeIfPresent(connector, forKey: .connector)
        try container.encode(isolation, forKey: .isolation)
        try container.encode(configsTopic, forKey: .configsTopic)
        try container.encode(statusTopic, forKey: .statusTopic)
        try container.encode(syncsOn, forKey: .syncsOn)
        let rows = accepted.sorted { $0.key < $1.key }
        try container.encode(rows.map { Acceptance(risk: $0.key, reason: $0.value) }, forKey: .accepted)
        try container.encode(comparisons, forKey: .comparisons)
    }
}

extension DeclaredProducer: Codable {
    private enum CodingKeys: String, CodingKey { case name, place }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try container.decode(ProducerName.self, forKey: .name),
            place: try container.decode(String.self, forKey: .place))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(place, forKey: .place)
    }
}

extension ProducerPlan: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case undeclared, observed, declared }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let key = try container.onlyKey()
        switch key {
        case .undeclared, .observed:
            try container.expectTrue(key)
            self = key == .observed ? .observed : .undeclared
        case .declared: self = .declared(try container.decode([DeclaredProducer].self, forKey: .declared))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .undeclared: try container.encode(true, forKey: .undeclared)
        case .observed: try container.encode(true, forKey: .observed)
        case .declared(let producers): try container.encode(producers, forKey: .declared)
        }
    }
}

extension Timing: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case intervalSeconds, windowSeconds, maxGapSeconds, conditionWindows, gateWindows, confirmationSeconds
    }

    private struct Window<Subject: Codable>: Codable {
        let subject: Subject
        let seconds: Seconds
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func duration(_ key: CodingKeys) throws -> Duration {
            try container.decode(Seconds.self, forKey: key).duration
        }
        self.init(
            interval: try duration(.intervalSeconds), window: try duration(.windowSeconds),
            maxGap: try duration(.maxGapSeconds),
            conditionWindows: try container.decodeRows(.conditionWindows, of: Window<Condition>.self) {
                ($0.subject, $0.seconds.duration)
            },
            gateWindows: try container.decodeRows(.gateWindows, of: Window<Gate>.self) {
                ($0.subject, $0.seconds.duration)
            },
            confirmation: try duration(.confirmationSeconds))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Seconds(interval), forKey: .intervalSeconds)
        try container.encode(Seconds(window), forKey: .windowSeconds)
        try container.encode(Seconds(maxGap), forKey: .maxGapSeconds)
        try container.encode(Self.rows(conditionWindows), forKey: .conditionWindows)
        try container.encode(Self.rows(gateWindows), forKey: .gateWindows)
        try container.encode(Seconds(confirmation), forKey: .confirmationSeconds)
    }

    private static func rows<Subject>(_ windows: [Subject: Duration]) -> [Window<Subject>]
    where Subject: Codable & CaseIterable {
        Subject.allCases.compactMap { subject in
            windows[subject].map { Window(subject: subject, seconds: Seconds($0)) }
        }
    }
}
