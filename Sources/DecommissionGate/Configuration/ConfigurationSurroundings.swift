public import Quiescence

/// What loading a configuration needs of the world around it; a test hands in values.
public struct ConfigurationSurroundings: Sendable {
    /// Turns the bytes of a YAML file into nodes.
    public var parse: @Sendable ([UInt8]) throws(SyntaxProblem) -> ConfigurationNode
    /// The value of an environment variable; nil where it is not set.
    public var variable: @Sendable (_ name: String) -> String?
    /// The content of a file.
    public var contents: @Sendable (_ path: String) throws(UnreadableFile) -> [UInt8]
    /// What a file of `compare`'s is evidence of; `name` is what findings call it.
    public var comparison: @Sendable (_ path: String, _ name: String) throws(RecordingProblem) -> Comparison
    /// What the client library has against a property and what mends it; nil if nothing.
    public var propertyProblem: @Sendable (_ name: String, _ value: String) -> String?
    /// What it has against all properties of a cluster together, each of which is good by itself.
    public var propertiesProblem: @Sendable (_ properties: [String: String]) -> PropertiesProblem?

    public init(
        parse: @escaping @Sendable ([UInt8]) throws(SyntaxProblem) -> ConfigurationNode,
        variable: @escaping @Sendable (_ name: String) -> String?,
        contents: @escaping @Sendable (_ path: String) throws(UnreadableFile) -> [UInt8],
        comparison:
            @escaping @Sendable (_ path: String, _ name: String) throws(RecordingProblem) -> Comparison,
        propertyProblem: @escaping @Sendable (_ name: String, _ value: String) -> String?,
        propertiesProblem: @escaping @Sendable (_ properties: [String: String]) -> PropertiesProblem?
    ) {
        self.parse = parse
        self.variable = variable
        self.contents = contents
        self.comparison = comparison
        self.propertyProblem = propertyProblem
        self.propertiesProblem = propertiesProblem
    }
}

/// Why a file could not be read, in words: `is a directory`, `does not exist`.
public struct UnreadableFile: Error, Hashable, Sendable {
    public var reason: String

    public init(_ reason: String) { self.reason = reason }
}

/// Why properties do not work together. Holds no value.
public struct PropertiesProblem: Hashable, Sendable {
    /// The one that is at fault, perhaps one that nobody wrote.
    public var property: String
    /// What is wrong and what mends it.
    public var what: String

    public init(property: String, what: String) {
        self.property = property
        self.what = what
    }
}
