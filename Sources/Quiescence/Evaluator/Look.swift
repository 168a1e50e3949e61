/// One survey made ready for judging: roles given, memory at hand.
///
/// A class only because it is large and handed to every judgement; nothing of it changes.
final class Look {
    let plan: Plan
    let naming: MirrorNaming
    /// Readings of a cluster under a wrong or unread id are already thrown away.
    let survey: Survey
    /// What was read of the tails; nothing before they were.
    let tails: [TailQuestion: Reading<TailAnswer>]
    /// What was read of both logs for the ledger; nothing before it was.
    let ledger: [LedgerQuestion: Reading<LedgerAnswer>]
    /// What the brokers said their ids were, before anything was thrown away.
    let identities: BothSides<Reading<ClusterID>>
    /// As it was before this survey.
    let memory: Memory
    let topics: BothSides<NamedViews<TopicView>>
    let groups: BothSides<NamedViews<GroupView>>
    /// The same of both clusters, matched; sorted by name.
    private(set) lazy var groupPairs = GroupPair.all(self)
    /// Records that stood in the tails of earlier surveys; none before the tails were read.
    private let recordsSeen: [TailQuestion: Int64]
    /// Gates that were safe at the last survey: what they allow to be removed may be gone now.
    let safeGates: Set<Gate>
    /// Gates of which a condition failed at the last survey, or had failed since they were safe.
    let shutGates: Set<Gate>

    init(
        plan: Plan, naming: MirrorNaming, survey: Survey, identities: BothSides<Reading<ClusterID>>,
        memory: Memory, topics: BothSides<NamedViews<TopicView>>, groups: BothSides<NamedViews<GroupView>>,
        safeGates: Set<Gate>, shutGates: Set<Gate>
    ) {
        self.plan = plan
        self.naming = naming
        self.survey = survey
        tails = [:]
        ledger = [:]
        self.identities = identities
        self.memory = memory
        self.topics = topics
        self.groups = groups
        recordsSeen = [:]
        self.safeGates = safeGates
        self.shutGates = shutGates
    }

    /// The same, with its tails read, which took until `ended`.
    init(
        _ look: Look, answered survey: Survey, ended: Moment, recordsSeen: [TailQuestion: Int64]
    ) {
        tails = survey.tails
        ledger = survey.ledger
        plan = look.plan
        naming = look.naming
        var survey = look.survey
        survey.ended = ended
        self.survey = survey
        identities = look.identities
        memory = look.memory
        topics = look.topics
        groups = look.groups
        self.recordsSeen = recordsSeen
        safeGates = look.safeGates
        shutGates = look.shutGates
        groupPairs = look.groupPairs
        sources = look.sources
        mirrors = look.mirrors
        oldestOpenAtRest = look.oldestOpenAtRest
        secondMirrors = look.secondMirrors
    }

    /// The survey of one cluster.
    func cluster(_ side: Side) -> ClusterSurvey { survey.cluster(side) }

    /// One topic, seen now or remembered.
    func topic(_ name: TopicName, on side: Side) -> TopicView? {
        topics[side][name]
    }

    /// Topics of OLD that MirrorMaker should mirror, sorted by name.
    private(set) lazy var sources = topics.old.inOrder.filter { $0.role == .source }

    /// Their mirrors on NEW, sorted by name.
    private(set) lazy var mirrors = topics.new.inOrder.filter { $0.role == .mirror }

    /// Of each source, how many of its oldest records could not be compared, where all the rest was and nothing has
    /// moved since; nil where there is something to be looked at.
    private(set) lazy var oldestOpenAtRest = {
        var cursor = NameCursor()
        return sources.map { MirrorFaithful.oldestOpenAtRest($0, &cursor, self) }
    }()

    /// Brokers of OLD that are being switched off: their replicas need not be in sync.
    private(set) lazy var brokersLeaving = memory.brokers.leaving(self)

    /// MirrorMakers beside the plan's, by what stands on NEW.
    private(set) lazy var secondMirrors = SecondMirrors(self)

    /// What was compared, as far as it is about these clusters.
    private(set) lazy var compared = ComparedExtents(self)

    /// Groups that count, sorted by name: neither excluded nor MirrorMaker's own.
    func groupsInScope(on side: Side) -> [GroupView] {
        groups[side].inOrder.filter(\.isInScope)
    }

    /// Whether a range holds records: from an earlier proof, from this survey, or not known yet.
    func tail(_ question: TailQuestion) -> Tail {
        if memory.tails.empty.covers(question) { return .empty }
        let seen = recordsSeen[question]
        switch tails[question] {
        case .known(.empty): return .empty
        case .known(.holdsRecord(let offset)): return .holdsRecord(at: offset)
        case .absent, nil: return seen.map { .holdsRecord(at: $0) } ?? .notAsked
        case .unreadable(let cause):
            return seen.map { .holdsRecord(at: $0) }
                ?? .unproven(Cause(cause.kind, "unproven: \(cause.detail)", remedy: cause.remedy))
        }
    }

    enum Tail {
        case empty
        case holdsRecord(at: Int64)
        case notAsked
        indirect case unproven(Cause)
    }
}
