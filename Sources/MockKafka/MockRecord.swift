/// A record to write into a ``MockCluster``.
public struct MockRecord: Sendable {
    public let key: [UInt8]
    public let value: [UInt8]

    public init(key: [UInt8], value: [UInt8]) {
        self.key = key
        self.value = value
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
