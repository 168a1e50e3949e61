/// A name that Kafka or an operator gave, kept apart from every other kind of name.
///
/// Two names are equal only if their bytes are. Swift's `String` also equates texts of equal appearance
/// (é as one scalar or as two), which Kafka keeps apart: one group's progress would stand for the other's.
public protocol Name: RawRepresentable<String>, Hashable, Comparable, Sendable,
    CustomStringConvertible, ExpressibleByStringLiteral
{
    init(rawValue: String)
}

extension Name {
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    public var description: String { rawValue }

    public static func == (left: Self, right: Self) -> Bool {
        left.rawValue == right.rawValue && left.rawValue.utf8.elementsEqual(right.rawValue.utf8)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }
}

/// MirrorMaker's name for a cluster (`OLD`, `NEW`): the prefix of its mirrors, and our label.
public struct ClusterAlias: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The id that a cluster's brokers give (22 characters of base64 in Apache Kafka).
public struct ClusterID: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A topic as its cluster names it.
public struct TopicName: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A group of any protocol type; any UTF-8, quotes and newlines included, and the empty text too.
public struct GroupName: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// In quotes where one would not see that there is a name, or where it ends.
    public var description: String {
        guard let first = rawValue.first, let last = rawValue.last else { return "\"\"" }
        return first == "\"" || first.isWhitespace || last.isWhitespace ? "\"\(rawValue)\"" : rawValue
    }
}

/// A declared producer, as the configuration names it.
public struct ProducerName: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A Kafka Connect connector: `MirrorSourceConnector` in dedicated mode, any name on a Connect cluster.
public struct ConnectorName: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A broker's `node.id`.
public struct BrokerID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public var description: String { "\(rawValue)" }
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// One partition of one topic; written `orders-0`, as Kafka's own tools do.
public struct TopicPartition: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let topic: TopicName
    public let partition: Int32

    public init(_ topic: TopicName, _ partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    public var description: String { "\(topic)-\(partition)" }

    public static func < (left: Self, right: Self) -> Bool {
        left.topic == right.topic ? left.partition < right.partition : left.topic < right.topic
    }
}
