/// What MirrorMaker says of itself, held against the plan, and against what its position is worth: a part of
/// `mirror_drained`.
///
/// A dangerous setting and a contradiction are doubts. That nothing of all this could be read is only noted: the
/// positions and the ends prove what they prove without it.
enum MirrorAsDescribed {
    static func judge(_ mirror: DescribedMirror, _ look: Look, _ judgement: inout Judgement) {
        noteObstacle(mirror, look, &judgement)
        judgeRisks(mirror, look, &judgement)
        for flow in mirror.flows { judge(flow.name, flow.connector, look, &judgement) }
        if mirror.flows.count > 1 {
            let names = mirror.flows.map(\.name.description).joined(separator: ", ")
            judgement.doubt(
                "MirrorMaker",
                Cause(
                    .contradiction, "several connectors mirror \(flow(look)): \(names)",
                    remedy: "name the right one in mirror.connector"))
        }
        noteOthers(mirror, look, &judgement)
    }

    static func flow(_ look: Look) -> String { "\(look.plan.old.alias) to \(look.plan.new.alias)" }

    private static func noteObstacle(_ mirror: DescribedMirror, _ look: Look, _ judgement: inout Judgement) {
        let unknown = "whether it leaves records out on purpose is not known"
        switch mirror.said {
        case .known:
            if let cause = mirror.stale {
                judgement.note("MirrorMaker's settings are as they were last read: \(cause.detail)")
            }
        case .absent:
            judgement.note(
                "MirrorMaker's settings could not be read, for the topic \(look.plan.mirror.configsTopic) does not "
                    + "exist: \(unknown); name its Connect workers' config.storage.topic in mirror.configs_topic"
            )
        case .unreadable(let cause):
            judgement.note(
                "MirrorMaker's settings could not be read: \(cause.detail): \(unknown); \(cause.remedy)")
        }
    }

    /// What was once dangerous stays so: the position went past what was left out then.
    private static func judgeRisks(_ mirror: DescribedMirror, _ look: Look, _ judgement: inout Judgement) {
        var risks = look.memory.risks
        for flow in mirror.flows {
            risks[flow.name, default: []].formUnion(flow.connector.risks(under: look.plan))
        }
        for (name, found) in risks.sorted(by: { $0.key < $1.key }) {
            let flow = mirror.flows.first { $0.name == name }
            let inForce = flow?.connector.risksInForce ?? []
            for risk in found.sorted() {
                if let reason = look.plan.mirror.accepted[risk] {
                    judgement.note("\(name): \(risk) is accepted: \(reason)")
                    continue
                }
                let time = inForce.contains(risk) ? "" : ", until it was changed"
                judgement.doubt(
                    "\(name)",
                    Cause(
                        .incomplete, "\(risk)\(time): \(risk.setting.danger)",
                        remedy:
                            "compare what was mirrored, then accept \(risk) with a reason in mirror.accepted"
                    ),
                    unless: .acceptedSetting(risk))
            }
        }
    }

    private static func judge(
        _ name: ConnectorName, _ connector: MirrorConnector, _ look: Look, _ judgement: inout Judgement
    ) {
        judgeNaming(name, connector, look, &judgement)
        judgeServers(name, connector, look, &judgement)
        switch connector.isolation {
        case .known(look.plan.mirror.isolation), .absent: break
        case .known(let level):
            judgement.doubt(
                "\(name)",
                Cause(
                    .contradiction,
                    "reads \(level.rawValue), and mirror.isolation says \(look.plan.mirror.isolation.rawValue)",
                    remedy: "leave mirror.isolation out, so that MirrorMaker's own word counts"))
        case .unreadable(let cause):
            judgement.note("\(name): at which isolation level it reads is not known: \(cause.detail)")
        }
        if connector.syncsOn != look.plan.mirror.syncsOn {
            judgement.note(
                "\(name): its offset syncs are on \(look.plan.cluster(connector.syncsOn).alias), and are looked for "
                    + "on \(look.plan.cluster(look.plan.mirror.syncsOn).alias)")
        }
        if connector[.emitsSyncs] == .known("false") {
            judgement.note("\(name) writes no offset syncs, so no offset of a mirror can be translated")
        }
        if case .known(let filter) = connector[.topicFilter], !filter.hasSuffix("DefaultTopicFilter") {
            judgement.note("\(name): topic.filter.class \(filter) decides which topics are mirrored")
        }
        noteState(name, connector, &judgement)
    }

    private static func judgeNaming(
        _ name: ConnectorName, _ connector: MirrorConnector, _ look: Look, _ judgement: inout Judgement
    ) {
        switch connector[.policy] {
        case .absent: break
        case .known(let policy) where policy.hasSuffix("DefaultReplicationPolicy"): break
        case .known(let policy):
            judgement.doubt(
                "\(name)",
                Cause(
                    .contradiction,
                    "replication.policy.class \(policy) names mirrors otherwise than this gate does",
                    remedy: "this gate is for the default policy: prefix, separator, topic"))
        case .unreadable(let cause): judgement.doubt("\(name)", cause)
        }
        switch connector.separator {
        case .absent: break
        case .unreadable(let cause): judgement.doubt("\(name)", cause)
        case .known(let separator):
            let prefix = "\(look.plan.old.alias)\(separator)"
            guard prefix != look.naming.prefix else { return }
            judgement.doubt(
                "\(name)",
                Cause(
                    .contradiction,
                    "begins its mirrors' names with \(prefix), and mirror.topic_prefix says \(look.naming.prefix)",
                    remedy: "leave mirror.topic_prefix out, so that MirrorMaker's own word counts"))
        }
    }

    /// Addresses prove a swap and never a match: a broker may have many names.
    private static func judgeServers(
        _ name: ConnectorName, _ connector: MirrorConnector, _ look: Look, _ judgement: inout Judgement
    ) {
        for side in Side.allCases {
            let setting: MirrorSetting = side == .old ? .sourceServers : .targetServers
            guard case .known(let list) = connector[setting] else { continue }
            let servers = Set(MirrorSetting.members(of: list))
            let other: Side = side == .old ? .new : .old
            let (own, others) = (addresses(of: side, look), addresses(of: other, look))
            if let address = servers.intersection(others.subtracting(own)).min() {
                judgement.doubt(
                    "\(name)",
                    Cause(
                        .contradiction,
                        "\(setting.rawValue) names \(address), which is a broker of \(look.plan.cluster(other).alias)",
                        remedy: "see which clusters it joins, and correct the addresses of one of the two"))
            } else if servers.isDisjoint(with: own) {
                judgement.note(
                    "\(name): \(setting.rawValue) \(list) and the addresses known of "
                        + "\(look.plan.cluster(side).alias) have none in common: other names of the same, or another cluster"
                )
            }
        }
    }

    static func addresses(of side: Side, _ look: Look) -> Set<String> {
        var addresses = look.plan.cluster(side).bootstrapServers
        if case .known(let brokers) = look.cluster(side).brokers { addresses += brokers.map(\.address) }
        return Set(addresses.map(\.description))
    }

    /// FAILED is to be believed and shuts nothing by itself: what is left to mirror is counted by offsets.
    private static func noteState(
        _ name: ConnectorName, _ connector: MirrorConnector, _ judgement: inout Judgement
    ) {
        switch connector.wanted {
        case .started: break
        case .paused, .stopped:
            judgement.note("\(name) is \(connector.wanted.rawValue): it was asked to, and mirrors nothing")
        }
        if connector[.enabled] == .known("false") { judgement.note("\(name) is not enabled") }
        if case .known(.failed) = connector.state {
            judgement.note("\(name) has FAILED: see MirrorMaker's log")
        }
        for (number, task) in connector.tasks.enumerated() {
            guard case .known(.failed) = task.state else { continue }
            var why = ""
            if case .known(let failure) = task.failure { why = " (\(failure))" }
            judgement.note(
                "\(name): task \(number) has FAILED\(why), and mirrors nothing of its partitions any more")
        }
    }
}

extension MirrorSetting {
    /// What it does to records while the position goes on.
    fileprivate var danger: String {
        if self == .tolerance {
            return "a record that could not be copied was left out, and the position went past it"
        }
        if self == .keyConverter || self == .valueConverter { return "records were not copied byte by byte" }
        if self == .headerConverter {
            return
                "headers were not copied byte by byte, unless its workers do so by themselves, as Strimzi's do"
        }
        if self == .transforms {
            return "records may have been left out or changed on the way, and the position went past them"
        }
        return "what a topic held when it was first mirrored, or fell out of it, was left out"
    }
}
