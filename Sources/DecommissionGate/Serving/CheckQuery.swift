import Quiescence

/// What `/api/v1/gates/{gate}/check` is asked beside the gate.
struct CheckQuery {
    private var conditions: [Condition] = []
    /// Whether the safe of a demo is meant.
    private var takesDemo = false
    /// The id of the cluster that is meant; nil where nobody says.
    private var oldClusterID: String?

    /// Nil where not all of it is understood: nobody must take the answer for one to another question.
    init?(_ items: [QueryItem], on gate: Gate) {
        for item in items {
            switch item.name {
            case "condition":
                guard let condition = Condition(rawValue: item.value), gate.conditions.contains(condition)
                else { return nil }
                conditions.append(condition)
            case "demo" where item.value == "true": takesDemo = true
            case "old_cluster_id" where oldClusterID == nil && !item.value.isEmpty: oldClusterID = item.value
            default: return nil
            }
        }
    }

    /// What it takes, for one who asked something else.
    static func words(on gate: Gate) -> String {
        let known = gate.conditions.map(\.rawValue).joined(separator: ", ")
        return "\(gate.rawValue) takes ?old_cluster_id=, ?demo=true and ?condition= of \(known)"
    }

    func answer(on gate: Gate, in document: GatesDocument) -> GateCheck {
        let check =
            conditions.isEmpty
            ? GateCheck(gate, in: document) : GateCheck(gate, narrowedTo: conditions, in: document)
        if let oldClusterID, let objection = document.objection(toOldCluster: oldClusterID) {
            return GateCheck(.unknown, "\(gate.rawValue): unknown: \(objection)")
        }
        // Who asks for a status alone cannot see that it is a demo's.
        guard document.demo, !takesDemo, check.answer == .safe else { return check }
        return GateCheck(
            .unknown, "\(check.line); no cluster of yours is safe by that; ?demo=true takes it all the same")
    }
}

extension GatesDocument {
    /// Of the cluster that is to be removed; nil where it was not read.
    var oldClusterID: String? { clusters.first { $0.side == .old }?.clusterID }

    /// Why this is no verdict on the cluster called `id`: a service that watches another migration, which a wrong
    /// address leads to, may well be safe. Nil where there is nothing against it.
    public func objection(toOldCluster id: String) -> String? {
        guard let oldClusterID else {
            return stale || gates.allSatisfy({ !$0.safe }) ? nil : "the id of the old cluster was not read"
        }
        return oldClusterID == id
            ? nil : "the old cluster here is \(oldClusterID.onOneLine), and \(id.onOneLine) is meant"
    }
}
