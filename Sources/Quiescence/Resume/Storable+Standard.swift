/// What the language gives, in rows.
extension Int64: Storable {
    init(from row: inout RowReader) throws(MalformedRow) { self = try row.number() }
    func write(to row: inout RowWriter) { row.put(self) }
}

extension Storable where Self: FixedWidthInteger {
    init(from row: inout RowReader) throws(MalformedRow) {
        guard let number = Self(exactly: try row.number()) else {
            throw MalformedRow("a number in it is too large")
        }
        self = number
    }

    func write(to row: inout RowWriter) { row.put(Int64(self)) }
}

extension Int: Storable {}
extension Int32: Storable {}
extension UInt32: Storable {}
extension UInt8: Storable {}

extension Bool: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        switch try row.number() {
        case 0: self = false
        case 1: self = true
        case let other: throw MalformedRow("\(other) is neither yes nor no")
        }
    }

    func write(to row: inout RowWriter) { row.put(Int64(self ? 1 : 0)) }
}

extension String: Storable {
    init(from row: inout RowReader) throws(MalformedRow) { self = try row.text() }
    func write(to row: inout RowWriter) { row.put(self) }
}

/// Written as the text or the number that stands for it everywhere.
extension Storable where Self: RawRepresentable, RawValue: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        let raw = try row.value(RawValue.self)
        guard let value = Self(rawValue: raw) else { throw MalformedRow("\(raw) is no \(Self.self)") }
        self = value
    }

    func write(to row: inout RowWriter) { rawValue.write(to: &row) }
}

extension Optional: Storable where Wrapped: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self = try row.value(Bool.self) ? .some(try row.value()) : .none
    }

    func write(to row: inout RowWriter) {
        row.put(self != nil)
        if let self { self.write(to: &row) }
    }
}

extension Array: Storable where Element: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self = []
        for _ in 0..<(try row.count()) { append(try row.value()) }
    }

    func write(to row: inout RowWriter) {
        row.put(Int64(count))
        for element in self { element.write(to: &row) }
    }
}

extension Set: Storable where Element: Storable {
    init(from row: inout RowReader) throws(MalformedRow) { self = Set(try row.value([Element].self)) }
    func write(to row: inout RowWriter) {
        row.putSorted(map { element in { writer in element.write(to: &writer) } })
    }
}

extension Dictionary: Storable where Key: Storable, Value: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self = [:]
        for _ in 0..<(try row.count()) {
            let key = try row.value(Key.self)
            self[key] = try row.value(Value.self)
        }
    }

    func write(to row: inout RowWriter) {
        row.putSorted(map { entry in { writer in writer.put(entry.key, entry.value) } })
    }
}

extension RowWriter {
    /// Puts how many there are, then each in the order of their bytes: equal sets are equal bytes.
    fileprivate mutating func putSorted(_ elements: [(inout RowWriter) -> Void]) {
        put(Int64(elements.count))
        let pieces = elements.map { write in
            var writer = RowWriter()
            write(&writer)
            return writer.bytes
        }
        for piece in pieces.sorted(by: { $0.lexicographicallyPrecedes($1) }) { put(bytes: piece) }
    }
}

extension Duration: Storable {
    /// To the nanosecond, which is what the clocks give.
    init(from row: inout RowReader) throws(MalformedRow) {
        let seconds = try row.number()
        self = .seconds(seconds) + .nanoseconds(try row.number())
    }

    func write(to row: inout RowWriter) {
        let (seconds, attoseconds) = components
        row.put(seconds, attoseconds / 1_000_000_000)
    }
}

extension RowReader {
    /// How many of something follow. Each takes a byte at least: a number that cannot be true is not believed.
    mutating func count() throws(MalformedRow) -> Int64 {
        let count = try number()
        guard count >= 0, count <= remaining else { throw MalformedRow("it ends in the middle of a list") }
        return count
    }
}
