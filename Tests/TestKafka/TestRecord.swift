/// A record that a test writes.
public struct TestRecord: Sendable, Hashable {
    public var key: [UInt8]?
    /// nil is a tombstone.
    public var value: [UInt8]?
    /// nil leaves the choice to the partitioner.
    public var partition: Int32?
    /// Milliseconds since 1970; nil is now.
    public var timestamp: Int64?
    public var headers: [Header]

    public struct Header: Sendable, Hashable {
        public var name: String
        public var value: [UInt8]?

        public init(_ name: String, _ value: [UInt8]?) {
            self.name = name
            self.value = value
        }
    }

    public init(
        key: String? = nil, _ value: String?, partition: Int32? = 0, timestamp: Int64? = nil,
        headers: [Header] = []
    ) {
        self.key = key.map { Array($0.utf8) }
        self.value = value.map { Array($0.utf8) }
        self.partition = partition
        self.timestamp = timestamp
        self.headers = headers
    }
}

/// A record that a test read.
public struct ReadRecord: Sendable, Hashable {
    public let partition: Int32
    public let offset: Int64
    public let key: [UInt8]?
    public let value: [UInt8]?
    /// Milliseconds since 1970; nil where the record has none.
    public let timestamp: Int64?
}
