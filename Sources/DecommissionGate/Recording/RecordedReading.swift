public import Quiescence

/// `{"known": …}`, `{"absent": true}` or `{"unreadable": {"kind": …, "detail": …}}`: three values in the file,
/// too, so that nothing left out can pass for read.
extension Reading: Codable where Value: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: ReadingKey.self)
        switch try container.onlyKey() {
        case .known: self = .known(try container.decode(Value.self, forKey: .known))
        case .absent:
            try container.expectTrue(.absent)
            self = .absent
        case .unreadable: self = .unreadable(try container.decode(Cause.self, forKey: .unreadable))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: ReadingKey.self)
        switch self {
        case .known(let value): try container.encode(value, forKey: .known)
        case .absent: try container.encode(true, forKey: .absent)
        case .unreadable(let cause): try container.encode(cause, forKey: .unreadable)
        }
    }
}

/// What a reading can be.
enum ReadingKey: String, CodingKey, CaseIterable { case known, absent, unreadable }

extension Cause.Kind: Codable {}

extension Cause: Codable {
    private enum CodingKeys: String, CodingKey { case kind, detail, remedy }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try container.decode(Kind.self, forKey: .kind),
            try container.decode(String.self, forKey: .detail),
            remedy: try container.decodeIfPresent(String.self, forKey: .remedy))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        try container.encode(detail, forKey: .detail)
        try container.encodeIfPresent(ownRemedy, forKey: .remedy)
    }
}
