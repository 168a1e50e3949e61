/// A record to write into a ``MockCluster``.
public struct MockRecord: Sendable {
    public let key: [UInt8]
    public let value: [UInt8]
    /// Milliseconds since 1970; nil is now.
    public let timestamp: Int64?

    public init(key: [UInt8], value: [UInt8], timestamp: Int64? = nil) {
        self.key = key
        self.value = value
        self.timestamp = timestamp
    }

    public init(key: String, _ value: String) {
        self.init(key: Array(key.utf8), value: Array(value.utf8))
    }
}

/// What a ``MockCluster`` could not do.
public struct MockKafkaError: Error, CustomStringConvertible {
    public let what: String
    public let why: String

    public var description: String { "mock cluster: cannot \(what): \(why)" }
}
