/// Values of one topic's partitions, in the order of their numbers; not every partition need have one.
@frozen
public struct PartitionColumn<Value: Sendable>: Sendable {
    @usableFromInline var entries: [Entry]

    /// A partition's number and its value.
    @frozen
    public struct Entry: Sendable {
        public let number: Int32
        public var value: Value

        @inlinable
        init(_ number: Int32, _ value: Value) {
            self.number = number
            self.value = value
        }
    }

    @inlinable
    public init() { entries = [] }

    private init(_ entries: [Entry]) { self.entries = entries }

    @inlinable public var isEmpty: Bool { entries.isEmpty }
    public var count: Int { entries.count }

    @inlinable
    public subscript(number: Int32) -> Value? {
        get {
            let index = index(notBelow: number)
            return index < entries.count && entries[index].number == number ? entries[index].value : nil
        }
        set {
            let index = index(notBelow: number)
            let isThere = index < entries.count && entries[index].number == number
            switch (newValue, isThere) {
            case (let value?, true): entries[index].value = value
            case (let value?, false): entries.insert(Entry(number, value), at: index)
            case (nil, true): entries.remove(at: index)
            case (nil, false): break
            }
        }
    }

    @inlinable
    subscript(number: Int32, default value: @autoclosure () -> Value) -> Value {
        get { self[number] ?? value() }
        _modify {
            let index = index(notBelow: number)
            if index == entries.count || entries[index].number != number {
                entries.insert(Entry(number, value()), at: index)
            }
            yield &entries[index].value
        }
    }

    /// The same partitions with other values.
    public func mapValues<Other>(_ transform: (Value) throws -> Other) rethrows -> PartitionColumn<Other> {
        PartitionColumn<Other>(try entries.map { .init($0.number, try transform($0.value)) })
    }

    /// The same partitions with values made of number and value.
    public func mapEach<Other>(_ transform: (Int32, Value) throws -> Other) rethrows
        -> PartitionColumn<Other>
    {
        PartitionColumn<Other>(try entries.map { .init($0.number, try transform($0.number, $0.value)) })
    }

    /// Takes in the values of `other`, in place of its own where both have one.
    public mutating func merge(_ other: Self) {
        if isEmpty || hasSamePartitions(as: other) {
            self = other
        } else {
            for (number, value) in other { self[number] = value }
        }
    }

    /// The values of partitions that have none in `other`.
    public func missing<Other>(from other: PartitionColumn<Other>) -> Self {
        if hasSamePartitions(as: other) { return Self() }
        return Self(entries.filter { other[$0.number] == nil })
    }

    private func hasSamePartitions<Other>(as other: PartitionColumn<Other>) -> Bool {
        count == other.count && entries.indices.allSatisfy { entries[$0].number == other.entries[$0].number }
    }

    /// Where that number stands or would stand. Most topics have all their partitions, so it is looked for
    /// there first.
    @inlinable
    func index(notBelow number: Int32) -> Int {
        let expected = Int(number)
        if entries.indices.contains(expected), entries[expected].number == number { return expected }
        if let last = entries.last, last.number < number { return entries.count }
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension PartitionColumn {
    /// Those of its readings that are known, without what kept the others from being read.
    public func knownValues<Known>() -> PartitionColumn<Known> where Value == Reading<Known> {
        var known: [PartitionColumn<Known>.Entry] = []
        known.reserveCapacity(entries.count)
        for entry in entries {
            if case .known(let value) = entry.value { known.append(.init(entry.number, value)) }
        }
        return PartitionColumn<Known>(known)
    }
}

extension PartitionColumn.Entry: Equatable where Value: Equatable {}
extension PartitionColumn: Equatable where Value: Equatable {}

extension PartitionColumn: Sequence {
    @inlinable
    public func makeIterator() -> some IteratorProtocol<(number: Int32, value: Value)> {
        entries.lazy.map { (number: $0.number, value: $0.value) }.makeIterator()
    }
}
