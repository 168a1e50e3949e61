import Quiescence

/// What one survey could read that the one before could not, and the other way round: each change once.
struct SurveyChanges {
    private let interval: Duration
    private var readable: [String: Bool] = [:]
    private var connectors: [ConnectorName: MirrorConnectorState] = [:]
    private var isSlow = false

    init(interval: Duration) { self.interval = interval }

    /// The lines for what changed with `survey`; at the first one, what can be read at all.
    mutating func lines(after survey: Survey) -> [LogLine] {
        var lines = [survey.old, survey.new].compactMap { line(for: $0) }
        if let line = line(
            about: "MirrorMaker", obstacle: survey.mirror.obstacle, fields: [], known: [])
        {
            lines.append(line)
        }
        for (name, servers) in survey.producers.sorted(by: { $0.key < $1.key }) {
            let field = LogField("producer", name.rawValue)
            if let line = line(about: "producer", obstacle: servers.obstacle, fields: [field], known: []) {
                lines.append(line)
            }
        }
        return lines + connectorChanges(in: survey) + slowness(of: survey)
    }

    /// What MirrorMaker's status topic says otherwise than before; at first, what does not simply run.
    private mutating func connectorChanges(in survey: Survey) -> [LogLine] {
        guard case .known(let said) = survey.mirror.description else { return [] }
        return said.connectors.sorted { $0.key < $1.key }.compactMap { name, connector in
            guard let state = MirrorConnectorState(connector) else { return nil }
            let before = connectors.updateValue(state, forKey: name)
            guard state != before ?? .running else { return nil }
            let was = before.map { [LogField("was", $0.rawValue)] } ?? []
            return LogLine(
                state == .running ? .info : .warn, "MirrorMaker's connector \(state.rawValue)",
                [LogField("connector", name.rawValue)] + was)
        }
    }

    private mutating func line(for cluster: ClusterSurvey) -> LogLine? {
        var known: [LogField] = []
        if case .known(let id) = cluster.identity { known.append(LogField("cluster_id", id.rawValue)) }
        if case .known(let brokers) = cluster.brokers { known.append(LogField("brokers", brokers.count)) }
        if case .known(let topics) = cluster.topics { known.append(LogField("topics", topics.count)) }
        known.append(LogField("groups", cluster.groups.seen.count))
        let fields = [LogField(cluster.alias)]
        return line(
            about: "cluster", obstacle: cluster.isComplete ? nil : cluster.obstacle, fields: fields,
            known: known)
    }

    private mutating func line(
        about what: String, obstacle: Cause?, fields: [LogField], known: [LogField]
    ) -> LogLine? {
        let key = "\(what) \(fields)"
        let before = readable.updateValue(obstacle == nil, forKey: key)
        guard before != (obstacle == nil) else { return nil }
        guard let obstacle else { return LogLine(.info, "\(what) readable", fields + known) }
        let why = [
            LogField("cause", obstacle.kind.rawValue), LogField("why", obstacle.detail),
            LogField("mend", obstacle.remedy),
        ]
        return LogLine(.warn, "\(what) not read completely", fields + why)
    }

    private mutating func slowness(of survey: Survey) -> [LogLine] {
        let duration = survey.ended.boottime - survey.began.boottime
        let wasSlow = isSlow
        isSlow = duration > interval
        guard isSlow != wasSlow else { return [] }
        let fields = [LogField("duration_seconds", duration), LogField("interval_seconds", interval)]
        return isSlow
            ? [LogLine(.warn, "surveys take longer than the interval", fields)]
            : [LogLine(.info, "surveys fit the interval again", fields)]
    }
}
