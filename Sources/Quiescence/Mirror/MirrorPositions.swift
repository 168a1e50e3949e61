extension Plan {
    /// Whether the same positions count as under `earlier`.
    func hasPositions(of earlier: Plan) -> Bool {
        mirror.offsetsTopic == earlier.mirror.offsetsTopic && mirror.connector == earlier.mirror.connector
            && old.alias == earlier.old.alias
    }
}

/// The positions of MirrorMaker's connectors in one survey, beside those that were seen before.
struct MirrorPositions {
    private typealias Positions = PartitionMap<Reading<MirrorPosition>>

    /// Only those that the plan asks for.
    private let connectors: Reading<[Connector]>
    private let recreated: [TopicPartition: String]
    private var cursor = NameCursor()

    /// Once its offsets topic went while its gate was safe, the last positions stand.
    init(
        _ positions: Reading<[ConnectorName: PartitionMap<Reading<MirrorPosition>>]>, _ plan: MirrorPlan,
        _ memory: Memory, isRemovalAllowed: Bool
    ) {
        recreated = memory.recreated
        let found: Reading<[ConnectorName: Positions]>
        switch positions {
        case .known, .unreadable: found = positions
        case .absent where memory.positionsAreFrozen || isRemovalAllowed:
            found = .known(
                memory.positions.mapValues { table in
                    table.entries.reduce(into: [:]) { $0[$1.name] = $1.value.mapValues { .known($0) } }
                })
        case .absent:
            found = .unreadable(
                Cause(
                    .missing, "the topic \(plan.offsetsTopic) does not exist",
                    remedy: "name MirrorMaker's source offsets topic in mirror.offsets_topic"))
        }
        connectors = found.map { all in
            all.filter { plan.connector == nil || plan.connector == $0.key }.map {
                Connector(name: $0.key, now: $0.value, before: memory.positions[$0.key] ?? PartitionTable())
            }
        }
    }

    /// Progress with each partition of a source, whose ends were read last or not at all.
    mutating func progress(of topic: TopicName, _ survey: TopicSurvey) -> TopicProgress {
        let connectors: [Connector]
        switch self.connectors {
        case .known(let all): connectors = all
        case .absent: connectors = []
        case .unreadable(let cause): return .each(survey.partitions.map { _ in .unknown(cause) })
        }
        if let only = connectors.first, connectors.count == 1,
            let progress = undisputed(by: only, topic, survey)
        {
            return progress
        }
        let columns = connectors.compactMap { $0.column(of: topic) }
        return .each(
            survey.partitions.indices.map { number in
                let owners = columns.filter { $0.has(Int32(number)) }
                guard let owner = owners.first else { return .none }
                guard owners.count == 1 else { return .unknown(Self.several(owners)) }
                return progress(of: topic, Int32(number), end: survey.partitions[number].end, by: owner)
            })
    }

    /// Progress with every partition, where each has a position, as before, and none contradicts anything: so it is
    /// with most topics in most surveys.
    private mutating func undisputed(by owner: Connector, _ topic: TopicName, _ survey: TopicSurvey)
        -> TopicProgress?
    {
        let column = owner.now[topic]
        let (now, before) = (column.entries, owner.before.column(of: topic, &cursor).entries)
        // A topic without partitions has no positions that could be the same.
        guard recreated.isEmpty, !now.isEmpty, now.count == survey.partitions.count,
            before.count == now.count
        else { return nil }
        var hasMoved = false
        for index in now.indices {
            guard now[index].number == index, before[index].number == index,
                case .known(let position) = now[index].value, before[index].value <= position,
                case .known(let end) = survey.partitions[index].end, position.value < end.value
            else { return nil }
            if position != before[index].value { hasMoved = true }
        }
        return .undisputed(column, hasMoved: hasMoved)
    }

    /// One connector's positions, and those that were seen before.
    ///
    /// A class, because each topic asks for it; nothing of it changes.
    private final class Connector: Sendable {
        let name: ConnectorName
        let now: Positions
        let before: PartitionTable<MirrorPosition>

        init(
            name: ConnectorName, now: Positions,
            before: PartitionTable<MirrorPosition>
        ) {
            self.name = name
            self.now = now
            self.before = before
        }

        func column(of topic: TopicName) -> Column? {
            let positions = now[topic]
            return positions.isEmpty
                ? nil : Column(connector: name, now: positions, before: before.column(of: topic))
        }
    }

    /// One connector's positions on one topic, of which it has some.
    private struct Column {
        let connector: ConnectorName
        let now: PartitionColumn<Reading<MirrorPosition>>
        let before: PartitionColumn<MirrorPosition>

        func has(_ number: Int32) -> Bool {
            switch now[number] {
            case .known, .unreadable: true
            case .absent, nil: false
            }
        }
    }

    private func progress(
        of topic: TopicName, _ number: Int32, end: Reading<EndOffset>, by owner: Column
    ) -> MirrorProgress {
        switch owner.now[number] {
        case .unreadable(let cause): return .unknown(cause)
        case .absent, nil: return .none
        case .known(let position):
            let words = contradiction(position, after: owner.before[number], topic, number, end)
            return words.map { .contradicted($0) } ?? .at(position)
        }
    }

    /// The one connector that has a position counts; several are a contradiction, never a maximum.
    private static func several(_ owners: [Column]) -> Cause {
        let list = owners.map(\.connector).sorted().map(\.description).joined(separator: ", ")
        return Cause(
            .contradiction, "several connectors have a position for it: \(list)",
            remedy: "name the right one in mirror.connector")
    }

    /// Says so.
    static func wentBack(from before: MirrorPosition, to position: MirrorPosition) -> String {
        "MirrorMaker's position went back, \(before) → \(position): "
            + "the topic was recreated, or offsets were reset"
    }

    private func contradiction(
        _ position: MirrorPosition, after before: MirrorPosition?, _ topic: TopicName, _ number: Int32,
        _ end: Reading<EndOffset>
    ) -> String? {
        if let before, position < before { return Self.wentBack(from: before, to: position) }
        if !recreated.isEmpty, let known = recreated[TopicPartition(topic, number)] { return known }
        guard position.value < .max else { return "MirrorMaker's position \(position) is no record's" }
        // Positions are read before ends: nothing can have been mirrored that had not been written.
        if case .known(let end) = end, position.value >= end.value {
            return "MirrorMaker's position \(position) lies beyond the end \(end): the topic was recreated"
        }
        return nil
    }
}
