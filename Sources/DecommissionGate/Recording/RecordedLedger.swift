public import Quiescence

/// A question of the ledger and what both logs gave for it.
struct RecordedLedger: Codable {
    let question: LedgerQuestion
    let answer: Reading<LedgerAnswer>
}

extension LedgerQuestion: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case topic, partition, from, end, isolation, mirrorTopic, mirrorPartition, place, firstOnly
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let range = OffsetRange(
            try container.decode(Int64.self, forKey: .from), try container.decode(Int64.self, forKey: .end))
        guard let range, range.lower >= 0 else {
            throw container.problem(.end, "is not above from, or from below 0")
        }
        self.init(
            source: TopicPartition(
                try container.decode(TopicName.self, forKey: .topic),
                try container.decode(Int32.self, forKey: .partition)),
            range: range, isolation: try container.decode(Isolation.self, forKey: .isolation),
            mirror: TopicPartition(
                try container.decode(TopicName.self, forKey: .mirrorTopic),
                try container.decode(Int32.self, forKey: .mirrorPartition)),
            place: try container.decode(Place.self, forKey: .place),
            isFirstOnly: try container.decode(Bool.self, forKey: .firstOnly))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(source.topic, forKey: .topic)
        try container.encode(source.partition, forKey: .partition)
        try container.encode(range.lower, forKey: .from)
        try container.encode(range.upper, forKey: .end)
        try container.encode(isolation, forKey: .isolation)
        try container.encode(mirror.topic, forKey: .mirrorTopic)
        try container.encode(mirror.partition, forKey: .mirrorPartition)
        try container.encode(place, forKey: .place)
        try container.encode(isFirstOnly, forKey: .firstOnly)
    }

    /// One fixed order, so that equal surveys are equal bytes: of the same range all and the first record may be
    /// asked for.
    func isWritten(before other: LedgerQuestion) -> Bool {
        (source, range.lower, range.upper, isFirstOnly ? 1 : 0)
            < (other.source, other.range.lower, other.range.upper, other.isFirstOnly ? 1 : 0)
    }
}

extension LedgerQuestion.Place: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case within, nowhere, atSkew }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.onlyKey() {
        case .within:
            let bounds = try container.decode([Int64].self, forKey: .within)
            guard bounds.count == 2, let range = OffsetRange(bounds[0], bounds[1]) else {
                throw container.problem(.within, "is not two offsets, the lower one first")
            }
            self = .within(range)
        case .nowhere:
            try container.expectTrue(.nowhere)
            self = .nowhere
        case .atSkew: self = .atSkew(try container.decode(Int64.self, forKey: .atSkew))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .within(let range): try container.encode([range.lower, range.upper], forKey: .within)
        case .nowhere: try container.encode(true, forKey: .nowhere)
        case .atSkew(let skew): try container.encode(skew, forKey: .atSkew)
        }
    }
}

extension LedgerAnswer: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case records, missing, superseded, named }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            records: try container.decode(Int64.self, forKey: .records),
            missing: try container.decode(Int64.self, forKey: .missing),
            superseded: try container.decode(Int64.self, forKey: .superseded),
            named: try container.decode([LostRecord].self, forKey: .named))
        guard Int64(named.count) <= missing, missing <= records, (0...records - missing).contains(superseded),
            records <= LedgerQuestion.mostOffsets
        else {
            throw container.problem(.missing, "does not fit to records and named")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(records, forKey: .records)
        try container.encode(missing, forKey: .missing)
        try container.encode(superseded, forKey: .superseded)
        try container.encode(named, forKey: .named)
    }
}

extension LostRecord: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case offset, time, key }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            offset: try container.decode(Int64.self, forKey: .offset),
            time: try container.decode(Reading<WallTime>.self, forKey: .time),
            key: try container.decode(Reading<String>.self, forKey: .key))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(offset, forKey: .offset)
        try container.encode(time, forKey: .time)
        try container.encode(key, forKey: .key)
    }
}
