/// A name that Kafka or an operator gave, kept apart from every other kind of name.
public protocol Name: RawRepresentable<String>, Hashable, Comparable, Sendable,
    CustomStringConvertible, ExpressibleByStringLiteral
{
    var text: NameText { get }
    init(_ text: NameText)
    init(rawValue: String)
}

extension Name {
    public init(rawValue: String) { self.init(NameText(rawValue)) }
    public init(stringLiteral value: String) { self.init(NameText(value)) }
    public var rawValue: String { text.string }
    public var description: String { text.string }
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
    public static func == (left: Self, right: Self) -> Bool { left.text == right.text }
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// The text of a name, compared byte by byte, as Kafka does.
///
/// Swift's `String` also equates texts of equal appearance (é as one scalar or as two): one group's progress
/// would stand for the other's. Names are looked up far more often than made, so the hash is computed once.
public struct NameText: Hashable, Comparable, Sendable {
    public let string: String
    /// Its lowest bit says ``isPlain``: a member of its own would make every name a third longer.
    private let digest: Int

    public init(_ string: String) {
        self.string = string
        var hasher = Hasher()
        var isPlain = true
        for byte in string.utf8 {
            hasher.combine(byte)
            if byte >= 0x80 { isPlain = false }
        }
        digest = hasher.finalize() & ~1 | (isPlain ? 1 : 0)
    }

    /// ASCII alone: then equal strings are equal bytes, which is quicker to see.
    private var isPlain: Bool { digest & 1 == 1 }

    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }

    public static func == (left: Self, right: Self) -> Bool {
        guard left.digest == right.digest else { return false }
        return left.isPlain && right.isPlain
            ? left.string == right.string : left.string.utf8.elementsEqual(right.string.utf8)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.isPlain && right.isPlain
            ? left.string < right.string : left.string.utf8.lexicographicallyPrecedes(right.string.utf8)
    }
}

/// MirrorMaker's name for a cluster (`OLD`, `NEW`): the prefix of its mirrors, and our label.
public struct ClusterAlias: Name {
    public let text: NameText
    public init(_ text: NameText) { self.text = text }
}

/// The id that a cluster's brokers give (22 characters of base64 in Apache Kafka).
public struct ClusterID: Name {
    public let text: NameText
    public init(_ text: NameText) { self.text = text }
}

/// A topic as its cluster names it.
public struct TopicName: Name {
    public let text: NameText
    public init(_ text: NameText) { self.text = text }
}

/// A group of any protocol type; any UTF-8, quotes and newlines included, and the empty text too.
public struct GroupName: Name {
    public let text: NameText
    public init(_ text: NameText) { self.text = text }

    /// In quotes where one would not see that there is a name, or where it ends.
    public var description: String {
        guard let first = rawValue.first, let last = rawValue.last else { return "\"\"" }
        return first == "\"" || first.isWhitespace || last.isWhitespace ? "\"\(rawValue)\"" : rawValue
    }
}

/// A declared producer, as the configuration names it.
public struct ProducerName: Name {
    public let text: NameText
    public init(_ text: NameText) { self.text = text }
}

/// A Kafka Connect connector: `MirrorSourceConnector` in dedicated mode, any name on a Connect cluster.
public struct ConnectorName: Name {
    public let text: NameText
    public init(_ text: NameText) { self.text = text }
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
