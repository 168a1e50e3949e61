public import Quiescence

extension GroupListing: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case completeness, seen }

    private struct Row: Codable {
        let group: GroupName
        let survey: GroupSurvey

        private enum CodingKeys: String, CodingKey { case group }

        init(_ group: GroupName, _ survey: GroupSurvey) {
            self.group = group
            self.survey = survey
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                try container.decode(GroupName.self, forKey: .group), try GroupSurvey(from: decoder))
        }

        func encode(to encoder: any Encoder) throws {
            try survey.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(group, forKey: .group)
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            completeness: try container.decode(Completeness.self, forKey: .completeness),
            seen: try container.decodeRows(.seen, of: Row.self) { ($0.group, $0.survey) })
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(completeness, forKey: .completeness)
        try container.encode(seen.sorted { $0.key < $1.key }.map(Row.init), forKey: .seen)
    }
}

extension GroupListing.Completeness: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case complete, incomplete }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.onlyKey() {
        case .complete:
            try container.expectTrue(.complete)
            self = .complete
        case .incomplete: self = .incomplete(try container.decode(Cause.self, forKey: .incomplete))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .complete: try container.encode(true, forKey: .complete)
        case .incomplete(let cause): try container.encode(cause, forKey: .incomplete)
        }
    }
}

extension GroupState: Codable {}

extension GroupSurvey: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case protocolType, state, members, commits }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            protocolType: try container.decode(Reading<String>.self, forKey: .protocolType),
            state: try container.decode(Reading<GroupState>.self, forKey: .state),
            members: try container.decode(Reading<[GroupMember]>.self, forKey: .members),
            commits: try container.decode(Reading<PartitionRows<CommittedOffset>>.self, forKey: .commits)
                .map(\.values))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(protocolType, forKey: .protocolType)
        try container.encode(state, forKey: .state)
        try container.encode(members, forKey: .members)
        try container.encode(commits.map(PartitionRows.init), forKey: .commits)
    }
}

extension GroupMember: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case id, clientId, host }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(String.self, forKey: .id),
            clientID: try container.decode(String.self, forKey: .clientId),
            host: try container.decode(String.self, forKey: .host))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(clientID, forKey: .clientId)
        try container.encode(host, forKey: .host)
    }
}
