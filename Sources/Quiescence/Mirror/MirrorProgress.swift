/// How far MirrorMaker has come with one source partition, from the positions of its connectors.
enum MirrorProgress {
    /// The offset of the last record that it has mirrored.
    case at(MirrorPosition)
    /// A complete reading holds no position for this partition.
    case none
    /// The position contradicts the log, or what was seen of either before: from now on it proves nothing.
    case contradicted(String)
    indirect case unknown(Cause)

    /// Several connectors with a position for one partition are a contradiction, never a maximum.
    init(of partition: TopicPartition, _ look: Look) {
        switch Self.found(partition, look) {
        case .unreadable(let cause): self = .unknown(cause)
        case .absent: self = .none
        case .known(let (connector, position)):
            if let words = Self.contradiction(position, of: connector, partition, look) {
                self = .contradicted(words)
            } else {
                self = .at(position)
            }
        }
    }

    private static func contradiction(
        _ position: MirrorPosition, of connector: ConnectorName, _ partition: TopicPartition, _ look: Look
    ) -> String? {
        if let known = look.memory.recreated[partition] { return known }
        if let before = look.memory.positions[connector]?[partition], position < before {
            return "MirrorMaker's position went back, \(before) → \(position): "
                + "the topic was recreated, or offsets were reset"
        }
        // Positions are read before ends: nothing can have been mirrored that had not been written.
        if let survey = look.topic(partition.topic, on: .old)?.partition(partition.partition),
            case .known(let end) = survey.end, position.value >= end.value
        {
            return "MirrorMaker's position \(position) lies beyond the end \(end): the topic was recreated"
        }
        return nil
    }

    /// The one connector that has a position, and the position.
    private static func found(
        _ partition: TopicPartition, _ look: Look
    ) -> Reading<(ConnectorName, MirrorPosition)> {
        switch look.survey.mirror.positions {
        case .unreadable(let cause): return .unreadable(cause)
        case .known(let connectors):
            return only(in: connectors, partition, look) { $0[partition] ?? .absent }
        case .absent where look.memory.positionsAreFrozen || look.safeGates.contains(.mirrorMaker):
            return only(in: look.memory.positions, partition, look) {
                $0[partition].map { .known($0) } ?? .absent
            }
        case .absent:
            return .unreadable(
                Cause(
                    .missing, "the topic \(look.plan.mirror.offsetsTopic) does not exist",
                    remedy: "name MirrorMaker's source offsets topic in mirror.offsets_topic"))
        }
    }

    private static func only<Positions>(
        in connectors: [ConnectorName: Positions], _ partition: TopicPartition, _ look: Look,
        reading: (Positions) -> Reading<MirrorPosition>
    ) -> Reading<(ConnectorName, MirrorPosition)> {
        var found: Reading<(ConnectorName, MirrorPosition)> = .absent
        var names: [ConnectorName] = []
        for (name, positions) in connectors
        where look.plan.mirror.connector == nil || look.plan.mirror.connector == name {
            let reading = reading(positions)
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
