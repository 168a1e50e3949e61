import Quiescence

@testable import DecommissionGate

/// A migration at one of its turns, large enough to fill a page.
enum Scene: String, CaseIterable {
    case blocked
    case observing
    case safe
    case unknown
    /// As blocked, with names that try to be markup, to break lines and to reorder text.
    case hostile

    static let wall = WallTime(millisecondsSince1970: 1_795_642_500_000)

    static let plan = Plan(
        old: ClusterPlan(alias: "OLD", bootstrapServers: [ServerAddress(host: "old-1", port: 9092)]),
        new: ClusterPlan(alias: "NEW", bootstrapServers: [ServerAddress(host: "new-1", port: 9092)]),
        topics: TopicRules(exclude: [NameRule(names: .pattern("tmp-.*"), reason: "scratch, thrown away")]),
        producers: .declared(
            ["shop", "billing", "audit"].map { DeclaredProducer(name: $0, place: "file /etc/\($0).env") }))

    /// Names that a cluster may hold and that no page may believe.
    static let hostileNames = [
        "<script>window.owned=1;document.title='owned'</script>", "\"><img src=x onerror=window.owned=1>",
        "'; window.owned=1; '", "</title></style></main><h1>SAFE", "a\u{202E}dlo\u{2066}b",
        "two\nlines\u{2028}and\u{0}more",
        String(repeating: "very-long.", count: 25).prefix(249).description, "группа 🚀", "&lt;b&gt;&amp;",
    ]

    private var failing: [Condition] {
        switch self {
        case .blocked, .hostile: [.sourceQuiet, .producersRetargeted, .oldConsumersGone]
        case .observing, .safe, .unknown: []
        }
    }

    private var unknown: [Condition] {
        switch self {
        case .blocked, .hostile: [.mirrorConsumed]
        case .unknown: [.visibility, .sourceConsumed]
        case .observing, .safe: []
        }
    }

    private var groups: [String] {
        self == .hostile ? Self.hostileNames : ["billing", "shipping", "search-indexer", "fraud", "mailer"]
    }

    private var topics: [String] {
        self == .hostile ? Self.hostileNames : ["orders", "payments", "clickstream", "audit-weekly"]
    }

    func assessment(at moment: Moment) -> Assessment {
        Assessment(
            verdict: Verdict(
                surveyed: moment, conditions: Condition.allCases.map(judged), gates: Gate.allCases.map(gate)),
            events: [], topics: topics.flatMap(accounts) + [excluded], groups: groups.flatMap(group),
            producers: [
                ProducerAccount(name: "shop", target: .known(failing.isEmpty ? .new : .both)),
                ProducerAccount(name: "audit", target: .known(failing.isEmpty ? .new : .old)),
                ProducerAccount(
                    name: "billing",
                    target: .unreadable(Cause(.missing, "/etc/billing/kafka.properties does not exist"))),
            ])
    }

    func survey(at moment: Moment) -> Survey {
        func cluster(_ alias: ClusterAlias, _ brokers: Int32) -> ClusterSurvey {
            var cluster = ClusterSurvey(alias: alias, nothingReadable: Cause(.notAsked, "not asked"))
            cluster.identity = .known(ClusterID(rawValue: "\(alias)-cluster-id-000000"))
            cluster.brokers = .known(
                (1...brokers).map {
                    Broker(
                        id: BrokerID(rawValue: $0), address: ServerAddress(host: "\(alias)-\($0)", port: 9092)
                    )
                })
            let names = (1...412).map { TopicName(rawValue: "topic-\($0)") }
            cluster.topics = .known(
                Dictionary(uniqueKeysWithValues: names.map { ($0, .known(TopicSurvey(partitions: []))) }))
            cluster.groups = GroupListing(completeness: .complete, seen: [:])
            return cluster
        }
        return Survey(
            began: moment, ended: moment, old: cluster("OLD", 3), new: cluster("NEW", 5),
            mirror: MirrorSurvey(
                positions: .absent, syncs: .absent, checkpoints: .absent, heartbeat: .absent,
                description: .known(MirrorDescription())),
            producers: ["shop": .known([ServerAddress(host: "new-1", port: 9092)])])
    }

    private func judged(_ condition: Condition) -> ConditionVerdict {
        var offenders: [Offender] = []
        var doubts: [Doubt] = []
        if failing.contains(condition) {
            let subjects = condition == .oldConsumersGone ? groups : topics.map { "\($0)-0" }
            offenders = subjects.enumerated().map { place, subject in
                var offender = Offender(
                    subject, "advanced by \(412 >> place), to 92,321", size: 412 >> Int64(place))
                offender.since = Self.wall.advanced(by: .seconds(-3600))
                return offender
            }
        }
        if unknown.contains(condition) {
            doubts = groups.map {
                Doubt($0, Cause(.coordinator, "committed offsets: coordinator not available"))
            }
        }
        return ConditionVerdict(
            condition: condition,
            finding: Finding(summary: "812 topics, 6,398 partitions", offenders: offenders, doubts: doubts),
            since: Self.wall.advanced(by: .seconds(-51_210)),
            observed: .seconds(offenders.isEmpty ? 51_210 : 0),
            lastViolation: nil, restarts: [:])
    }

    private func gate(_ gate: Gate) -> GateVerdict {
        let (failing, unknown) = (
            failing.filter(gate.conditions.contains), unknown.filter(gate.conditions.contains)
        )
        let state: GateState =
            switch self {
            case .blocked, .hostile: .blocked
            case .observing: .observing(remaining: .seconds(35_220))
            case .safe: .safe
            case .unknown: .unknown
            }
        return GateVerdict(
            gate: gate, state: state, window: .seconds(86_400),
            observed: .seconds(self == .safe ? 86_400 : self == .observing ? 51_180 : 0),
            safeSince: self == .safe ? Self.wall.advanced(by: .seconds(-600)) : nil, failing: failing,
            unknown: unknown)
    }

    private func accounts(_ topic: String) -> [TopicAccount] {
        let target: ObservedTarget = failing.isEmpty ? .new : .both
        return [
            TopicAccount(
                side: .old, name: TopicName(rawValue: topic), role: .source, end: .known(92_321),
                appended: topic == topics.first ? Yesterday.appended : 0,
                lastAppend: .known(Self.wall), mirrorLag: .known(100), observedTarget: .known(target)),
            TopicAccount(
                side: .new, name: TopicName(rawValue: "OLD.\(topic)"), role: .mirror, end: .known(92_221),
                appended: topic == topics.first ? Yesterday.appended : 0, lastAppend: .known(Self.wall),
                mirrorLag: .absent, observedTarget: .absent),
        ]
    }

    private var excluded: TopicAccount {
        TopicAccount(
            side: .old, name: "tmp-1", role: .excluded, reason: "scratch, thrown away", end: .known(7),
            appended: 0,
            lastAppend: .absent, mirrorLag: .absent, observedTarget: .absent)
    }

    private func group(_ name: String) -> [GroupAccount] {
        Side.allCases.map { side in
            let topic = TopicName(rawValue: side == .old ? "orders" : "OLD.orders")
            let lag: Reading<Int64> =
                unknown.isEmpty || side == .old
                ? .known(failing.isEmpty ? 0 : 1204)
                : .unreadable(Cause(.coordinator, "coordinator not available"))
            return GroupAccount(
                side: side, name: GroupName(rawValue: name), phase: failing.isEmpty ? .onNew : .both,
                members: .known(side == .old && failing.isEmpty ? 0 : 3),
                topics: [
                    GroupTopicAccount(
                        topic: topic, lag: lag, expiredUnread: .known(0),
                        lastCommit: .known(Self.wall.advanced(by: .seconds(-5))))
                ])
        }
    }
}
