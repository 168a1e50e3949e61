/// How far MirrorMaker has come with one source partition, from the positions of its connectors.
enum MirrorProgress {
    /// The offset of the last record that it has mirrored.
    case at(MirrorPosition)
    /// A complete reading holds no position for this partition.
    case none
    indirect case unknown(Cause)

    /// Several connectors with a position for one partition are a contradiction, never a maximum.
    init(of partition: TopicPartition, _ look: Look) {
        let connectors: [ConnectorName: [TopicPartition: Reading<MirrorPosition>]]
        switch look.survey.mirror.positions {
        case .known(let known): connectors = known
        case .unreadable(let cause):
            self = .unknown(cause)
            return
        case .absent:
            self = .unknown(
                Cause(
                    .missing, "the topic \(look.plan.mirror.offsetsTopic) does not exist",
                    remedy: "name MirrorMaker's source offsets topic in mirror.offsets_topic"))
            return
        }
        let named: [(ConnectorName, Reading<MirrorPosition>)] = connectors.compactMap { name, positions in
            guard look.plan.mirror.connector == nil || look.plan.mirror.connector == name,
                let reading = positions[partition]
            else { return nil }
            if case .absent = reading { return nil }
            return (name, reading)
        }
        guard let (_, reading) = named.first else {
            self = .none
            return
        }
        guard named.count == 1 else {
            let names = named.map(\.0).sorted().map(\.description).joined(separator: ", ")
            self = .unknown(
                Cause(
                    .contradiction, "several connectors have a position for it: \(names)",
                    remedy: "name the right one in mirror.connector"))
            return
        }
        switch reading {
        case .known(let position): self = .at(position)
        case .absent: self = .none
        case .unreadable(let cause): self = .unknown(cause)
        }
    }
}
