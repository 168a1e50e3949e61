public import Quiescence

// The rules of a plan: each is a row with its `name` or its `pattern`.

private enum ExceptionKey: String, CodingKey { case reason, level }
private enum SelectorKey: String, CodingKey, CaseIterable { case name, pattern }

extension NameSelector: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: SelectorKey.self)
        let key = try container.onlyKey()
        let text = try container.decode(String.self, forKey: key)
        self =
            switch key {
            case .name: .name(text)
            case .pattern: .pattern(text)
            }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: SelectorKey.self)
        switch self {
        case .name(let text): try container.encode(text, forKey: .name)
        case .pattern(let text): try container.encode(text, forKey: .pattern)
        }
    }
}

extension NameRule: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: ExceptionKey.self)
        self.init(
            names: try NameSelector(from: decoder),
            reason: try container.decode(String.self, forKey: .reason))
    }

    public func encode(to encoder: any Encoder) throws {
        try names.encode(to: encoder)
        var container = encoder.container(keyedBy: ExceptionKey.self)
        try container.encode(reason, forKey: .reason)
    }
}

extension IsolationRule: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: ExceptionKey.self)
        self.init(
            names: try NameSelector(from: decoder),
            level: try container.decode(Isolation.self, forKey: .level))
    }

    public func encode(to encoder: any Encoder) throws {
        try names.encode(to: encoder)
        var container = encoder.container(keyedBy: ExceptionKey.self)
        try container.encode(level, forKey: .level)
    }
}

extension TopicRules: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case exclude, readByNoGroup }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            exclude: try container.decode([NameRule].self, forKey: .exclude),
            readByNoGroup: try container.decode([NameRule].self, forKey: .readByNoGroup))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(exclude, forKey: .exclude)
        try container.encode(readByNoGroup, forKey: .readByNoGroup)
    }
}

extension GroupRules: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case exclude, moved, isolation }

    private struct Moved: Codable {
        let group: GroupName
        let from: MovedGroup.Start
        let reason: String
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            exclude: try container.decode([NameRule].self, forKey: .exclude),
            moved: try container.decodeRows(.moved, of: Moved.self) {
                ($0.group, MovedGroup(from: $0.from, reason: $0.reason))
            },
            isolation: try container.decode([IsolationRule].self, forKey: .isolation))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(exclude, forKey: .exclude)
        try container.encode(
            moved.sorted { $0.key < $1.key }.map {
                Moved(group: $0.key, from: $0.value.from, reason: $0.value.reason)
            }, forKey: .moved)
        try container.encode(isolation, forKey: .isolation)
    }
}

extension Waiver: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case condition, subject, finding, reason, owner, until
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            condition: try container.decode(Condition.self, forKey: .condition),
            subject: try container.decode(String.self, forKey: .subject),
            finding: try container.decodeIfPresent(String.self, forKey: .finding),
            reason: try container.decode(String.self, forKey: .reason),
            owner: try container.decode(String.self, forKey: .owner),
            until: WallTime(try container.decode(Timestamp.self, forKey: .until)))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(condition, forKey: .condition)
        try container.encode(subject, forKey: .subject)
        try container.encodeIfPresent(finding, forKey: .finding)
        try container.encode(reason, forKey: .reason)
        try container.encode(owner, forKey: .owner)
        try container.encode(Timestamp(until), forKey: .until)
    }
}
