import Quiescence

/// What a report says beside the verdict: taken from each survey once, for the survey itself is not held on to.
struct ReportSource: Sendable {
    let plan: Plan
    private let build: BuildInfo
    private let journal: JournalHead?
    private let digest: Report.Digest
    private var clusters: [ReportedCluster] = []
    private var topics: [ReportedTopic] = []
    private var connectors: [String] = []
    private var groups: [ReportedGroup] = []

    /// Before the first survey.
    init(_ plan: Plan, _ settings: Press.Settings, _ evidence: EvidenceState) {
        self.plan = plan
        build = settings.build
        digest = settings.digest
        journal = evidence.figures.map {
            JournalHead(sequence: $0.sequence, digest: $0.head, isKept: evidence.obstacle == nil)
        }
    }

    init(
        _ plan: Plan, _ settings: Press.Settings, _ evidence: EvidenceState, _ assessment: Assessment,
        _ survey: Survey
    ) {
        self.init(plan, settings, evidence)
        clusters = Side.allCases.map { ReportedCluster(survey.cluster($0), $0) }
        topics = assessment.topics.map { ReportedTopic($0, survey.cluster($0.side)) }
        let mirrors = Set(assessment.topics.filter { $0.side == .new && $0.role == .mirror }.map(\.name))
        connectors =
            survey.mirror.description.valueToShow?.connectors
            .filter { $0.value.flows(from: plan.old.alias, to: plan.new.alias) }.keys.sorted().map(\.rawValue)
            ?? []
        groups = assessment.groups.map { ReportedGroup($0, survey.cluster($0.side), mirrors) }
    }

    /// The report on one gate, as it stands in `document`; nil where that has none of this name.
    func report(on gate: Gate, _ document: GatesDocument) throws -> SealedReport? {
        guard document[gate] != nil else { return nil }
        let report = Report(
            kind: Report.kind, version: Report.version, demo: document.demo, gate: gate,
            surveyedAt: document.surveyedAt, stale: document.stale, plan: plan,
            planSha256: try plan.sha256(digest), clusters: clusters, gates: document.gates,
            conditions: document.conditions.filter { gate.conditions.contains($0.condition) },
            mirror: document.mirror, mirrorConnectors: connectors, topics: topics, groups: groups,
            journal: journal,
            cannotSee: Report.blindness, program: ReportedProgram(build))
        return try SealedReport(report, digest: digest)
    }
}

extension Plan {
    /// Of the bytes that the journal keeps of it, and that stand in a report.
    func sha256(_ digest: Report.Digest) throws -> String { try digest(JSON.bytes(self).dropLast()) }
}

extension ReportedCluster {
    fileprivate init(_ survey: ClusterSurvey, _ side: Side) {
        let document = ClusterDocument(survey, side)
        self.init(
            side: side, alias: document.alias, clusterID: document.clusterID,
            brokers: survey.brokers.valueToShow?.sorted { $0.id < $1.id }.map {
                ReportedBroker(id: $0.id.rawValue, address: $0.address.description)
            }, up: document.up, obstacle: document.obstacle)
    }
}

extension ReportedTopic {
    fileprivate init(_ account: TopicAccount, _ cluster: ClusterSurvey) {
        let topic = cluster.topics.valueToShow?[account.name]?.valueToShow
        self.init(
            side: account.side, topic: account.name.rawValue, role: account.role, reason: account.reason,
            mirroring: account.mirroring.valueToShow?.name,
            endOffsets: topic.map { ReportedOffsets($0.partitions.map { $0.end.valueToShow?.value }) },
            lastAppend: account.lastAppend.valueToShow.map { Timestamp($0) })
    }
}

extension ReportedGroup {
    fileprivate init(_ account: GroupAccount, _ cluster: ClusterSurvey, _ mirrors: Set<TopicName>) {
        let onMirrors = account.side == .new ? account.topics.map(\.topic).filter(mirrors.contains) : []
        self.init(
            side: account.side, group: account.name.rawValue,
            protocolType: cluster.groups.seen[account.name]?.protocolType.valueToShow,
            members: account.members.valueToShow, excluded: account.excluded,
            mirrors: onMirrors.map(\.rawValue))
    }
}

extension ReportedProgram {
    fileprivate init(_ build: BuildInfo) {
        self.init(
            version: build.version, revision: build.revision, swift: build.swiftVersion,
            librdkafka: build.librdkafkaVersion, libmicrohttpd: build.libmicrohttpdVersion)
    }
}
