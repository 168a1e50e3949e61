import Quiescence

/// What has to be removed and in which order, with the real names of one migration. Nothing here acts.
public struct RemovalPlan: Sendable {
    /// How the steps are carried out.
    public enum Form: String, CaseIterable, Sendable {
        /// Kafka's own tools and the machines on which brokers and MirrorMaker run.
        case shell
        /// The resources of Strimzi on Kubernetes.
        case strimzi
    }

    /// Why there is no plan.
    public struct Refusal: Error, Sendable, CustomStringConvertible {
        public let description: String
        /// Whether nobody can tell, as opposed to: it is known not to be safe.
        public let isUnknown: Bool
    }

    let report: Report
    let digest: String
    /// The service that answers `check`; nil where it has to be named when a step is run.
    let service: String?
    let isDraft: Bool

    /// Refuses while a gate that the steps need is shut, unless it is a draft.
    public init(_ sealed: SealedReport, from service: String?, isDraft: Bool) throws(Refusal) {
        report = sealed.report
        digest = sealed.digest
        self.service = service
        self.isDraft = isDraft
        if let name = (mirrors + internalTopics(on: .old) + internalTopics(on: .new)).first(where: {
            !Self.isLegal($0)
        }) {
            throw Refusal(description: "no topic can be called \"\(name.onOneLine)\"", isUnknown: false)
        }
        guard !isDraft else { return }
        if report.demo {
            throw Refusal(
                description:
                    "these are a demo's clusters, and there is nothing to remove; --draft shows the plan",
                isUnknown: true)
        }
        guard let shut = gates.first(where: { !$0.safe }) else { return }
        throw Refusal(
            description:
                "\(shut.gate.rawValue) is \(shut.state.rawValue), and a plan is for what is safe; `check` "
                + "says why, --draft prints the plan all the same",
            isUnknown: shut.state == .unknown)
    }

    /// The gates whose steps are planned: that of the report and those before it.
    var gates: [GateDocument] {
        Gate.allCases.prefix { $0 != report.gate }.compactMap { gate in report.gates.first { $0.gate == gate }
        }
            + [report.judged].compactMap(\.self)
    }

    func plans(_ gate: Gate) -> Bool { gates.contains { $0.gate == gate } }

    private static func isLegal(_ topic: String) -> Bool {
        !topic.isEmpty && topic != "." && topic != ".." && topic.wholeMatch(of: /[A-Za-z0-9._-]+/) != nil
    }
}

// What there is to remove.
extension RemovalPlan {
    private func names(_ role: TopicRole, on side: Side) -> [String] {
        report.topics(role, on: side).map(\.topic).sorted()
    }

    /// Mirrors of a source that exists; what was judged.
    var mirrors: [String] {
        report.topics(.mirror, on: .new).filter { $0.mirroring != Mirroring.orphan.name }.map(\.topic)
            .sorted()
    }

    /// Named as mirrors are, and of no source: nobody can say whose they are.
    var orphans: [String] {
        report.topics(.mirror, on: .new).filter { $0.mirroring == Mirroring.orphan.name }.map(\.topic)
            .sorted()
    }

    /// Mirrors that a rule took out of scope, so that nobody judged them.
    var excluded: [String] {
        names(.excluded, on: .new).filter { $0.hasPrefix(report.plan.mirror.topicPrefix) }
    }

    /// MirrorMaker's own topics. Those of a Connect cluster's workers are that cluster's and stay: they hold what its
    /// other connectors go on from.
    func internalTopics(on side: Side) -> [String] {
        names(.mirrorMaker, on: side).filter {
            isDedicated || !report.plan.mirror.workersTopics.contains(TopicName(rawValue: $0))
        }
    }

    /// Groups of NEW with offsets on mirrors; a name with a NUL can be given to no program.
    var leftovers: [(group: String, topics: [String])] {
        report.groups.filter { $0.side == .new && !$0.mirrors.isEmpty && !$0.group.contains("\0") }
            .map { group in (group.group, group.mirrors.filter(Set(mirrors).contains).sorted()) }
            .filter { !$0.1.isEmpty }
    }

    var isDedicated: Bool { report.plan.mirrorIsDedicated }

    /// The group in which MirrorMaker's workers meet on NEW; nil where several could be it, or none was seen.
    var workersGroup: String? {
        if isDedicated {
            let naming = MirrorNaming(
                old: report.plan.old.alias, new: report.plan.new.alias, prefix: report.plan.mirror.topicPrefix
            )
            return naming.ownGroup(on: .new).rawValue
        }
        let groups = report.groups.filter { $0.side == .new && $0.protocolType == "connect" }
        return groups.count == 1 ? groups[0].group : nil
    }

    /// In seconds: how long a running MirrorMaker may take to bring a deleted topic back; its default is 10 minutes.
    var refresh: Int {
        let setting = report.mirror.settings.first { $0.setting == MirrorSetting.refreshSeconds.rawValue }
        return setting?.found.flatMap { Int($0) }.map { min(max($0, 1), 86_400) } ?? 600
    }

    func servers(_ side: Side) -> String {
        report.plan.cluster(side).bootstrapServers.map(\.description).joined(separator: ",")
    }

    func clusterID(_ side: Side) -> String { report.cluster(side)?.clusterID ?? "" }
}
