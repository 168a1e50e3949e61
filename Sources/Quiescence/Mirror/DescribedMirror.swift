/// MirrorMaker's word of itself, as this survey or the last one that could read it has it.
struct DescribedMirror {
    /// Absent: it was never read, and there is nothing to read.
    let said: Reading<MirrorDescription>
    /// Why the word is that of an earlier survey; nil where it is this one's.
    let stale: Cause?
    /// Its source connectors that mirror OLD to NEW as the plan has it, sorted by name.
    let flows: [(name: ConnectorName, connector: MirrorConnector)]
    /// The same as it was remembered.
    private let former: [(name: ConnectorName, connector: MirrorConnector)]
    /// Its other source connectors.
    let others: [(name: ConnectorName, connector: MirrorConnector)]

    init(_ look: Look) {
        let remembered = look.memory.described.map { Reading.known($0) }
        switch look.survey.mirror.description {
        case .known: (said, stale) = (look.survey.mirror.description, nil)
        case .absent: (said, stale) = (remembered ?? .absent, nil)
        case .unreadable(let cause): (said, stale) = (remembered ?? .unreadable(cause), cause)
        }
        let description: MirrorDescription
        switch said {
        case .known(let known): description = known
        case .absent, .unreadable: description = MirrorDescription()
        }
        let flows = description.flows(of: look.plan)
        self.flows = flows
        former = look.memory.described?.flows(of: look.plan) ?? []
        others = description.sources.filter { source in !flows.contains { $0.name == source.name } }
    }

    /// Its rules on topics, the last that are known where it has gone; nil where it is not known which connector
    /// mirrors them.
    func scope(_ naming: MirrorNaming) -> MirrorScope? {
        let flows = flows.isEmpty ? former : flows
        return flows.count == 1 ? flows.first.map { MirrorScope($0.connector, naming) } : nil
    }
}

extension Memory {
    /// Keeps what MirrorMaker has said of itself, and what was dangerous about it: a record that was left out
    /// does not come back because a setting was mended, or its connector deleted.
    mutating func absorbDescription(_ look: Look) {
        guard case .known(let description) = look.survey.mirror.description else { return }
        let flows = description.flows(of: look.plan)
        let hadFlows = described.map { !$0.flows(of: look.plan).isEmpty } ?? false
        let writers = description.writers(of: look.plan)
        let hasMarkers = hasMarkers(under: look.plan) || description.hasMarkers(under: look.plan)
        // A connector that was deleted leaves what it said last.
        let isLeft = flows.isEmpty && hadFlows || writers.isEmpty && hasMarkers
        if !isLeft {
            let fenced = described?.connectors.filter(\.value.isFenced).keys.map { $0 } ?? []
            described = description
            // Under whatever plan they were written.
            for name in fenced { described?.connectors[name]?.isFenced = true }
        }
        // Its markers it leaves to those that are there, and those of one that is not ours stay with ours.
        if hasMarkers {
            for heir in described?.writers(of: look.plan) ?? [] {
                described?.connectors[heir.name]?.isFenced = true
            }
        }
        for writer in writers {
            risks[writer.name, default: []].formUnion(writer.connector.risks(under: look.plan))
        }
    }
}
