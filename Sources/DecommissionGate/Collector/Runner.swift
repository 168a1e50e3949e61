public import Quiescence

/// The loop: survey, weigh, keep, publish, log, sleep. Nothing else in the service sleeps.
///
/// The evaluator lives in here, and what it knows is gone with this actor: there is one for the whole life
/// of the process.
public actor Runner {
    /// Takes what a survey came to under the plan that it was weighed by, and whether that is kept. Called once
    /// per survey, in order; must not block.
    public typealias Publish = @Sendable (Assessment, Survey, Plan, EvidenceState) -> Void

    private var plan: Plan
    private var collector: Collector
    private var evaluator: Evaluator
    private var lines: SurveyChanges
    private var next: (plan: Plan, collector: Collector)?
    private var keeper: EvidenceKeeper
    private let log: Log
    private let withdraw: @Sendable () -> Void
    private let rest: @Sendable () -> Void
    private let publish: Publish

    /// Throws where a pattern of the plan does not compile.
    ///
    /// - Parameter evidence: Keeps what every survey came to before it is published; nil where nothing is kept.
    /// - Parameter kept: What an earlier process left behind, for this one to go on from; nil to begin anew.
    /// - Parameter withdraw: What was published last counts no more, for another plan is in force. Must not
    ///   block.
    /// - Parameter rest: Called twice for each survey: when it is weighed, and what that took is held no more,
    ///   and when nothing of it is held any more. Must not block.
    public init(
        plan: Plan, collector: Collector, evidence: (any EvidenceStore)? = nil,
        resuming kept: KeptMemory? = nil, log: Log,
        withdraw: @escaping @Sendable () -> Void = {},
        rest: @escaping @Sendable () -> Void = {}, publish: @escaping Publish
    ) throws {
        if let kept {
            self.plan = kept.plan
            evaluator = try kept.evaluator()
            keeper = EvidenceKeeper(evidence, plan: kept.plan)
            // What is another one of it by now begins anew with the first survey, like that of a plan read again.
            next = (plan, collector)
            _ = try evaluator.succeeded(by: plan)
        } else {
            self.plan = plan
            evaluator = try Evaluator(plan: plan)
            keeper = EvidenceKeeper(evidence)
        }
        self.collector = collector
        self.log = log
        self.withdraw = withdraw
        self.rest = rest
        self.publish = publish
        lines = SurveyChanges(interval: plan.timing.interval)
    }

    /// Surveys until cancelled, or `count` times. One survey at a time: a slow one delays the next and never
    /// overlaps it. A survey that the cancellation cut short is thrown away: it would show our own end as
    /// the cluster's.
    public func run(surveys count: Int = .max) async {
        var done = 0
        while !Task.isCancelled {
            takeUpNext()
            let began = Deadline.now
            guard await survey() else { return }
            rest()
            done += 1
            guard done < count, await isTime(at: began + plan.timing.interval) else { return }
        }
    }

    /// One survey and what comes of it; false when cancelled.
    private func survey() async -> Bool {
        let survey = await collector.survey { evaluator.questions(for: $0) }
        guard !Task.isCancelled else { return false }
        let assessment = evaluator.weigh(survey)
        rest()
        let (evidence, lines) = await keep(assessment)
        if !isPlanWithdrawn { publish(assessment, survey, plan, evidence) }
        log.write(self.lines.lines(after: survey) + assessment.logLines + lines)
        return true
    }

    private func keep(_ assessment: Assessment) async -> (EvidenceState, [LogLine]) {
        // Nothing else in here touches the keeper while it waits.
        var keeper = keeper
        let changes = keeper.isWanted ? evaluator.changes() : MemoryChanges()
        let kept = await keeper.keep(assessment, changes, under: plan)
        self.keeper = keeper
        return kept
    }

    /// Works by another configuration from the next survey on. A plan that changed begins every window anew,
    /// and no gate stays open until then on what the one before left out.
    ///
    /// Throws where a pattern of the plan does not compile; everything then stays as it was.
    ///
    /// - Returns: What of the plan is another one than that by which was weighed last, be it by an earlier process.
    @discardableResult
    public func adopt(_ plan: Plan, _ collector: Collector) throws -> [PlanPart] {
        _ = try evaluator.succeeded(by: plan)
        next = (plan, collector)
        if isPlanWithdrawn { withdraw() }
        return self.plan.parts(differingFrom: plan)
    }

    /// Another plan waits for the next survey: what the present one says opens nothing any more.
    private var isPlanWithdrawn: Bool { next.map { $0.plan != plan } ?? false }

    /// Gives up every connection; waits until `deadline` at most.
    public func close(until deadline: Deadline) async {
        await collector.close(until: deadline)
    }

    private func takeUpNext() {
        guard let next else { return }
        self.next = nil
        let retired = collector
        collector = next.collector
        if retired !== collector { Task { await retired.close(until: .now + .seconds(5)) } }
        guard next.plan != plan else { return }
        do {
            let (successor, events) = try evaluator.succeeded(by: next.plan)
            evaluator = successor
            plan = next.plan
            lines = SurveyChanges(interval: plan.timing.interval)
            keeper.add(events)
            log.write(events.map { LogLine($0) })
        } catch {
            // It compiled when it was adopted; without this the old plan would go on unsaid.
            log.write(.error, "plan refused, the one before stays", LogField("why", "\(error)"))
        }
    }

    /// Sleeps; false when cancelled.
    private func isTime(at deadline: Deadline) async -> Bool {
        do {
            try await Task.sleep(until: deadline, clock: .continuous)
            return true
        } catch {
            return false
        }
    }
}
