import Quiescence
import Testing

/// One row of a condition's truth table: what happens in the world before each survey, and what the
/// condition must come to in the last one.
struct Row: Sendable, CustomTestStringConvertible {
    typealias Act = @Sendable (inout World) -> Void

    /// The trap that it closes.
    let trap: String
    let state: ConditionState
    /// Must stand in an offender, a doubt or a note.
    let says: String
    let plan: Plan
    /// The survey from which on the plan is in force; the usual one is before.
    let from: Int
    let acts: [Act]

    var testDescription: String { trap }

    init(
        _ trap: String, _ state: ConditionState, says: String = "", plan: Plan = World.plan,
        from: Int = 0, _ acts: [Act]
    ) {
        self.trap = trap
        self.state = state
        self.says = says
        self.plan = plan
        self.from = from
        self.acts = acts
    }

    /// Changes the world before the first look.
    init(
        _ trap: String, _ state: ConditionState, says: String = "", plan: Plan = World.plan,
        _ act: @escaping Act = { _ in }
    ) {
        self.init(trap, state, says: says, plan: plan, [act])
    }

    /// Plays it and compares.
    @discardableResult
    func check(_ condition: Condition) throws -> Assessment? {
        var play = try Play(from == 0 ? plan : World.plan)
        var last: Assessment?
        for (survey, act) in acts.enumerated() {
            if survey == from { try play.adopt(plan) }
            act(&play.world)
            last = play.next()
        }
        let finding = try #require(last?.verdict[condition]?.finding)
        #expect(finding.state == state, "\(finding)")
        let words =
            finding.offenders.map { "\($0.subject): \($0.detail)" }
            + finding.doubts.map { "\($0.subject): \($0.cause.detail) \($0.cause.remedy)" } + finding.notes
        #expect(says.isEmpty || words.contains { $0.contains(says) }, "\(words)")
        return last
    }
}

extension World {
    static let nothing: Row.Act = { _ in }
    static let cause = Cause(.timedOut, "no answer in time")

    /// A plan that differs from the usual one.
    static func plan(_ change: (inout Plan) -> Void) -> Plan {
        var plan = World.plan
        change(&plan)
        return plan
    }
}

extension ClusterWorld {
    /// A partition of a topic that exists.
    subscript(topic: TopicName, partition: Int = 0) -> PartitionWorld {
        get { topics[topic]?.partitions[partition] ?? PartitionWorld(end: 0) }
        set { topics[topic]?.partitions[partition] = newValue }
    }
}
