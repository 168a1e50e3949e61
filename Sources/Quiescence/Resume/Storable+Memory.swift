/// What surveys have shown of topics and groups, in rows.
extension PartitionMemory: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(end: try row.value(), firstStart: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(end, firstStart) }
}

extension TopicMemory: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(
            partitions: try row.value(), wasRead: try row.value(), mostPartitions: try row.value(),
            appended: try row.value(), lastAppend: try row.value(), removedAsPlanned: try row.value(),
            wasEverRemovedAsPlanned: try row.value(), isGone: try row.value())
    }

    func write(to row: inout RowWriter) {
        row.put(
            partitions, wasRead, mostPartitions, appended, lastAppend, removedAsPlanned,
            wasEverRemovedAsPlanned, isGone)
    }
}

extension BrokerMemory: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(leaving: try row.value(), gone: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(leaving, gone) }
}

extension CommitMemory: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(committed: try row.value(), readUntil: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(committed, readUntil) }
}

extension Seed: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(
            offset: try row.value(), upstream: try row.value(), witnessed: try row.value(),
            writtenByMirrorMaker: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(offset, upstream, witnessed, writtenByMirrorMaker) }
}

extension Origin: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(seed: try row.value(), reached: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(seed, reached) }
}

extension UnreadRanges: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(
            expired: try row.value(), overtaken: try row.value(), skipped: try row.value(),
            cut: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(expired, overtaken, skipped, cut) }
}

extension Proven: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(pair: try row.value(), reach: try row.number())
    }

    func write(to row: inout RowWriter) { row.put(pair, reach) }
}

extension Anchored: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(extent: try row.value(), proven: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(extent, proven) }
}

extension ComparedExtent: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(
            isEqual: try row.value(), sourceStart: try row.number(), sourceEnd: try row.number(),
            records: try row.number(), mirrorStart: try row.number(), mirrorEnd: try row.number(),
            time: try row.value())
    }

    func write(to row: inout RowWriter) {
        row.put(isEqual, sourceStart, sourceEnd, records, mirrorStart, mirrorEnd, time)
    }
}

extension LedgerRemarks: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(
            firstNewest: try row.number(), isDoubtful: try row.value(), hasSilentOffsets: try row.value(),
            lost: try row.value(), unprovable: try row.value(), stepsBefore: try row.value())
    }

    func write(to row: inout RowWriter) {
        row.put(firstNewest, isDoubtful, hasSilentOffsets, lost, unprovable, stepsBefore)
    }
}

extension LostRecord: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(offset: try row.number(), time: try row.value(), key: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(offset, time, key) }
}

extension Memory.LossKey: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(subject: NameText(try row.text()), lower: try row.number())
    }

    func write(to row: inout RowWriter) { row.put(subject.string, lower) }
}

extension Memory.LastSurvey: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(began: try row.value(), ended: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(began, ended) }
}

/// A loss, which no line of configuration explains and which is dated when it is shown.
extension Offender: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(try row.text(), try row.text(), size: try row.number(), losses: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(subject, detail, size, losses) }
}

extension Waiver: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(
            condition: try row.value(), subject: try row.text(), finding: try row.value(),
            reason: try row.text(), owner: try row.text(), until: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(condition, subject, finding, reason, owner, until) }
}
