/// Weighs one survey after another. The only state is what the surveys before have shown.
///
/// Not `Sendable`: it belongs to the one loop that surveys.
public struct Evaluator {
    let plan: Plan
    private let naming: MirrorNaming
    private let readByNoGroup: NameMatcher<NameRule>
    var roles: RoleBook
    private var groupBook: GroupBook
    var memory = Memory()
    var clocks: [Condition: ConditionClock] = [:]
    var gates = Gate.allCases.map(GateKeeper.init(gate:))
    var firstFound = FirstFound()
    /// What was given to be kept so far; nil before anything was.
    var handedOut: Remembered?
    private var prepared: Prepared?

    /// Throws where a pattern of the plan does not compile.
    public init(plan: Plan) throws {
        self.plan = plan
        roles = try RoleBook(plan: plan)
        groupBook = try GroupBook(plan: plan)
        readByNoGroup = try NameMatcher(plan.topics.readByNoGroup) { $0.names }
        naming = roles.naming
    }

    /// What must be read before `survey` can be weighed; it holds no answers yet.
    ///
    /// In turn: those never tried first, so that a bound on their number starves none.
    public mutating func questions(for survey: Survey) -> Questions {
        let prepared = prepare(survey)
        self.prepared = prepared
        let tails = Set(prepared.judgements.values.flatMap(\.questions))
        memory.tails.keep(tails)
        let ledger = prepared.judgements[.mirrorGapless]?.ledgerQuestions ?? []
        memory.ledger.keepTurns(of: ledger)
        // Single records come last, for the ledger's ranges are what they rest on.
        let samples = prepared.judgements[.mirrorFaithful]?.ledgerQuestions ?? []
        return Questions(tails: memory.tails.inTurn(tails), ledger: memory.ledger.inTurn(ledger) + samples)
    }

    /// Judges every condition, moves every clock, decides every gate.
    public mutating func weigh(_ survey: Survey) -> Assessment {
        let (look, judgements) = judged(survey)
        var events = timeEvents(survey)
        let gap = isGap(before: survey)
        for (condition, judgement) in judgements {
            memory.remember(judgement, of: condition, at: survey.ended.wall)
        }
        memory.absorb(look)
        events += removalEvents(look)
        let findings = waived(judgements.mapValues(\.finding), look, survey, gap: gap, &events)
        events += lossEvents(findings.mapValues(\.finding), since: look.memory)
        let conditions = Condition.allCases.compactMap { condition in
            findings[condition].map { verdict(on: condition, $0, survey, gap: gap, &events) }
        }
        let gateVerdicts = decide(conditions, survey, &events)
        let accounts = Accounts(
            look, mirrorLags: judgements[.mirrorDrained]?.mirrorLags ?? [],
            neverMirrored: judgements[.mirrorDrained]?.neverMirrored ?? [:],
            ledger: judgements[.mirrorGapless]?.ledgerFigures ?? .absent)
        let lost = judgements[.mirrorGapless]?.lost ?? [:]
        return Assessment(
            verdict: Verdict(surveyed: survey.ended, conditions: conditions, gates: gateVerdicts),
            events: events, topics: accounts.topics, groups: accounts.groups, producers: accounts.producers,
            lost: lost.map { LostAccount(partition: $0.key, records: $0.value) }
                .sorted { $0.partition < $1.partition })
    }

    /// What was made of a survey before its tails were read; most of it stands when they are.
    private struct Prepared {
        let survey: Survey
        let look: Look
        let judgements: [Condition: Judgement]
    }

    private mutating func prepare(_ survey: Survey) -> Prepared {
        let look = look(at: survey)
        let judgements = Condition.allCases.compactMap { condition in
            judge(condition, look).map { (condition, $0) }
        }
        return Prepared(survey: survey, look: look, judgements: Dictionary(uniqueKeysWithValues: judgements))
    }

    /// The judgements of a survey whose tails were read: only what asked for them is judged again.
    private mutating func judged(_ survey: Survey) -> (Look, [Condition: Judgement]) {
        var bare = survey
        bare.tails = [:]
        bare.ledger = [:]
        // Reading the tails took its time; what was read before them is the same.
        if let prepared { bare.ended = prepared.survey.ended }
        let before: Prepared
        if let prepared, prepared.survey == bare {
            before = prepared
        } else {
            before = prepare(bare)
        }
        prepared = nil
        let look = Look(
            before.look, answered: Attribution.attributed(survey, plan, memory), ended: survey.ended,
            recordsSeen: memory.tails.records)
        var judgements = before.judgements
        for (condition, judgement) in before.judgements where judgement.asks {
            judgements[condition] = judge(condition, look)
        }
        return (look, judgements)
    }

    /// The survey beside what is remembered, with every reading that cannot be attributed thrown away.
    private mutating func look(at survey: Survey) -> Look {
        let identities = BothSides(old: survey.old.identity, new: survey.new.identity)
        let safeGates = Set(gates.filter { $0.state == .safe }.map(\.gate))
        let shutGates = Set(
            gates.filter { $0.state?.hasMoreToShow(than: plan.timing.confirmation) ?? false }.map(\.gate))
        let attributed = Attribution.attributed(survey, plan, memory)
        roles.note(attributed.mirror.heartbeat)
        memory.noteMarkers(attributed.mirror.description, plan)
        var positions = MirrorPositions(
            attributed.mirror.positions, plan.mirror, memory,
            isRemovalAllowed: safeGates.contains(.mirrorMaker))
        let topics = Preparation.topics(attributed, memory, &roles, &positions)
        let groups = BothSides {
            Preparation.groups(on: $0, attributed.cluster($0), memory, &groupBook, naming, topics[$0])
        }
        return Look(
            plan: plan, naming: naming, survey: attributed, identities: identities, memory: memory,
            topics: topics, groups: groups, safeGates: safeGates, shutGates: shutGates)
    }

    /// The judgement of one condition; nil for one that this version does not judge. The place for a new one.
    private func judge(_ condition: Condition, _ look: Look) -> Judgement? {
        switch condition {
        case .visibility: Visibility.judge(look)
        case .sourceQuiet: Quiet.judgeSource(look)
        case .sourceSettled: SourceSettled.judge(look)
        case .producersRetargeted: ProducersRetargeted.judge(look)
        case .mirrorQuiet: Quiet.judgeMirror(look)
        case .mirrorDrained: MirrorDrained.judge(look)
        case .mirrorGapless: MirrorGapless.judge(look)
        case .mirrorFaithful: MirrorFaithful.judge(look)
        case .mirrorConsumed: MirrorConsumed.judge(look, readByNoGroup: readByNoGroup)
        case .sourceConsumed: SourceConsumed.judge(look)
        case .oldConsumersGone: OldConsumersGone.judge(look)
        }
    }
}

extension Evaluator {
    /// Nobody looked for longer than a verdict stays fresh: that time is proven by nothing but cumulative
    /// offsets. From beginning to beginning, for the process may also be stopped in the middle of a survey.
    private func isGap(before survey: Survey) -> Bool {
        guard let last = memory.lastSurvey else { return false }
        return survey.began.mayBeLonger(than: plan.timing.staleAfter, since: last.began)
    }

    private func timeEvents(_ survey: Survey) -> [Event] {
        guard let last = memory.lastSurvey else { return [] }
        var events: [Event] = []
        let step = survey.ended.wallStep(since: last.ended)
        if abs(step.milliseconds) >= Self.clockStepMilliseconds { events.append(.clockStepped(step)) }
        if isGap(before: survey) { events.append(.gap(survey.began.elapsed(since: last.began))) }
        return events
    }

    /// A wall clock that strays further than this between two surveys was set, not slewed.
    private static let clockStepMilliseconds: Int64 = 5000

    private mutating func verdict(
        on condition: Condition, _ judged: (finding: Finding, credit: Duration), _ survey: Survey, gap: Bool,
        _ events: inout [Event]
    ) -> ConditionVerdict {
        var finding = judged.finding
        firstFound.date(&finding, of: condition, now: survey.ended.wall)
        var clock = clocks[condition] ?? ConditionClock()
        let change = clock.advance(
            to: finding.state, began: survey.began, ended: survey.ended, gap: gap,
            maxGap: plan.timing.maxGap, canHideInAGap: condition.canHideInAGap)
        clock.credit(judged.credit)
        clocks[condition] = clock
        if change.from != finding.state {
            events.append(
                .conditionChanged(condition, from: change.from, to: finding.state, why: finding.firstReason))
        }
        if let restarted = change.restarted, change.from != nil, restarted.lost > .zero {
            events.append(.windowRestarted(condition, restarted.cause, lost: restarted.lost))
        }
        return ConditionVerdict(
            condition: condition, finding: finding, since: clock.since ?? survey.ended.wall,
            observed: clock.observed, lastViolation: clock.lastViolation, restarts: clock.restarts)
    }

    private mutating func decide(
        _ conditions: [ConditionVerdict], _ survey: Survey, _ events: inout [Event]
    ) -> [GateVerdict] {
        gates.indices.map { index in
            let (verdict, change) = gates[index].decide(
                conditions, timing: plan.timing, began: survey.began, ended: survey.ended)
            if change.from?.name != verdict.state.name {
                events.append(.gateChanged(verdict.gate, from: change.from, to: verdict.state))
            }
            if change.revoked {
                let culprits = (verdict.failing + verdict.unknown).map(\.rawValue).joined(separator: ", ")
                events.append(
                    .gateRevoked(
                        verdict.gate, why: culprits.isEmpty ? "its window is not complete" : culprits))
            }
            return verdict
        }
    }
}

extension Finding {
    /// The first thing to say about it, in one clause.
    var firstReason: String {
        switch state {
        case .holds: summary
        case .fails: offenders.first.map { "\($0.subject): \($0.detail)" } ?? summary
        case .unknown: doubts.first.map { "\($0.subject): \($0.cause.detail)" } ?? summary
        }
    }
}

extension GateState {
    /// Whether a condition has failed, or its window runs anew: more is to be shown than that nothing moved while it
    /// could not be told.
    fileprivate func hasMoreToShow(than confirmation: Duration) -> Bool {
        switch self {
        case .blocked: true
        case .observing(let remaining): remaining > confirmation
        case .unknown, .safe: false
        }
    }
}
