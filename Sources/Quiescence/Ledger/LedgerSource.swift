extension MirrorGapless {
    /// MirrorMaker's pairs, or why nothing can be said by them. Absent: they went as planned.
    static func readable(_ look: Look) -> Reading<PartitionMap<[OffsetSync]>> {
        if let cause = obstacle(look) { return .unreadable(cause) }
        switch look.survey.mirror.syncs {
        case .known: return look.survey.mirror.syncs
        case .absent where look.memory.positionsAreFrozen || look.safeGates.contains(.mirrorMaker):
            return .absent
        case .absent:
            return .unreadable(
                Cause(
                    .missing, "MirrorMaker's topic of offset syncs does not exist", remedy: standIn))
        case .unreadable(let cause):
            return .unreadable(
                Cause(
                    cause.kind, "MirrorMaker's pairs of offsets: \(cause.detail)",
                    remedy: "\(cause.remedy), or \(PartitionLedger.compare)"))
        }
    }

    private static var standIn: String {
        "let MirrorMaker write it (emit.offset-syncs.enabled), or \(PartitionLedger.compare)"
    }

    /// Settings under which the pairs are missing, or are not those of this mirror alone.
    private static func obstacle(_ look: Look) -> Cause? {
        let mirror = DescribedMirror(look)
        if let flow = mirror.flows.first(where: { $0.connector[.emitsSyncs] == .known("false") }) {
            return Cause(
                .missing, "\(flow.name) writes no pairs of offsets (emit.offset-syncs.enabled=false)",
                remedy: standIn)
        }
        let servers = MirrorAsDescribed.addresses(of: .old, look)
        let second = mirror.others.first { other in
            guard other.connector.targetAlias == .known(look.plan.new.alias) else { return false }
            guard case .known(let list) = other.connector[.sourceServers] else { return true }
            return !servers.isDisjoint(with: MirrorSetting.members(of: list))
        }
        if let second {
            return Cause(
                .contradiction,
                "\(second.name) mirrors OLD to \(look.plan.new.alias) as well: both write their pairs into one topic",
                remedy: PartitionLedger.compare)
        }
        return nil
    }
}

extension Look {
    /// Whether the mirror's partitions may hold markers of MirrorMaker's own transactions: where a connector says so
    /// or has said so, for they do not go with it, and where no word of any that writes to them was ever read.
    var mirrorMayHoldMarkers: Bool {
        if memory.hasMarkers(under: plan) { return true }
        switch survey.mirror.description {
        case .known(let description) where !description.writers(of: plan).isEmpty:
            return description.hasMarkers(under: plan)
        case .known, .absent, .unreadable:
            return memory.described?.writers(of: plan).isEmpty ?? true
        }
    }
}

extension Memory {
    /// What equal skews have proven goes once MirrorMaker is known to write markers, one of which may stand where a
    /// record is missing. To be done before anything is judged by it.
    mutating func noteMarkers(_ description: Reading<MirrorDescription>, _ plan: Plan) {
        guard case .known(let description) = description, description.hasMarkers(under: plan),
            !hasMarkers(under: plan)
        else { return }
        ledger.forgetProofs()
    }

    /// Whether MirrorMaker has said so before.
    func hasMarkers(under plan: Plan) -> Bool { described?.hasMarkers(under: plan) ?? false }
}

extension MirrorDescription {
    /// Whether one of those that write to the mirrors says so.
    func hasMarkers(under plan: Plan) -> Bool {
        writers(of: plan).contains(where: \.connector.mayWriteMarkers)
    }
}

extension MirrorConnector {
    fileprivate var mayWriteMarkers: Bool {
        switch self[.exactlyOnce] {
        case .known(let word): word != "disabled" || isFenced
        case .unreadable: true
        case .absent: isFenced
        }
    }
}
