public import Quiescence

extension Survey: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case began, ended, old, new, mirror, tails, ledger, producers
    }

    private struct Tail: Codable {
        let question: TailQuestion
        let answer: Reading<TailAnswer>
    }

    private struct Producer: Codable {
        let producer: ProducerName
        let servers: Reading<[ServerAddress]>
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            began: try container.decode(Moment.self, forKey: .began),
            ended: try container.decode(Moment.self, forKey: .ended),
            old: try container.decode(ClusterSurvey.self, forKey: .old),
            new: try container.decode(ClusterSurvey.self, forKey: .new),
            mirror: try container.decode(MirrorSurvey.self, forKey: .mirror),
            tails: try container.decodeRows(.tails, of: Tail.self) { ($0.question, $0.answer) },
            ledger: try container.decodeRows(.ledger, of: RecordedLedger.self) { ($0.question, $0.answer) },
            producers: try container.decodeRows(.producers, of: Producer.self) { ($0.producer, $0.servers) })
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(began, forKey: .began)
        try container.encode(ended, forKey: .ended)
        try container.encode(old, forKey: .old)
        try container.encode(new, forKey: .new)
        try container.encode(mirror, forKey: .mirror)
        let tails = tails.map { Tail(question: $0.key, answer: $0.value) }
        try container.encode(tails.sorted { $0.question.isWritten(before: $1.question) }, forKey: .tails)
        let ledger = ledger.map { RecordedLedger(question: $0.key, answer: $0.value) }
        try container.encode(ledger.sorted { $0.question.isWritten(before: $1.question) }, forKey: .ledger)
        let producers = producers.map { Producer(producer: $0.key, servers: $0.value) }
        try container.encode(producers.sorted { $0.producer < $1.producer }, forKey: .producers)
    }
}

extension Moment: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case monotonicSeconds, boottimeSeconds, wallMilliseconds, boot
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let wall = try container.decode(WallTime.self, forKey: .wallMilliseconds)
        guard wall.millisecondsSince1970.magnitude < Self.furthest else {
            throw container.problem(.wallMilliseconds, "is thousands of years away")
        }
        self.init(
            monotonic: try container.decode(Seconds.self, forKey: .monotonicSeconds).duration,
            boottime: try container.decode(Seconds.self, forKey: .boottimeSeconds).duration, wall: wall,
            // A survey that was saved before it was noted.
            boot: try container.decodeIfPresent(BootID.self, forKey: .boot) ?? "")
    }

    /// Milliseconds from 1970; the evaluator takes such times from one another.
    private static let furthest: UInt64 = 100_000_000_000_000

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Seconds(monotonic), forKey: .monotonicSeconds)
        try container.encode(Seconds(boottime), forKey: .boottimeSeconds)
        try container.encode(wall, forKey: .wallMilliseconds)
        try container.encode(boot, forKey: .boot)
    }
}

/// Milliseconds since 1970.
extension WallTime: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(millisecondsSince1970: try decoder.singleValueContainer().decode(Int64.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(millisecondsSince1970)
    }
}

extension TailQuestion: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable { case side, topic, partition, from, end, isolation }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let end = EndOffset(try container.decode(Int64.self, forKey: .end)) else {
            throw container.problem(.end, "is below 0")
        }
        self.init(
            side: try container.decode(Side.self, forKey: .side),
            partition: TopicPartition(
                try container.decode(TopicName.self, forKey: .topic),
                try container.decode(Int32.self, forKey: .partition)),
            from: try container.decode(Int64.self, forKey: .from), end: end,
            isolation: try container.decode(Isolation.self, forKey: .isolation))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(side, forKey: .side)
        try container.encode(partition.topic, forKey: .topic)
        try container.encode(partition.partition, forKey: .partition)
        try container.encode(from, forKey: .from)
        try container.encode(end.value, forKey: .end)
        try container.encode(isolation, forKey: .isolation)
    }

    /// One fixed order, so that equal surveys are equal bytes.
    fileprivate func isWritten(before other: TailQuestion) -> Bool {
        (side.rawValue, partition, from, end, isolation.rawValue)
            < (other.side.rawValue, other.partition, other.from, other.end, other.isolation.rawValue)
    }
}

extension TailAnswer: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case empty, holdsRecordAt }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.onlyKey() {
        case .empty:
            try container.expectTrue(.empty)
            self = .empty
        case .holdsRecordAt:
            self = .holdsRecord(at: try container.decode(Int64.self, forKey: .holdsRecordAt))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .empty: try container.encode(true, forKey: .empty)
        case .holdsRecord(let offset): try container.encode(offset, forKey: .holdsRecordAt)
        }
    }
}
