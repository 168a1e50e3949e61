/// Names, offsets and times, in rows.
extension ClusterID: Storable {}
extension TopicName: Storable {}
extension GroupName: Storable {}
extension ConnectorName: Storable {}
extension BootID: Storable {}
extension BrokerID: Storable {}
extension Side: Storable {}
extension Isolation: Storable {}
extension Condition: Storable {}
extension ConditionState: Storable {}
extension RestartCause: Storable {}
extension Gate: Storable {}
extension Cause.Kind: Storable {}

extension Offset: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        guard let offset = Self(try row.number()) else { throw MalformedRow("an offset in it is negative") }
        self = offset
    }

    func write(to row: inout RowWriter) { row.put(value) }
}

extension OffsetRange: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        let lower = try row.number()
        guard let range = Self(lower, try row.number()) else {
            throw MalformedRow("a range of offsets in it is empty")
        }
        self = range
    }

    func write(to row: inout RowWriter) { row.put(lower, upper) }
}

extension TopicPartition: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(try row.value(), try row.value())
    }

    func write(to row: inout RowWriter) { row.put(topic, partition) }
}

extension WallTime: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(millisecondsSince1970: try row.number())
    }

    func write(to row: inout RowWriter) { row.put(millisecondsSince1970) }
}

extension Moment: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(
            monotonic: try row.value(), boottime: try row.value(), wall: try row.value(),
            boot: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(monotonic, boottime, wall, boot) }
}

extension Cause: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(try row.value(), try row.text(), remedy: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(kind, detail, ownRemedy) }
}

/// Which of the three a reading is.
private enum ReadingTag: Int, Storable { case known, absent, unreadable }

extension Reading: Storable where Value: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        switch try row.value(ReadingTag.self) {
        case .known: self = .known(try row.value())
        case .absent: self = .absent
        case .unreadable: self = .unreadable(try row.value())
        }
    }

    func write(to row: inout RowWriter) {
        switch self {
        case .known(let value): row.put(ReadingTag.known, value)
        case .absent: row.put(ReadingTag.absent)
        case .unreadable(let cause): row.put(ReadingTag.unreadable, cause)
        }
    }
}

extension PartitionColumn: Storable where Value: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init()
        // In their order: each is put behind the one before.
        for _ in 0..<(try row.count()) {
            let number = try row.value(Int32.self)
            self[number] = try row.value(Value.self)
        }
    }

    func write(to row: inout RowWriter) {
        row.put(Int64(count))
        for (number, value) in self { row.put(number, value) }
    }
}

extension OffsetSync: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(upstream: try row.number(), downstream: try row.number())
    }

    func write(to row: inout RowWriter) { row.put(upstream, downstream) }
}

extension GateState: Storable {
    private enum Tag: Int, Storable { case unknown, blocked, observing, safe }

    init(from row: inout RowReader) throws(MalformedRow) {
        switch try row.value(Tag.self) {
        case .unknown: self = .unknown
        case .blocked: self = .blocked
        case .observing: self = .observing(remaining: try row.value())
        case .safe: self = .safe
        }
    }

    func write(to row: inout RowWriter) {
        switch self {
        case .unknown: row.put(Tag.unknown)
        case .blocked: row.put(Tag.blocked)
        case .observing(let remaining): row.put(Tag.observing, remaining)
        case .safe: row.put(Tag.safe)
        }
    }
}
