/// Brokers of OLD that are being switched off.
///
/// A broker is taken for leaving from the survey on that follows one in which `old_brokers` was safe and that finds
/// it both declared and listed: one that was down before it was declared may hold what nobody has seen. From then on
/// its replicas need not be in sync. One that is off stays excused whatever the gate says later: it cannot be asked
/// back. One that still runs when the gate was found shut is a broker like any other until the gate is safe again.
/// Nothing else is excused: what the others lead is read from them, and what nobody leads is unknown.
struct BrokerMemory: Equatable {
    /// Declared while the gate was safe, and declared still.
    private(set) var leaving: Set<BrokerID> = []
    /// Those of them that OLD does not list any more.
    private(set) var gone: Set<BrokerID> = []

    init(leaving: Set<BrokerID> = [], gone: Set<BrokerID> = []) {
        self.leaving = leaving
        self.gone = gone
    }

    /// Which brokers may be out of sync in this survey.
    func leaving(_ look: Look) -> Set<BrokerID> {
        let declared = Set(look.plan.removedBrokers.map(\.broker))
        let excused = leaving.intersection(declared)
        guard case .known(let brokers) = look.survey.old.brokers else { return excused }
        let listed = Set(brokers.map(\.id))
        if look.safeGates.contains(.oldBrokers) { return excused.union(declared.intersection(listed)) }
        return look.shutGates.contains(.oldBrokers) ? excused.subtracting(listed) : excused
    }

    mutating func absorb(_ look: Look) {
        leaving = look.brokersLeaving
        gone.formIntersection(leaving)
        guard case .known(.unanimous) = look.survey.old.agreement,
            case .known(let brokers) = look.survey.old.brokers
        else { return }
        gone = leaving.subtracting(brokers.map(\.id))
    }
}
