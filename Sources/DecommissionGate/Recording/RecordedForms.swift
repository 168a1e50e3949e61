public import Quiescence

// Forms that many parts of a recording share.

extension KeyedDecodingContainer {
    /// The key that is given, where exactly one must be.
    func onlyKey() throws -> Key where Key: CaseIterable {
        if let key = allKeys.first, allKeys.count == 1 { return key }
        let choices = Key.allCases.map(\.stringValue).joined(separator: ", ")
        throw DecodingError.dataCorrupted(
            .init(codingPath: codingPath, debugDescription: "needs one and only one of \(choices)"))
    }

    /// A case without a value stands as `true`.
    func expectTrue(_ key: Key) throws {
        guard try decode(Bool.self, forKey: key) else { throw problem(key, "can only be true, or left out") }
    }

    /// What is wrong with the value of `key`.
    func problem(_ key: Key, _ what: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath + [key], debugDescription: what))
    }

    /// A dictionary from rows that each hold their key; two rows of one key are an error.
    func decodeRows<Row: Decodable, Name: Hashable, Value>(
        _ key: Key, of type: Row.Type, _ entry: (Row) -> (Name, Value)
    ) throws -> [Name: Value] {
        try Dictionary(rows: decode([Row].self, forKey: key), at: codingPath + [key], entry)
    }
}

extension Dictionary {
    /// What `rows` say, each of a key of its own; `place` is where they stand.
    init<Row>(rows: [Row], at place: [any CodingKey], _ entry: (Row) -> (Key, Value)) throws {
        self = [:]
        reserveCapacity(rows.count)
        for row in rows {
            let (key, value) = entry(row)
            guard updateValue(value, forKey: key) == nil else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: place, debugDescription: "names \(key) twice"))
            }
        }
    }
}

extension ClusterAlias: Codable {}
extension ClusterID: Codable {}
extension TopicName: Codable {}
extension GroupName: Codable {}
extension ProducerName: Codable {}
extension ConnectorName: Codable {}
extension BootID: Codable {}
extension BrokerID: Codable {}
extension Isolation: Codable {}
extension MovedGroup.Start: Codable {}

extension ServerAddress: Codable {
    private enum CodingKeys: String, CodingKey { case host, port }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            host: try container.decode(String.self, forKey: .host),
            port: try container.decode(UInt16.self, forKey: .port))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(host, forKey: .host)
        try container.encode(port, forKey: .port)
    }
}

/// A duration in seconds, as text: `"0.412"`. A JSON number would be rounded.
struct Seconds: Codable, Equatable {
    let duration: Duration

    init(_ duration: Duration) { self.duration = duration }

    /// A hundred years; with longer ones the sums that are made of them could overflow.
    private static let longest = Duration.seconds(3_155_760_000)
    private static let perSecond: UInt128 = 1_000_000_000_000_000_000
    private static let digits = 18

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let duration = Self.duration(text), (.zero - Self.longest...Self.longest).contains(duration)
        else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\"\(text)\" is no number of seconds below a hundred years, as in \"0.412\""
            )
        }
        self.duration = duration
    }

    func encode(to encoder: any Encoder) throws {
        let (whole, rest) = duration.attoseconds.magnitude.quotientAndRemainder(dividingBy: Self.perSecond)
        var text = (duration < .zero ? "-" : "") + "\(whole)"
        if rest > 0 {
            let fraction = "\(Self.perSecond + rest)".dropFirst()
            text += "." + fraction[...(fraction.lastIndex { $0 != "0" } ?? fraction.startIndex)]
        }
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    private static func duration(_ text: String) -> Duration? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, let fraction = parts.count == 1 ? "" : parts.last,
            whole.last?.isNumber == true, fraction.count <= digits, fraction.allSatisfy(\.isNumber)
        else { return nil }
        let zeros = String(repeating: "0", count: digits - fraction.count)
        return Int128("\(whole)\(fraction)\(zeros)").map { Duration(attoseconds: $0) }
    }
}
