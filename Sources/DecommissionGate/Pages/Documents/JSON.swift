import FoundationEssentials

/// How this service writes and reads JSON: snake_case, sorted keys, so that equal documents are equal bytes.
public enum JSON {
    /// The bytes of `document`, with a newline at the end.
    public static func bytes(_ document: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(document)) + [UInt8(ascii: "\n")]
    }

    /// Reads what ``bytes(_:)`` wrote.
    public static func read<Document: Decodable>(_ type: Document.Type, from bytes: [UInt8]) throws
        -> Document
    {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(bytes))
    }
}

/// An optional member that is written as `null` and never left out: the shape of a document does not change.
@propertyWrapper
public struct Nullable<Value: Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
    public var wrappedValue: Value?

    public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue {
            try container.encode(wrappedValue)
        } else {
            try container.encodeNil()
        }
    }
}

extension Nullable: Hashable where Value: Hashable {}
