/// What is wrong with one property for librdkafka. Holds its name, never its value.
public struct PropertyProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public let property: String
    /// What is wrong: "is no property of librdkafka".
    public let reason: String
    /// What to write instead.
    public let remedy: String

    public var description: String { "\(property) \(reason); \(remedy)" }
}

/// The properties of a cluster cannot be used. Never empty.
public struct InvalidProperties: Error, Sendable, CustomStringConvertible {
    public let problems: [PropertyProblem]

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
