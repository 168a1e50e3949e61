import Quiescence

// Readings of numbers, one a partition: known ones are written as bare numbers, and neighbours that are not
// known for the same reason as one entry with its count. A cluster has tens of thousands of them.
extension KeyedEncodingContainer {
    /// Writes `readings` in their order.
    mutating func encodeColumn<Value: Equatable>(
        _ readings: [Reading<Value>], forKey key: Key, _ number: (Value) -> Int64
    ) throws {
        var column = nestedUnkeyedContainer(forKey: key)
        var rest = readings[...]
        while let first = rest.first {
            let times: Int
            switch first {
            case .known(let value):
                try column.encode(number(value))
                times = 1
            case .absent, .unreadable:
                times = rest.prefix { $0 == first }.count
                try column.encode(Run(first.map(number), times: times))
            }
            rest = rest.dropFirst(times)
        }
    }
}

extension KeyedDecodingContainer {
    /// Reads a column of `count` readings; `value` is nil for a number that cannot be one.
    func decodeColumn<Value>(_ key: Key, count: Int, _ value: (Int64) -> Value?) throws -> [Reading<Value>] {
        var column = try nestedUnkeyedContainer(forKey: key)
        var readings: [Reading<Value>] = []
        while !column.isAtEnd {
            let index = column.currentIndex
            let run = try column.decodeNumber().map { Run(.known($0), times: 1) } ?? column.decode(Run.self)
            guard run.times <= count - readings.count else { throw wrongLength(key, count, "readings") }
            let reading = try run.reading.map { number in
                guard let value = value(number) else {
                    throw DecodingError.impossible(
                        number, at: column.codingPath + [IndexKey(intValue: index)])
                }
                return value
            }
            readings += repeatElement(reading, count: run.times)
        }
        guard readings.count == count else { throw wrongLength(key, count, "readings") }
        return readings
    }

    /// Reads plain numbers; `value` is nil for one that cannot be what it should.
    func decodeNumbers<Value>(_ key: Key, count: Int, _ value: (Int64) -> Value?) throws -> [Value] {
        let numbers = try decode([Int64].self, forKey: key)
        guard numbers.count == count else { throw wrongLength(key, count, "numbers") }
        return try checked(numbers, at: codingPath + [key], value)
    }

    /// Reads lists of plain numbers; `value` is nil for one that cannot be what it should.
    func decodeLists<Value>(_ key: Key, _ value: (Int64) -> Value?) throws -> [[Value]] {
        try decode([[Int64]].self, forKey: key).enumerated().map { index, numbers in
            try checked(numbers, at: codingPath + [key, IndexKey(intValue: index)], value)
        }
    }

    private func checked<Value>(
        _ numbers: [Int64], at place: [any CodingKey], _ value: (Int64) -> Value?
    ) throws -> [Value] {
        try numbers.enumerated().map { index, number in
            guard let value = value(number) else {
                throw DecodingError.impossible(number, at: place + [IndexKey(intValue: index)])
            }
            return value
        }
    }

    private func wrongLength(_ key: Key, _ count: Int, _ what: String) -> DecodingError {
        problem(key, "must have \(count) \(what), as many as the columns beside it")
    }
}

extension UnkeyedDecodingContainer {
    /// The next element where it is a number; nil, and nothing taken, where it is something else.
    fileprivate mutating func decodeNumber() throws -> Int64? {
        do {
            return try decode(Int64.self)
        } catch DecodingError.typeMismatch {
            return nil
        } catch let error as DecodingError {
            throw error
        } catch {
            // The decoder's own kind of error for a number that does not fit, which names no place.
            throw DecodingError.dataCorruptedError(
                in: self, debugDescription: "is no whole number of 64 bits")
        }
    }
}

extension DecodingError {
    fileprivate static func impossible(_ number: Int64, at place: [any CodingKey]) -> DecodingError {
        .dataCorrupted(Context(codingPath: place, debugDescription: "\(number) is not possible here"))
    }
}

/// A reading in a column that is no bare number, and how many of its kind follow one another.
private struct Run: Codable {
    let reading: Reading<Int64>
    let times: Int

    init(_ reading: Reading<Int64>, times: Int) {
        self.reading = reading
        self.times = times
    }

    private enum CodingKeys: String, CodingKey { case times }

    init(from decoder: any Decoder) throws {
        reading = try Reading(from: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        times = try container.decodeIfPresent(Int.self, forKey: .times) ?? 1
        guard times > 0 else { throw container.problem(.times, "is \(times), and must be above 0") }
    }

    func encode(to encoder: any Encoder) throws {
        try reading.encode(to: encoder)
        guard times > 1 else { return }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(times, forKey: .times)
    }
}

/// A place in an array.
private struct IndexKey: CodingKey {
    let index: Int

    init(intValue: Int) { index = intValue }
    init?(stringValue: String) { return nil }

    var intValue: Int? { index }
    var stringValue: String { "\(index)" }
}
