import Quiescence

/// MirrorMaker in its own words, beside what is in force here.
public struct MirrorDocument: Codable, Sendable, Equatable {
    /// The topic on NEW that it is read from.
    public internal(set) var configsTopic: String
    /// Why it could not be read, or does not exist; null where it was read.
    @Nullable public internal(set) var obstacle: DoubtDocument?
    /// What is in force, beside what the one connector says that mirrors OLD to NEW.
    public internal(set) var settings: [MirrorSettingDocument]
    /// All of MirrorMaker's, sorted by name.
    public internal(set) var connectors: [MirrorConnectorDocument]
}

/// One thing that can be said of MirrorMaker.
public struct MirrorSettingDocument: Codable, Sendable, Equatable {
    public internal(set) var setting: String
    /// By the configuration, else as MirrorMaker said when it was asked first; null where nothing here rests on it.
    @Nullable public internal(set) var inForce: String?
    /// Null where no one connector says anything of it.
    @Nullable public internal(set) var found: String?
    /// Whether both were said, and not the same.
    public internal(set) var contradicts: Bool
}

/// One of its connectors.
public struct MirrorConnectorDocument: Codable, Sendable, Equatable {
    public internal(set) var name: String
    /// `source`, `checkpoint`, `heartbeat`.
    public internal(set) var kind: String
    /// Of ``MirrorConnectorState``.
    public internal(set) var state: String
    /// Of the worker; null where it does not say.
    @Nullable public internal(set) var version: String?
    public internal(set) var tasks: Int
    public internal(set) var failedTasks: Int
    /// Source partitions that its tasks copy.
    public internal(set) var partitions: Int
}

extension MirrorDocument {
    init(_ said: Reading<MirrorDescription>, _ plan: Plan) {
        let configs = plan.mirror.configsTopic.rawValue
        let description: MirrorDescription
        var obstacle: Cause?
        switch said {
        case .known(let known): description = known
        case .absent:
            description = MirrorDescription()
            obstacle = Cause(
                .missing, "the topic \(configs) does not exist",
                remedy: "name the config.storage.topic of MirrorMaker's workers in mirror.configs_topic")
        case .unreadable(let cause):
            description = MirrorDescription()
            obstacle = cause
        }
        let flows = description.flows(of: plan)
        self.init(
            configsTopic: configs,
            obstacle: obstacle.map { DoubtDocument("MirrorMaker", $0, since: nil) },
            settings: Self.settings(plan, flows.count == 1 ? flows.first?.connector : nil),
            connectors: description.connectors.sorted { $0.key < $1.key }.map {
                MirrorConnectorDocument($0.key, $0.value)
            })
    }

    /// Nothing is known before the first survey.
    init(unsurveyed plan: Plan) {
        self.init(.unreadable(Cause(.notAsked, "no survey has ended yet")), plan)
    }

    private static func settings(_ plan: Plan, _ said: MirrorConnector?) -> [MirrorSettingDocument] {
        func row(_ setting: String, _ inForce: String?, _ found: Reading<String>?) -> MirrorSettingDocument {
            var words: String?
            var isOther = false
            switch found {
            case nil: break
            case .absent: words = "left at its default"
            case .unreadable(let cause): words = "not readable: \(cause.detail)"
            case .known(let value):
                words = value
                isOther = inForce.map { $0 != value } ?? false
            }
            return MirrorSettingDocument(
                setting: setting, inForce: inForce, found: words, contradicts: isOther)
        }
        let prefix: Reading<String>? = said.map { said in
            switch (said.sourceAlias, said.separator) {
            case (.known(let alias), .known(let separator)): .known("\(alias)\(separator)")
            case (.unreadable(let cause), _), (_, .unreadable(let cause)): .unreadable(cause)
            case (.absent, _), (_, .absent): .absent
            }
        }
        let compared = [
            row("source.cluster.alias", plan.old.alias.rawValue, said?[.sourceAlias]),
            row("target.cluster.alias", plan.new.alias.rawValue, said?[.targetAlias]),
            row("topic_prefix", plan.mirror.topicPrefix, prefix),
            row(
                "isolation", plan.mirror.isolation.rawValue, said.map { $0.isolation.map(\.rawValue) }),
            row(
                "offset_syncs_on", plan.cluster(plan.mirror.syncsOn).alias.rawValue,
                said.map { .known(plan.cluster($0.syncsOn).alias.rawValue) }),
        ]
        // What is above already is not said twice; of what else was left alone, only what people look for.
        let above: Set<MirrorSetting> = [
            .sourceAlias, .targetAlias, .separator, .consumerIsolation, .sourceConsumerIsolation,
            .syncsLocation,
        ]
        let sought: Set<MirrorSetting> = [.topics, .topicsExclude, .groups, .groupsExclude]
        let told = MirrorSetting.allCases.filter {
            !above.contains($0) && (said?.settings[$0] != nil || sought.contains($0))
        }
        return compared
            + told.map { setting in
                guard let said, said.settings[setting] == nil,
                    case .known(let list) = said.standard(of: setting)
                else { return row(setting.rawValue, nil, said?[setting]) }
                return row(setting.rawValue, nil, .known("left at its default, \(list)"))
            }
    }
}

/// What METRICS and pages call the state of a connector, its tasks included.
public enum MirrorConnectorState: String, CaseIterable, Sendable {
    case running, paused, stopped, failed, unassigned
    /// The status topic says nothing of it.
    case absent

    /// Nil where the status topic could not be read.
    init?(_ connector: MirrorConnector) {
        guard !connector.tasks.contains(where: { $0.state == .known(.failed) }) else {
            self = .failed
            return
        }
        switch connector.state {
        case .unreadable: return nil
        case .absent: self = .absent
        case .known(let state):
            switch state {
            case .running: self = .running
            case .paused: self = .paused
            case .stopped: self = .stopped
            case .failed: self = .failed
            case .unassigned, .restarting, .destroyed: self = .unassigned
            }
        }
    }
}

extension MirrorConnectorDocument {
    init(_ name: ConnectorName, _ connector: MirrorConnector) {
        self.init(
            name: name.rawValue, kind: connector.kind.rawValue,
            state: MirrorConnectorState(connector)?.rawValue ?? "unknown",
            version: connector.version.valueToShow, tasks: connector.tasks.count,
            failedTasks: connector.tasks.count { $0.state == .known(.failed) },
            partitions: connector.tasks.reduce(0) { sum, task in
                sum + (task.partitions.valueToShow?.values.reduce(0) { $0 + $1.count } ?? 0)
            })
    }

    /// `running, 4.3.1, 2 tasks, 1 failed, 40 partitions`.
    var inWords: String {
        let parts = [
            state, version, counted(tasks, "task"), failedTasks > 0 ? "\(grouped(failedTasks)) failed" : nil,
            partitions > 0 ? counted(partitions, "partition") : nil,
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
