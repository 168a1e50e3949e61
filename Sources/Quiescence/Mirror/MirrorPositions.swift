extension MirrorPlan {
    /// Whether the same positions count as under `earlier`.
    func hasPositions(of earlier: MirrorPlan) -> Bool {
        offsetsTopic == earlier.offsetsTopic && connector == earlier.connector
    }
}

/// The positions of MirrorMaker's connectors in one survey, beside those that were seen before.
struct MirrorPositions {
    private typealias Positions = PartitionMap<Reading<MirrorPosition>>

    /// By connector; only those that the plan asks for.
    private let connectors: Reading<[(name: ConnectorName, positions: Positions)]>
    private let positionsBefore: [ConnectorName: PartitionMap<MirrorPosition>]
    private let recreated: [TopicPartition: String]

    /// Once its offsets topic went while its gate was safe, the last positions stand.
    init(
        _ positions: Reading<[ConnectorName: PartitionMap<Reading<MirrorPosition>>]>, _ plan: MirrorPlan,
        _ memory: Memory, isRemovalAllowed: Bool
    ) {
        positionsBefore = memory.positions
        recreated = memory.recreated
        let found: Reading<[ConnectorName: Positions]>
        switch positions {
        case .known, .unreadable: found = positions
        case .absent where memory.positionsAreFrozen || isRemovalAllowed:
            found = .known(memory.positions.mapValues { $0.mapValues { .known($0) } })
        case .absent:
            found = .unreadable(
                Cause(
                    .missing, "the topic \(plan.offsetsTopic) does not exist",
                    remedy: "name MirrorMaker's source offsets topic in mirror.offsets_topic"))
        }
        connectors = found.map { all in
            all.filter { plan.connector == nil || plan.connector == $0.key }.map { ($0.key, $0.value) }
        }
    }

    /// Progress with each partition of a source, whose ends were read last or not at all.
    func progress(of topic: TopicName, _ survey: TopicSurvey) -> [MirrorProgress] {
        let columns: [Column]
        switch connectors {
        case .known(let all):
            columns = all.map { name, positions in
                Column(
                    connector: name, now: positions[topic],
                    before: positionsBefore[name]?[topic] ?? PartitionColumn())
            }
        case .absent: columns = []
        case .unreadable(let cause): return survey.partitions.map { _ in .unknown(cause) }
        }
        return survey.partitions.enumerated().map { number, partition in
            progress(of: topic, Int32(number), end: partition.end, by: columns)
        }
    }

    /// One connector's positions on one topic.
    private struct Column {
        let connector: ConnectorName
        let now: PartitionColumn<Reading<MirrorPosition>>
        let before: PartitionColumn<MirrorPosition>
    }

    private func progress(
        of topic: TopicName, _ number: Int32, end: Reading<EndOffset>, by columns: [Column]
    ) -> MirrorProgress {
        var owner: Int?
        for index in columns.indices {
            switch columns[index].now[number] {
            case .absent, nil: continue
            case .known, .unreadable:
                guard owner == nil else { return .unknown(Self.several(columns, number)) }
                owner = index
            }
        }
        guard let owner else { return .none }
        switch columns[owner].now[number] {
        case .unreadable(let cause): return .unknown(cause)
        case .absent, nil: return .none
        case .known(let position):
            let before = columns[owner].before[number]
            if let words = contradiction(position, after: before, topic, number, end) {
                return .contradicted(words)
            }
            return .at(position)
        }
    }

    /// The one connector that has a position counts; several are a contradiction, never a maximum.
    private static func several(_ columns: [Column], _ number: Int32) -> Cause {
        let owners = columns.filter { column in
            switch column.now[number] {
            case .known, .unreadable: true
            case .absent, nil: false
            }
        }
        let list = owners.map(\.connector).sorted().map(\.description).joined(separator: ", ")
        return Cause(
            .contradiction, "several connectors have a position for it: \(list)",
            remedy: "name the right one in mirror.connector")
    }

    private func contradiction(
        _ position: MirrorPosition, after before: MirrorPosition?, _ topic: TopicName, _ number: Int32,
        _ end: Reading<EndOffset>
    ) -> String? {
        if !recreated.isEmpty, let known = recreated[TopicPartition(topic, number)] { return known }
        if let before, position < before {
            return "MirrorMaker's position went back, \(before) → \(position): "
                + "the topic was recreated, or offsets were reset"
        }
        guard position.value < .max else { return "MirrorMaker's position \(position) is no record's" }
        // Positions are read before ends: nothing can have been mirrored that had not been written.
        if case .known(let end) = end, position.value >= end.value {
            return "MirrorMaker's position \(position) lies beyond the end \(end): the topic was recreated"
        }
        return nil
    }
}
