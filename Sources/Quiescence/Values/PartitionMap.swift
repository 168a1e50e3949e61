/// Values of single partitions, kept by topic: who looks at all partitions of a topic finds the topic once.
///
/// Inlinable, like the column: whoever reads a cluster puts every commit of every group into one.
@frozen
public struct PartitionMap<Value: Sendable>: Sendable {
    @usableFromInline var columns: [TopicName: PartitionColumn<Value>] = [:]

    /// The values of each topic that has any.
    @inlinable public var topics: [TopicName: PartitionColumn<Value>] { columns }

    @inlinable
    public init() {}

    @inlinable
    public init(_ values: some Sequence<(TopicPartition, Value)>) {
        for (partition, value) in values { self[partition] = value }
    }

    @inlinable
    public subscript(partition: TopicPartition) -> Value? {
        get { columns[partition.topic]?[partition.partition] }
        set { self[partition.topic][partition.partition] = newValue }
    }

    @inlinable
    public subscript(partition: TopicPartition, default value: @autoclosure () -> Value) -> Value {
        get { self[partition] ?? value() }
        // In place: a value that grows would be copied otherwise.
        _modify {
            yield &columns[partition.topic, default: PartitionColumn()][partition.partition, default: value()]
        }
    }

    /// The values of one topic; empty where it has none.
    @inlinable
    public subscript(topic: TopicName) -> PartitionColumn<Value> {
        get { columns[topic] ?? PartitionColumn() }
        _modify {
            yield &columns[topic, default: PartitionColumn()]
            if columns[topic]?.isEmpty ?? false { columns[topic] = nil }
        }
    }

    public var isEmpty: Bool { topics.isEmpty }
    /// How many partitions have a value.
    public var count: Int { topics.values.reduce(0) { $0 + $1.count } }

    /// The same partitions with other values.
    public func mapValues<Other>(_ transform: (Value) throws -> Other) rethrows -> PartitionMap<Other> {
        var result = PartitionMap<Other>()
        for (topic, column) in topics { result.columns[topic] = try column.mapValues(transform) }
        return result
    }

    /// The values of partitions that have none in `other`.
    public func missing<Other>(from other: PartitionMap<Other>) -> Self {
        var result = Self()
        for (topic, column) in topics {
            let missing = column.missing(from: other[topic])
            if !missing.isEmpty { result.columns[topic] = missing }
        }
        return result
    }

    /// These values and those of `other`; where both have one, `combine` says which.
    public func merging(_ other: Self, uniquingKeysWith combine: (Value, Value) -> Value) -> Self {
        var result = self
        for (partition, value) in other {
            result[partition] = self[partition].map { combine($0, value) } ?? value
        }
        return result
    }
}

extension PartitionMap: Equatable where Value: Equatable {}

extension PartitionMap: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (TopicPartition, Value)...) { self.init(elements) }
}

extension PartitionMap: Sequence {
    /// Partitions of one topic in order, topics in none.
    public func makeIterator() -> some IteratorProtocol<(key: TopicPartition, value: Value)> {
        topics.lazy.flatMap { topic, column in
            column.lazy.map { (key: TopicPartition(topic, $0.number), value: $0.value) }
        }.makeIterator()
    }
}
