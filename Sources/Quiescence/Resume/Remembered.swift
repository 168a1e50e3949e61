/// All that one evaluator must know to go on where another one ended.
struct Remembered {
    var memory = Memory()
    var clocks: [Condition: ConditionClock] = [:]
    var gates: [GateKeeper] = []
    var firstFound = FirstFound()
    var heartbeats = RoleBook.Heartbeats.unproven
}

// Every member of ``Memory`` has its place in these two: a row, or the pulse. What is left out is said there.
extension Remembered {
    /// The rows that differ from those of `before`; where nothing was kept so far, all of them.
    func changes(since before: Remembered?) -> MemoryChanges {
        var changes = MemoryChanges()
        let (then, now) = (before?.memory ?? Memory(), memory)
        for side in Side.allCases {
            changes.compare(then.topics[side], now.topics[side]) { MemoryKey(.topic, side, $0) }
            compareGroups(on: side, then, &changes)
            changes.compare(then.otherLogSince[side], now.otherLogSince[side]) {
                MemoryKey(.otherLog, side, $0)
            }
            changes.compare(then.tails.empty.proofs[side].topics, now.tails.empty.proofs[side].topics) {
                MemoryKey(.emptyRange, side, $0)
            }
        }
        for connector in Set(then.positions.keys).union(now.positions.keys) {
            changes.compare(
                then.positions[connector] ?? PartitionTable(), now.positions[connector] ?? PartitionTable()
            ) {
                MemoryKey(.position, connector, $0)
            }
        }
        changes.compare(then.recreated, now.recreated) { MemoryKey(.recreated, $0) }
        changes.compare(then.unmirrored, now.unmirrored) { MemoryKey(.unmirrored, $0) }
        changes.compare(then.described, now.described, as: MemoryKey(.described))
        changes.compare(then.risks, now.risks) { MemoryKey(.risk, $0) }
        changes.compare(then.ledger.proven, now.ledger.proven) { MemoryKey(.proven, $0) }
        changes.compare(then.ledger.anchored, now.ledger.anchored) { MemoryKey(.anchored, $0) }
        changes.compare(then.ledger.remarks, now.ledger.remarks) { MemoryKey(.remarks, $0) }
        changes.compare(then.ledger.sampled, now.ledger.sampled) { MemoryKey(.sampled, $0) }
        changes.compare(then.waivers.covered, now.waivers.covered) { MemoryKey(.waiver, $0) }
        changes.compare(then.waivable, now.waivable) { MemoryKey(.waivable, $0) }
        for condition in Condition.allCases {
            let (found, finds) = (before?.firstFound ?? FirstFound(), firstFound)
            changes.compare(then.losses[condition], now.losses[condition]) {
                MemoryKey(.loss, condition, $0)
            }
            changes.compare(found.offenders[condition], finds.offenders[condition]) {
                MemoryKey(.offender, condition, $0)
            }
            changes.compare(found.doubts[condition], finds.doubts[condition]) {
                MemoryKey(.doubt, condition, $0)
            }
        }
        changes.keep(Pulse(of: self), as: MemoryKey(.pulse))
        return changes
    }

    private func compareGroups(on side: Side, _ then: Memory, _ changes: inout MemoryChanges) {
        let (before, after) = (then.groups[side].byName, memory.groups[side].byName)
        changes.compare(
            before, after, was: { GroupRow(of: $0, at: then.surveysWeighed) },
            is: { GroupRow(of: $0, at: memory.surveysWeighed) }
        ) { MemoryKey(.group, side, $0) }
        for name in Set(before.entries.map(\.name)).union(after.entries.map(\.name)) {
            changes.compare(before[name]?.topics ?? [:], after[name]?.topics ?? [:]) {
                MemoryKey(.groupTopic, side, name, $0)
            }
        }
    }

    /// Reads what ``changes(since:)`` gave, the last of each row.
    init(_ rows: some Sequence<(key: MemoryKey, body: [UInt8])>) throws(MalformedRow) {
        self.init()
        let rows = Array(rows)
        guard let first = rows.first(where: { $0.key.kind == .pulse }) else {
            throw MalformedRow("there is no pulse among the rows")
        }
        try take(first.key, first.body)
        // Numbers of surveys count from the pulse's.
        for row in rows where row.key.kind != .pulse { try take(row.key, row.body) }
        memory.sortNames()
    }

    private mutating func take(_ row: MemoryKey, _ bytes: [UInt8]) throws(MalformedRow) {
        var (key, body) = (RowReader(row.name), RowReader(bytes))
        do throws(MalformedRow) {
            try take(row.kind, &key, &body)
            try key.end()
            try body.end()
        } catch {
            throw MalformedRow(
                "a row of kind \(row.kind.rawValue): \(error.description)",
                isOfAnotherVersion: error.isOfAnotherVersion)
        }
    }

    private mutating func take(
        _ kind: MemoryKey.Kind, _ key: inout RowReader, _ body: inout RowReader
    ) throws(MalformedRow) {
        switch kind {
        case .pulse: try body.value(Pulse.self).restore(&self)
        case .topic:
            let side = try key.value(Side.self)
            memory.topics[side][try key.value(), default: TopicMemory()] = try body.value()
        case .group:
            let side = try key.value(Side.self)
            let row = try body.value(GroupRow.self)
            row.restore(
                &memory.groups[side].byName[try key.value(), default: GroupMemory()],
                at: memory.surveysWeighed)
        case .groupTopic:
            let side = try key.value(Side.self)
            let group = try key.value(GroupName.self)
            memory.groups[side].byName[group, default: GroupMemory()]
                .topics[try key.value(), default: GroupTopicMemory()] = try body.value()
        case .position:
            let connector = try key.value(ConnectorName.self)
            memory.positions[connector, default: PartitionTable()][
                try key.value(), default: PartitionColumn()] = try body.value()
        case .recreated: try body.value(of: &key, into: &memory.recreated)
        case .otherLog: try body.value(of: &key, into: &memory.otherLogSince[try key.value()])
        case .unmirrored: try body.value(of: &key, into: &memory.unmirrored)
        case .described: memory.described = try body.value(MirrorDescription.self)
        case .risk: try body.value(of: &key, into: &memory.risks)
        case .emptyRange:
            let side = try key.value(Side.self)
            memory.tails.empty.proofs[side][try key.value(TopicName.self)] = try body.value()
        case .proven: memory.ledger.proven[try key.value(), default: PartitionColumn()] = try body.value()
        case .anchored: try body.value(of: &key, into: &memory.ledger.anchored)
        case .remarks: try body.value(of: &key, into: &memory.ledger.remarks)
        case .sampled: memory.ledger.sampled[try key.value(), default: PartitionColumn()] = try body.value()
        case .loss: try body.value(of: &key, into: &memory.losses[try key.value(), default: [:]])
        case .waiver: try body.value(of: &key, into: &memory.waivers.covered)
        case .waivable: try body.value(of: &key, into: &memory.waivable)
        case .offender: try body.value(of: &key, into: &firstFound.offenders[try key.value(), default: [:]])
        case .doubt: try body.value(of: &key, into: &firstFound.doubts[try key.value(), default: [:]])
        }
    }
}

extension RowReader {
    /// Reads the value that stands for the key that `name` goes on with.
    fileprivate mutating func value<Key: Storable, Value: Storable>(
        of name: inout RowReader, into values: inout [Key: Value]
    ) throws(MalformedRow) {
        let key = try name.value(Key.self)
        values[key] = try value(Value.self)
    }
}
