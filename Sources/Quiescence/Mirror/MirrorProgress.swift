/// How far MirrorMaker has come with one source partition.
enum MirrorProgress {
    /// The offset of the last record that it has mirrored.
    case at(MirrorPosition)
    /// A complete reading holds no position for this partition.
    case none
    /// The position contradicts the log, or what was seen of either before: from now on it proves nothing.
    case contradicted(String)
    indirect case unknown(Cause)
}

/// The positions of MirrorMaker's connectors in one survey, beside those that were seen before.
struct PositionBook {
    private typealias Positions = [TopicPartition: Reading<MirrorPosition>]

    /// By connector; only those that the plan asks for.
    private let connectors: Reading<[(name: ConnectorName, positions: Positions)]>
    private let memory: Memory

    /// Once its offsets topic went while its gate was safe, the last positions stand.
    init(
        _ positions: Reading<[ConnectorName: [TopicPartition: Reading<MirrorPosition>]]>, _ plan: MirrorPlan,
        _ memory: Memory, isRemovalAllowed: Bool
    ) {
        self.memory = memory
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

    /// Progress with a partition whose end was read last, or not at all.
    func progress(of partition: TopicPartition, end: Reading<EndOffset>) -> MirrorProgress {
        switch only(partition) {
        case .unreadable(let cause): return .unknown(cause)
        case .absent: return .none
        case .known(let (connector, position)):
            if let words = contradiction(position, of: connector, partition, end) {
                return .contradicted(words)
            }
            return .at(position)
        }
    }

    private func contradiction(
        _ position: MirrorPosition, of connector: ConnectorName, _ partition: TopicPartition,
        _ end: Reading<EndOffset>
    ) -> String? {
        if let known = memory.recreated[partition] { return known }
        if let before = memory.positions[connector]?[partition], position < before {
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

    /// The one connector that has a position; several are a contradiction, never a maximum.
    private func only(_ partition: TopicPartition) -> Reading<(ConnectorName, MirrorPosition)> {
        let all: [(name: ConnectorName, positions: Positions)]
        switch connectors {
        case .known(let known): all = known
        case .absent: return .absent
        case .unreadable(let cause): return .unreadable(cause)
        }
        var found: Reading<(ConnectorName, MirrorPosition)> = .absent
        var names: [ConnectorName] = []
        for (name, positions) in all {
            guard let reading = positions[partition] else { continue }
            if case .absent = reading { continue }
            names.append(name)
            found = reading.map { (name, $0) }
        }
        guard names.count > 1 else { return found }
        let list = names.sorted().map(\.description).joined(separator: ", ")
        return .unreadable(
            Cause(
                .contradiction, "several connectors have a position for it: \(list)",
                remedy: "name the right one in mirror.connector"))
    }
}
