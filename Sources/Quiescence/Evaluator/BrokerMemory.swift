/// Brokers of OLD that are being switched off.
///
/// A broker is taken for leaving from the survey on that follows one in which `old_brokers` was safe and that finds
/// it declared. From then on its replicas need not be in sync, whatever the gate says later: a broker that is
/// off cannot be asked back. Nothing else is excused: what the others lead is read from them, and what nobody leads
/// is unknown.
struct BrokerMemory: Equatable {
    /// Declared while the gate was safe, and declared still.
    private(set) var leaving: Set<BrokerID> = []
    /// Those of them that OLD does not list any more.
    private(set) var gone: Set<BrokerID> = []

    init(leaving: Set<BrokerID> = [], gone: Set<BrokerID> = []) {
        self.leaving = leaving
        self.gone = gone
    }

    /// Which brokers may be out of sync in a survey before which the gate was safe, or was not.
    func leaving(under plan: Plan, isSafe: Bool) -> Set<BrokerID> {
        let declared = Set(plan.removedBrokers.map(\.broker))
        return isSafe ? declared : leaving.intersection(declared)
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
