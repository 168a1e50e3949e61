/// Values of one topic's partitions, in the order of their numbers; not every partition need have one.
@frozen
public struct PartitionColumn<Value: Sendable>: Sendable {
    @usableFromInline var numbers: [Int32]
    @usableFromInline var values: [Value]

    @inlinable
    public init() { self.init(numbers: [], values: []) }

    @inlinable
    init(numbers: [Int32], values: [Value]) {
        self.numbers = numbers
        self.values = values
    }

    @inlinable public var isEmpty: Bool { numbers.isEmpty }
    public var count: Int { numbers.count }

    @inlinable
    public subscript(number: Int32) -> Value? {
        get {
            let index = index(notBelow: number)
            return index < numbers.count && numbers[index] == number ? values[index] : nil
        }
        set {
            let index = index(notBelow: number)
            let isThere = index < numbers.count && numbers[index] == number
            switch (newValue, isThere) {
            case (let value?, true): values[index] = value
            case (let value?, false):
                numbers.insert(number, at: index)
                values.insert(value, at: index)
            case (nil, true):
                numbers.remove(at: index)
                values.remove(at: index)
            case (nil, false): break
            }
        }
    }

    @inlinable
    subscript(number: Int32, default value: @autoclosure () -> Value) -> Value {
        get { self[number] ?? value() }
        _modify {
            let index = index(notBelow: number)
            if index == numbers.count || numbers[index] != number {
                numbers.insert(number, at: index)
                values.insert(value(), at: index)
            }
            yield &values[index]
        }
    }

    /// The same partitions with other values.
    public func mapValues<Other>(_ transform: (Value) throws -> Other) rethrows -> PartitionColumn<Other> {
        PartitionColumn<Other>(numbers: numbers, values: try values.map(transform))
    }

    /// The same partitions with values made of number and value.
    public func mapEach<Other>(_ transform: (Int32, Value) throws -> Other) rethrows
        -> PartitionColumn<Other>
    {
        PartitionColumn<Other>(numbers: numbers, values: try zip(numbers, values).map(transform))
    }

    /// Takes in the values of `other`, in place of its own where both have one.
    public mutating func merge(_ other: Self) {
        if isEmpty || numbers == other.numbers {
            self = other
        } else {
            for (number, value) in other { self[number] = value }
        }
    }

    /// The values of partitions that have none in `other`.
    public func missing<Other>(from other: PartitionColumn<Other>) -> Self {
        if numbers == other.numbers { return Self() }
        var result = Self()
        for (number, value) in self where other[number] == nil { result[number] = value }
        return result
    }

    /// Where that number stands or would stand. Most topics have all their partitions, so it is looked for
    /// there first.
    @inlinable
    func index(notBelow number: Int32) -> Int {
        let expected = Int(number)
        if expected < numbers.count, expected >= 0, numbers[expected] == number { return expected }
        if let last = numbers.last, last < number { return numbers.count }
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = low + (high - low) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension PartitionColumn {
    /// Those of its readings that are known, without what kept the others from being read.
    public func knownValues<Known>() -> PartitionColumn<Known> where Value == Reading<Known> {
        var known = PartitionColumn<Known>()
        known.numbers.reserveCapacity(numbers.count)
        known.values.reserveCapacity(values.count)
        for (number, reading) in self {
            guard case .known(let value) = reading else { continue }
            known.numbers.append(number)
            known.values.append(value)
        }
        return known
    }
}

extension PartitionColumn: Equatable where Value: Equatable {}

extension PartitionColumn: Sequence {
    public func makeIterator() -> some IteratorProtocol<(number: Int32, value: Value)> {
        zip(numbers, values).lazy.map { (number: $0, value: $1) }.makeIterator()
    }
}
