/// Values of one topic's partitions, in the order of their numbers; not every partition need have one.
@frozen
public struct PartitionColumn<Value: Sendable>: Sendable {
    @usableFromInline var entries: [Entry]

    /// A partition's number and its value; in this order, for most values leave room behind them.
    @frozen
    public struct Entry: Sendable {
        public var value: Value
        public let number: Int32

        @inlinable
        init(_ number: Int32, _ value: Value) {
            self.value = value
            self.number = number
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
            case (let value?, false): insert(Entry(number, value), at: index)
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
                insert(Entry(number, value()), at: index)
            }
            yield &entries[index].value
        }
    }

    /// Room grows by a quarter and never doubles: of every topic there is a column, it stays as long as it is,
    /// and a third of them all would be room that nothing ever fills.
    @inlinable
    mutating func insert(_ entry: Entry, at index: Int) {
        if entries.count == entries.capacity {
            entries.reserveCapacity(entries.count + entries.count / 4 + 1)
        }
        entries.insert(entry, at: index)
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

    /// The values of partitions that have none in `other`.
    public func missing<Other>(from other: PartitionColumn<Other>) -> Self {
        if hasSamePartitions(as: other) { return Self() }
        return Self(entries.filter { other[$0.number] == nil })
    }

    /// Whether both have values of the same partitions.
    func hasSamePartitions<Other>(as other: PartitionColumn<Other>) -> Bool {
        matches(other) { _, _ in true }
    }

    /// Whether both have values of the same partitions, and `isMatch` says so of each two.
    func matches<Other>(_ other: PartitionColumn<Other>, _ isMatch: (Value, Other) -> Bool) -> Bool {
        count == other.count
            && entries.indices.allSatisfy {
                entries[$0].number == other.entries[$0].number
                    && isMatch(entries[$0].value, other.entries[$0].value)
            }
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

extension PartitionColumn where Value: Equatable {
    /// Gives a partition that value, or none. Writes nothing where it has it already: most values are the same
    /// from one survey to the next, and a column that is not written is not copied.
    mutating func set(_ number: Int32, _ value: Value?) {
        if self[number] != value { self[number] = value }
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
