import Quiescence

@testable import DecommissionGate

/// One small, complete world in the middle of a migration, written by hand.
enum Fixture {
    static let wall = WallTime(millisecondsSince1970: 1_795_600_800_250)
    static let surveyed = Moment(monotonic: .seconds(5000), boottime: .seconds(6000), wall: wall, boot: "")
    static let oddGroup: GroupName = "quote\"back\\slash\nrest"
    static let scriptGroup: GroupName = "группа 🚀"

    static let plan = Plan(
        old: ClusterPlan(alias: "OLD", bootstrapServers: [ServerAddress(host: "old-1", port: 9092)]),
        new: ClusterPlan(alias: "NEW", bootstrapServers: [ServerAddress(host: "new-1", port: 9092)]),
        topics: TopicRules(exclude: [NameRule(names: .pattern("tmp-.*"), reason: "scratch <b>")]),
        producers: .declared(["shop", "billing", "audit"].map { .init(name: $0, place: "file \($0)") }))

    static let settings = Press.Settings(
        build: BuildInfo(
            version: "1.2.3", revision: "0123abc", swiftVersion: "6.3.1", librdkafkaVersion: "2.0.2",
            libmicrohttpdVersion: "0.9.75"),
        partitions: true, compressor: SeenCompressor(), digest: ReportFixture.digest)

    /// As the demo has them.
    static var demoSettings: Press.Settings {
        var settings = settings
        settings.isDemo = true
        return settings
    }

    static func press(_ settings: Press.Settings = settings) -> Press {
        var press = Press(
            settings, plan: plan, reload: Press.Reload(successful: true, lastSuccess: before(3600)))
        press.evidence = .kept(
            EvidenceFigures(
                sequence: 41, bytes: 86_016, lastWrite: before(30), failures: 0, isIntact: true))
        return press
    }

    static func edition(
        _ assessment: Assessment = assessment, _ survey: Survey = survey,
        _ settings: Press.Settings = settings
    ) throws -> Edition {
        var press = press(settings)
        return press.edition(of: survey, assessment, requests: RequestCounts(), process: process)
    }

    static var process: ProcessFigures {
        var figures = ProcessFigures()
        figures.cpu = .milliseconds(12_340)
        figures.residentBytes = 41_943_040
        figures.virtualBytes = 536_870_912
        figures.openFiles = 23
        figures.maxFiles = 1024
        figures.started = before(7200)
        return figures
    }

    /// So many groups like this one that their series are compressed by themselves.
    static func many(of group: GroupAccount) -> [GroupAccount] {
        (0..<300).map { number in
            var other = group
            other.name = GroupName(rawValue: "\(group.name.rawValue)-\(number)")
            return other
        }
    }

    static func before(_ seconds: Int64) -> WallTime { wall.advanced(by: .seconds(-seconds)) }

    static func later(_ seconds: Int64) -> Moment {
        let span = Duration.seconds(seconds)
        return Moment(
            monotonic: surveyed.monotonic + span, boottime: surveyed.boottime + span,
            wall: wall.advanced(by: span), boot: "")
    }

    /// The text form's lines that are no comments.
    static func series(_ page: MetricsPage) throws -> [String] {
        String(decoding: try page.text.plain, as: UTF8.self).split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") }
    }
}

// What the clusters answered.
extension Fixture {
    private static var described: MirrorDescription {
        MirrorDescription(connectors: [
            "MirrorHeartbeatConnector": MirrorConnector(kind: .heartbeat),
            "MirrorSourceConnector": MirrorConnector(
                kind: .source,
                settings: [
                    .sourceAlias: .known("OLD"), .targetAlias: .known("NEW"),
                    .topics: .known("orders, audit.*"),
                    .consumerIsolation: .known("read_committed"),
                ], state: .known(.running), version: .known("4.3.1"),
                tasks: [
                    MirrorTask(state: .known(.running), partitions: .known(["orders": [0, 1]])),
                    MirrorTask(state: .known(.failed), failure: .known("RecordTooLargeException")),
                ]),
        ])
    }

    static var survey: Survey {
        Survey(
            began: surveyed, ended: surveyed, old: old, new: new,
            mirror: MirrorSurvey(
                positions: .absent, syncs: .absent, checkpoints: .absent, heartbeat: .known(before(2)),
                description: .known(described)),
            producers: [
                "shop": .known([ServerAddress(host: "new-1", port: 9092)]),
                "billing": .unreadable(Cause(.missing, "/etc/billing/kafka.properties does not exist")),
                "audit": .known([ServerAddress(host: "old-1", port: 9092)]),
            ])
    }

    private static var old: ClusterSurvey {
        var cluster = ClusterSurvey(alias: "OLD", nothingReadable: Cause(.notAsked, "not asked"))
        cluster.identity = .known("oldOldOldOldOldOldOld0")
        cluster.brokers = .known((1...3).map { broker($0, "old") })
        cluster.topics = .known([
            "orders": topic([1200, 600]), "audit-weekly": topic([52]), "tmp-1": topic([0]),
        ])
        cluster.groups = GroupListing(
            completeness: .complete,
            seen: [
                "billing": group(["orders": [1100, 600]]), oddGroup: group(["audit-weekly": [52]]),
            ])
        cluster.requests = [
            "Metadata": RequestCount(sent: 12), "ListOffsets": RequestCount(sent: 36, failed: 1),
        ]
        cluster.duration = .milliseconds(412)
        return cluster
    }

    private static var new: ClusterSurvey {
        var cluster = ClusterSurvey(alias: "NEW", nothingReadable: Cause(.notAsked, "not asked"))
        cluster.identity = .known("newNewNewNewNewNewNew0")
        cluster.brokers = .known((1...5).map { broker($0, "new") })
        cluster.topics = .known(["OLD.orders": topic([1100, 600]), "orders": topic([7, 9])])
        cluster.groups = GroupListing(
            completeness: .incomplete(Cause(.coordinator, "broker 3: coordinator load in progress")),
            seen: ["billing": group([:])])
        cluster.requests = ["Metadata": RequestCount(sent: 12)]
        cluster.duration = .seconds(2)
        return cluster
    }

    private static func broker(_ id: Int32, _ host: String) -> Broker {
        Broker(id: BrokerID(rawValue: id), address: ServerAddress(host: "\(host)-\(id)", port: 9092))
    }

    private static func topic(_ ends: [Int64]) -> Reading<TopicSurvey> {
        .known(
            TopicSurvey(
                partitions: ends.map { end in
                    PartitionSurvey(
                        leader: .known(BrokerID(rawValue: 1)), replication: .complete(3),
                        start: offset(0), end: offset(end), stable: offset(end))
                }))
    }

    private static func group(_ commits: [TopicName: [Int64]]) -> GroupSurvey {
        let pairs = commits.flatMap { topic, offsets in
            offsets.enumerated().compactMap { index, value in
                CommittedOffset(value).map { (TopicPartition(topic, Int32(index)), $0) }
            }
        }
        return GroupSurvey(
            protocolType: .known("consumer"), state: .known(.stable), members: .known([]),
            commits: .known(PartitionMap(pairs)))
    }

    private static func offset<Kind>(_ value: Int64) -> Reading<Offset<Kind>> {
        Offset(value).map { .known($0) } ?? .absent
    }
}

// What it came to.
extension Fixture {
    static var assessment: Assessment {
        Assessment(
            verdict: verdict, events: [.clockStepped(.seconds(-5))], topics: topics, groups: groups,
            producers: [
                ProducerAccount(name: "shop", target: .known(.new)),
                ProducerAccount(name: "audit", target: .known(.old)),
                ProducerAccount(
                    name: "billing",
                    target: .unreadable(Cause(.missing, "/etc/billing/kafka.properties does not exist"))),
            ])
    }

    /// The same with every condition holding and every gate safe.
    static var safeAssessment: Assessment {
        var assessment = assessment
        assessment.verdict.conditions = Condition.allCases.map {
            condition($0, observed: 90_000)
        }
        assessment.verdict.gates = Gate.allCases.map { gate in
            GateVerdict(
                gate: gate, state: .safe, window: .seconds(86_400), observed: .seconds(86_400),
                safeSince: before(600), failing: [], unknown: [])
        }
        return assessment
    }

    static func condition(
        _ condition: Condition, observed: Int64 = 51_210, offenders: [Offender] = [], doubts: [Doubt] = []
    ) -> ConditionVerdict {
        ConditionVerdict(
            condition: condition,
            finding: Finding(summary: "812 topics, 6,398 partitions", offenders: offenders, doubts: doubts),
            since: before(observed), observed: .seconds(observed),
            lastViolation: offenders.isEmpty ? nil : wall,
            restarts: offenders.isEmpty ? [:] : [.violation: 2, .gap: 1])
    }

    private static var verdict: Verdict {
        var late = Offender("audit-weekly", "advanced by 1, to 52", size: 1)
        late.since = before(21_600)
        var doubt = Doubt(
            "group billing", Cause(.coordinator, "committed offsets: coordinator not available"))
        doubt.since = before(240)
        return Verdict(
            surveyed: surveyed,
            conditions: Condition.allCases.map { name in
                switch name {
                case .sourceQuiet:
                    condition(
                        name, observed: 0,
                        offenders: [late, Offender("orders", "advanced by 412, to 1,800", size: 412)])
                case .mirrorConsumed: condition(name, observed: 40_000, doubts: [doubt])
                default: condition(name)
                }
            },
            gates: [
                GateVerdict(
                    gate: .mirrorMaker, state: .blocked, window: .seconds(86_400), observed: .zero,
                    safeSince: nil, failing: [.sourceQuiet], unknown: []),
                GateVerdict(
                    gate: .mirrorTopics, state: .blocked, window: .seconds(86_400), observed: .zero,
                    safeSince: nil, failing: [.sourceQuiet], unknown: [.mirrorConsumed]),
                GateVerdict(
                    gate: .oldBrokers, state: .observing(remaining: .seconds(35_220)),
                    window: .seconds(86_400), observed: .seconds(51_210), safeSince: nil, failing: [],
                    unknown: []),
            ])
    }

    private static var topics: [TopicAccount] {
        let unread = Cause(.leaderless, "end offset of orders-1: leader not available")
        return [
            TopicAccount(
                side: .old, name: "orders", role: .source, end: .known(1800), appended: 412,
                lastAppend: .known(wall), mirrorLag: .known(100), observedTarget: .known(.both),
                ledger: .known(LedgerFigures(skipped: .known(3), lost: 1, expired: 2))),
            TopicAccount(
                side: .old, name: "audit-weekly", role: .source, end: .known(52), appended: 1,
                lastAppend: .known(before(21_600)), mirrorLag: .unreadable(unread),
                observedTarget: .unreadable(unread)),
            TopicAccount(
                side: .old, name: "tmp-1", role: .excluded, reason: "scratch", end: .known(0), appended: 0,
                lastAppend: .absent, mirrorLag: .absent, observedTarget: .absent),
            TopicAccount(
                side: .new, name: "OLD.orders", role: .mirror, end: .known(1700), appended: 0,
                lastAppend: .absent, mirrorLag: .absent, observedTarget: .absent),
            TopicAccount(
                side: .new, name: "orders", role: .native, end: .unreadable(unread), appended: 16,
                lastAppend: .known(wall), mirrorLag: .absent, observedTarget: .absent),
        ]
    }

    private static var groups: [GroupAccount] {
        let closed = Cause(.notAuthorized, "offsets of group billing: not authorized")
        return [
            GroupAccount(
                side: .old, name: "billing", phase: .both, members: .known(3),
                topics: [
                    GroupTopicAccount(
                        topic: "orders", lag: .known(100), expiredUnread: .known(0),
                        lastCommit: .known(before(5)))
                ]),
            GroupAccount(
                side: .new, name: "billing", phase: .both, members: .unreadable(closed),
                topics: [
                    GroupTopicAccount(
                        topic: "OLD.orders", lag: .unreadable(closed), expiredUnread: .unreadable(closed),
                        lastCommit: .absent)
                ]),
            GroupAccount(
                side: .old, name: oddGroup, phase: .unknown, members: .known(0),
                topics: [
                    GroupTopicAccount(
                        topic: "audit-weekly", lag: .known(0), expiredUnread: .known(800),
                        lastCommit: .absent)
                ]),
            GroupAccount(
                side: .old, name: scriptGroup, phase: .oldOnly, members: .known(1), topics: []),
        ]
    }
}
