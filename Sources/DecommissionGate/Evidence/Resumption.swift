public import Quiescence

/// Where another process ended, and this one goes on.
struct Resumption {
    let evaluator: Evaluator
    /// The plan under which it weighed last.
    let plan: Plan

    /// Throws where what was kept is not all of it, or is of another version of this program.
    init(_ kept: KeptMemory) throws {
        plan = try JSON.read(Plan.self, from: Array(kept.plan.utf8))
        evaluator = try Evaluator.resumed(under: plan, from: kept.rows)
    }
}

extension KeptMemory {
    /// Throws where nobody could go on from it.
    public func check() throws { _ = try Resumption(self) }

    /// What MirrorMaker had said of the flow that was followed last, and OLD's addresses then; nil where it had
    /// said nothing.
    public func flow() throws -> (flow: MirrorFlow, old: [ServerAddress])? {
        let resumption = try Resumption(self)
        let mirror = resumption.plan.mirror
        guard let (name, connector) = resumption.evaluator.lastDescription?.flows(of: resumption.plan).first
        else { return nil }
        let workers = WorkerTopics(
            configs: mirror.configsTopic, offsets: mirror.offsetsTopic, status: mirror.statusTopic)
        return (
            MirrorFlow(name: name, connector: connector, workers: workers),
            resumption.plan.old.bootstrapServers
        )
    }
}
