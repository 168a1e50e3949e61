/// How one evaluator goes on where another one ended.
extension Evaluator {
    /// The evaluator that goes on under another plan: the clocks of what that touches begin anew, and the events
    /// say which part of it is another one and what that cost.
    ///
    /// What was seen of the same clusters stays known, losses above all: no change of plan brings a record back.
    /// Throws where a pattern of the plan does not compile.
    public func succeeded(by plan: Plan) throws -> (evaluator: Evaluator, events: [Event]) {
        var successor = try Evaluator(plan: plan)
        successor.handedOut = handedOut
        let isSame = Side.allCases.allSatisfy { side in
            plan.cluster(side).leadsWhere(self.plan.cluster(side), which: memory.clusterIDs[side])
        }
        // Another prefix makes other topics mirrors: then nothing that was seen of them is comparable.
        if isSame, plan.mirror.topicPrefix == self.plan.mirror.topicPrefix {
            successor.memory = memory
            successor.firstFound = firstFound
            successor.roles.heartbeats = roles.heartbeats
            if !plan.hasPositions(of: self.plan) { successor.memory.forgetPositions() }
            // MirrorMaker's pairs are those of another topic then.
            if plan.new.alias != self.plan.new.alias { successor.memory.ledger.startOver() }
            // Aborted records were perhaps missed that another reader is never given, or the other way round.
            if plan.mirror.isolation != self.plan.mirror.isolation {
                successor.memory.ledger.startOver()
                successor.memory.losses[.mirrorFaithful] = nil
            }
        }
        let parts = self.plan.parts(differingFrom: plan)
        let touched = Set(parts.flatMap(\.touches))
        if !Set(parts).isDisjoint(with: [.clusters, .scope, .mirror, .comparisons, .readByNoGroup]) {
            successor.memory.endWaiversForAWhole()
        }
        var events: [Event] = [.planChanged(parts)]
        for condition in Condition.allCases {
            guard let clock = clocks[condition] else { continue }
            guard touched.contains(condition) else {
                successor.clocks[condition] = clock
                continue
            }
            successor.clocks[condition] = clock.restartedForPlan()
            successor.memory.waivable[condition] = nil
            events.append(.windowRestarted(condition, .planChanged, lost: clock.observed))
        }
        for (place, keeper) in gates.enumerated() {
            if touched.isDisjoint(with: keeper.gate.conditions) {
                successor.gates[place] = keeper
            } else if keeper.state == .safe {
                events.append(.gateRevoked(keeper.gate, why: "the plan changed"))
            }
        }
        return (successor, events)
    }

    /// The evaluator that goes on where the one ended whose rows these are, in a later process.
    ///
    /// - Parameter rows: What its ``changes()`` gave, the last of each.
    /// - Parameter plan: The one under which they were written.
    /// - Throws: ``MalformedRow`` where they are not all that was written, or a pattern of the plan does not
    ///   compile.
    public static func resumed(
        under plan: Plan, from rows: some Sequence<(key: MemoryKey, body: [UInt8])>
    ) throws -> Evaluator {
        let remembered = try Remembered(rows)
        guard remembered.gates.map(\.gate) == Gate.allCases else {
            throw MalformedRow("it does not hold each gate once")
        }
        var evaluator = try Evaluator(plan: plan)
        evaluator.memory = remembered.memory
        evaluator.clocks = remembered.clocks
        evaluator.gates = remembered.gates
        evaluator.firstFound = remembered.firstFound
        evaluator.roles.heartbeats = remembered.heartbeats
        evaluator.handedOut = remembered
        return evaluator
    }

    /// What MirrorMaker has said last of itself; nil where it never could be read.
    public var lastDescription: MirrorDescription? { memory.described }

    /// What has changed since this was asked last of all that must outlive the process; at first, all of it.
    public mutating func changes() -> MemoryChanges {
        let now = Remembered(
            memory: memory, clocks: clocks, gates: gates, firstFound: firstFound, heartbeats: roles.heartbeats
        )
        defer { handedOut = now }
        return now.changes(since: handedOut)
    }
}

extension ClusterPlan {
    /// Whether this is the cluster of `earlier`, which answered under the id `seen`: by one of its addresses, or by its
    /// id where that is given. No other one is believed then: one that answers there under another id is a
    /// contradiction. The rest of a plan says how it is called and looked at, and takes nothing from what was seen.
    fileprivate func leadsWhere(_ earlier: ClusterPlan, which seen: ClusterID?) -> Bool {
        (!Set(bootstrapServers).isDisjoint(with: earlier.bootstrapServers)
            || expectedID != nil && expectedID == seen)
            && (expectedID == earlier.expectedID || expectedID == nil || expectedID == seen)
    }
}

extension Memory {
    /// Ends what is waived of MirrorMaker or a group as a whole, in words that say the same of whatever comes into
    /// scope.
    fileprivate mutating func endWaiversForAWhole() {
        let connectors = Set(described?.connectors.keys.map(\.rawValue) ?? [])
            .union(risks.keys.map(\.rawValue))
        waivers.end { subject in
            subject == "MirrorMaker" || connectors.contains(subject)
                || Side.allCases.contains { groups[$0].byName[GroupName(rawValue: subject)] != nil }
        }
    }
}
