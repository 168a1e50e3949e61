public import Quiescence

extension GatesDocument {
    /// What `assessment` came to, as it stands `age` after its survey ended.
    public init(_ assessment: Assessment, of survey: Survey, under plan: Plan, age: Duration) {
        let fresh = Self(fresh: assessment, of: survey, under: plan)
        self = age > plan.timing.staleAfter ? fresh.onceStale(under: plan.timing) : fresh
        surveyAgeSeconds = age.inSeconds
    }

    /// The document without an age, for as long as the survey counts.
    ///
    /// - Parameter most: How many offenders, doubts and notes of each condition are listed.
    init(fresh assessment: Assessment, of survey: Survey, under plan: Plan, listing most: Int = .max) {
        let verdict = assessment.verdict
        self.init(
            surveyAgeSeconds: nil, surveyedAt: Timestamp(verdict.surveyed.wall), stale: false,
            notice: Verdict.caveat, plan: PlanDocument(plan),
            clusters: [ClusterDocument(survey.old, .old), ClusterDocument(survey.new, .new)],
            mirror: MirrorDocument(survey.mirror.description, plan),
            gates: Gate.allCases.map { gate in
                guard let judged = verdict[gate] else { return GateDocument(unknown: gate, plan.timing) }
                return GateDocument(judged, in: verdict, plan.timing)
            },
            // The most useful line comes first.
            conditions: [.fails, .unknown, .holds].flatMap { state in
                verdict.conditions.filter { $0.finding.state == state }
                    .map { ConditionDocument($0, listing: most) }
            })
    }

    /// Before the first survey has ended: everything is unknown.
    public init(unsurveyed plan: Plan) {
        let cause = Cause(.notAsked, "no survey has ended yet", remedy: "wait for the first survey to end")
        self.init(
            surveyAgeSeconds: nil, surveyedAt: nil, stale: true, notice: Verdict.caveat,
            plan: PlanDocument(plan), clusters: [],
            mirror: MirrorDocument(unsurveyed: plan),
            gates: Gate.allCases.map { GateDocument(unknown: $0, plan.timing) },
            conditions: Condition.allCases.map {
                ConditionDocument($0, unknownBecause: cause)
            })
    }

    /// What is left of it once the survey is too old: what was seen last, and no verdict.
    func onceStale(under timing: Timing) -> GatesDocument {
        let cause = Cause(
            .timedOut,
            "the last survey is older than \(Words.duration(timing.staleAfter)), or the configuration is newer",
            remedy: "wait for the next survey; if none ends, the service's log says where it hangs")
        var copy = withoutVerdict(because: cause)
        copy.stale = true
        return copy
    }

    /// Why nothing of it counts, neither gate nor condition; nil where it does.
    var obstacleToAll: DoubtDocument? {
        guard let cause = conditions.first?.cause, cause.subject == ConditionDocument.service else {
            return nil
        }
        return conditions.allSatisfy { $0.cause == cause } ? cause : nil
    }

    /// What was seen, and of every gate and condition that it cannot be told.
    func withoutVerdict(because cause: Cause) -> GatesDocument {
        var copy = self
        copy.gates = gates.map { $0.withoutVerdict() }
        copy.conditions = conditions.map { $0.unknown(because: cause) }
        return copy
    }
}

extension ClusterDocument {
    init(_ survey: ClusterSurvey, _ side: Side) {
        self.init(
            side: side, alias: survey.alias.rawValue,
            clusterID: survey.identity.valueToShow?.rawValue, brokers: survey.brokers.valueToShow?.count,
            topics: survey.topics.valueToShow?.count, groups: survey.groups.countToShow,
            up: survey.isComplete,
            obstacle: survey.isComplete
                ? nil : DoubtDocument(survey.alias.rawValue, survey.obstacle, since: nil))
    }
}

extension GateDocument {
    init(_ judged: GateVerdict, in verdict: Verdict, _ timing: Timing) {
        let remaining = judged.remaining(in: verdict, timing)
        self.init(
            gate: judged.gate, allows: judged.gate.allows, state: GateStateName(judged.state),
            safe: judged.state == .safe, windowSeconds: judged.window.inSeconds,
            observedSeconds: judged.observed.inSeconds, remainingSeconds: remaining?.inSeconds,
            earliestSafeAt: remaining.map { Timestamp(verdict.surveyed.wall.advanced(by: $0)) },
            safeSince: judged.safeSince.map { Timestamp($0) }, failing: judged.failing,
            unknown: judged.unknown)
    }

    /// A gate without a verdict.
    init(unknown gate: Gate, _ timing: Timing) {
        self.init(
            gate: gate, allows: gate.allows, state: .unknown, safe: false,
            windowSeconds: timing.window(of: gate).inSeconds, observedSeconds: 0, remainingSeconds: nil,
            earliestSafeAt: nil, safeSince: nil, failing: [], unknown: gate.conditions)
    }

    func withoutVerdict() -> GateDocument {
        var copy = self
        copy.state = .unknown
        copy.safe = false
        copy.remainingSeconds = nil
        copy.earliestSafeAt = nil
        copy.safeSince = nil
        copy.failing = []
        copy.unknown = gate.conditions
        return copy
    }
}

extension GateVerdict {
    /// Time from the survey until this gate opens if nothing moves from then on; nil where it cannot
    /// be told, and while it is open.
    fileprivate func remaining(in verdict: Verdict, _ timing: Timing) -> Duration? {
        switch state {
        case .safe, .unknown: return nil
        case .observing(let remaining): return remaining
        case .blocked:
            let waits = gate.conditions.compactMap { verdict[$0] }.map { condition in
                max(.zero, timing.window(of: condition.condition, for: gate) - condition.observed)
            }
            return (waits.max() ?? timing.window(of: gate)) + timing.confirmation
        }
    }
}

extension Timing {
    /// The longest window among a gate's judged conditions.
    func window(of gate: Gate) -> Duration {
        gate.conditions.map { window(of: $0, for: gate) }.max() ?? window
    }
}
