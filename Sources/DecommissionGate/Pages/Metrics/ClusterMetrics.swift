import Quiescence

/// How the two clusters were read.
struct ClusterMetrics {
    /// Nil before the first survey.
    let survey: Survey?
    let topics: [TopicAccount]
    let plan: Plan
    let tally: Tally

    /// Sides in the order of their aliases, which are labels.
    private var sides: [(side: Side, alias: String)] {
        Side.allCases.map { ($0, plan.cluster($0).alias.rawValue) }.sorted { $0.alias < $1.alias }
    }

    var blocks: [MetricBlock] {
        clusterBlocks + requestBlocks + surveyBlocks + [
            roleBlock, MetricBlock(Self.heartbeat, survey?.mirror.heartbeat.valueToShow.map { .time($0) }),
            connectorBlock,
            MetricBlock(Self.clockSteps, .count(tally.clockSteps)),
        ]
    }

    private var clusterBlocks: [MetricBlock] {
        var up = MetricBlock(Self.up)
        var brokers = MetricBlock(Self.brokers)
        var identity = MetricBlock(Self.identity)
        for (side, alias) in sides {
            guard let cluster = survey?.cluster(side) else { continue }
            up.add(.flag(cluster.isComplete), alias)
            brokers.add(cluster.brokers, as: { .count($0.count) }, alias)
            if let id = cluster.identity.valueToShow { identity.add(.integer(1), alias, id.rawValue) }
        }
        return [up, brokers, identity]
    }

    private var requestBlocks: [MetricBlock] {
        var sent = MetricBlock(Self.requests)
        var failed = MetricBlock(Self.requestErrors)
        for (side, alias) in sides {
            let requests = survey?.cluster(side).requests ?? [:]
            for api in Set(requests.keys).union(Self.apis).sorted() {
                let count = requests[api] ?? RequestCount()
                sent.add(.count(count.sent), alias, api)
                failed.add(.count(count.failed), alias, api)
            }
        }
        return [sent, failed]
    }

    private var surveyBlocks: [MetricBlock] {
        var surveys = MetricBlock(Self.surveys)
        var failures = MetricBlock(Self.surveyFailures)
        var duration = MetricBlock(Self.surveyDuration)
        var success = MetricBlock(Self.surveySuccess)
        for (side, alias) in sides {
            let counts = tally.cluster(side)
            surveys.add(.count(counts.surveys), alias)
            failures.add(.count(counts.failures), alias)
            if let survey { duration.add(.duration(survey.cluster(side).duration), alias) }
            if let last = counts.lastSuccess { success.add(.time(last), alias) }
        }
        let interval = MetricBlock(Self.interval, .duration(plan.timing.interval))
        return [interval, surveys, failures, duration, success]
    }

    /// No series for a connector whose status could not be read.
    private var connectorBlock: MetricBlock {
        var block = MetricBlock(Self.connectorState)
        let connectors = survey?.mirror.description.valueToShow?.connectors ?? [:]
        for (name, connector) in connectors.sorted(by: { $0.key < $1.key }) {
            guard let state = MirrorConnectorState(connector) else { continue }
            for other in MirrorConnectorState.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
                block.add(.flag(other == state), name.rawValue, other.rawValue)
            }
        }
        return block
    }

    /// No series for a cluster whose topics could not be listed: that is not the same as none.
    private var roleBlock: MetricBlock {
        var block = MetricBlock(Self.roles)
        for (side, alias) in sides {
            guard let survey, survey.cluster(side).topics.isKnown else { continue }
            for role in TopicRole.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
                block.add(.count(topics.count { $0.side == side && $0.role == role }), alias, role.rawValue)
            }
        }
        return block
    }
}

extension ClusterMetrics {
    /// The requests that a survey is made of, so that each has its series before it is first sent.
    private static let apis = [
        "DescribeAcls", "DescribeConfigs", "DescribeGroups", "Fetch", "ListGroups", "ListOffsets", "Metadata",
        "OffsetFetch",
    ]

    private static let up = MetricFamily.gauge(
        "decommission_kafka_up", "kafka_cluster",
        help: "Whether the last survey read this cluster completely.")
    private static let brokers = MetricFamily.gauge(
        "decommission_kafka_brokers", "kafka_cluster", help: "Brokers that the cluster's metadata names.")
    private static let identity = MetricFamily.gauge(
        "decommission_kafka_cluster_info", "kafka_cluster", "cluster_id",
        help: "The id that the cluster's brokers give; always 1.")
    private static let requests = MetricFamily.counter(
        "decommission_kafka_requests_total", "kafka_cluster", "api", help: "Requests sent to this cluster.")
    private static let requestErrors = MetricFamily.counter(
        "decommission_kafka_request_errors_total", "kafka_cluster", "api",
        help: "Requests to this cluster that failed.")
    private static let interval = MetricFamily.gauge(
        "decommission_survey_interval_seconds",
        help: "From one survey's beginning to the next. A verdict older than three of them is stale.")
    private static let surveys = MetricFamily.counter(
        "decommission_surveys_total", "kafka_cluster", help: "Surveys of this cluster that have ended.")
    private static let surveyFailures = MetricFamily.counter(
        "decommission_survey_failures_total", "kafka_cluster",
        help: "Surveys that did not read this cluster completely.")
    private static let surveyDuration = MetricFamily.gauge(
        "decommission_survey_duration_seconds", "kafka_cluster",
        help: "Time from the last survey's first request to this cluster to its last answer.")
    private static let surveySuccess = MetricFamily.gauge(
        "decommission_survey_last_success_timestamp_seconds", "kafka_cluster",
        help: "Unix time at which the last complete survey of this cluster ended.")
    private static let roles = MetricFamily.gauge(
        "decommission_topics", "kafka_cluster", "role", help: "Topics of this cluster by role.")
    private static let heartbeat = MetricFamily.gauge(
        "decommission_mirror_last_heartbeat_timestamp_seconds",
        help: "Unix time of the newest heartbeat of MirrorMaker 2 that came through the old cluster; "
            + "only if one ever did.")
    private static let connectorState = MetricFamily.gauge(
        "decommission_mirror_connector_state", "connector", "state",
        help:
            "What MirrorMaker's status topic says of each of its connectors, a failed task included: one is 1. "
            + "Running means nothing.")
    private static let clockSteps = MetricFamily.counter(
        "decommission_clock_steps_total",
        help: "Steps of the wall clock beside the clock that cannot be set.")
}
