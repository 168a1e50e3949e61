public import Quiescence

/// What an earlier process left behind, and what somebody can go on from: that was tried.
public struct KeptMemory: Sendable {
    /// The plan under which it weighed last.
    public let plan: Plan
    /// What MirrorMaker had said of the flow that was followed last; nil where it had said nothing.
    public let flow: MirrorFlow?
    private let rows: [(key: MemoryKey, body: [UInt8])]

    /// - Parameter plan: The body of the last event of that kind.
    /// - Throws: Where that is not all that was kept, or of another version of this program.
    public init(plan: String, rows: [(key: MemoryKey, body: [UInt8])]) throws {
        self.plan = try JSON.read(Plan.self, from: Array(plan.utf8))
        self.rows = rows
        let last = try Evaluator.resumed(under: self.plan, from: rows)
        let mirror = self.plan.mirror
        flow = last.lastDescription?.flows(of: self.plan).first.map { name, connector in
            let workers = WorkerTopics(
                configs: mirror.configsTopic, offsets: mirror.offsetsTopic, status: mirror.statusTopic)
            return MirrorFlow(name: name, connector: connector, workers: workers)
        }
    }

    /// The evaluator that goes on; one for whoever weighs, for it cannot be handed on.
    func evaluator() throws -> Evaluator { try Evaluator.resumed(under: plan, from: rows) }
}
