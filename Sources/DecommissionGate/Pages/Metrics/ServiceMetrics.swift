import Quiescence

/// Series on this service itself.
struct ServiceMetrics {
    let isDemo: Bool
    let build: BuildInfo
    let reload: Press.Reload
    let requests: RequestCounts
    let process: ProcessFigures

    var blocks: [MetricBlock] {
        [
            MetricBlock(Self.demo, isDemo ? .flag(true) : nil),
            MetricBlock(Self.reloadSuccessful, .flag(reload.successful)),
            MetricBlock(Self.reloadSuccess, .time(reload.lastSuccess)), requestBlock, buildBlock,
        ] + processBlocks
    }

    private var buildBlock: MetricBlock {
        var block = MetricBlock(Self.buildInfo)
        block.add(
            .integer(1), build.version, build.revision, build.swiftVersion, build.librdkafkaVersion,
            build.libmicrohttpdVersion)
        return block
    }

    private var requestBlock: MetricBlock {
        var block = MetricBlock(Self.httpRequests)
        for (route, statuses) in requests.byRoute.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            for (status, count) in statuses.sorted(by: { $0.key < $1.key }) {
                block.add(.count(count), route.rawValue, "\(status)")
            }
        }
        return block
    }

    private var processBlocks: [MetricBlock] {
        [
            MetricBlock(Self.cpu, process.cpu.map { .duration($0) }),
            MetricBlock(Self.openFiles, process.openFiles.map { .integer($0) }),
            MetricBlock(Self.maxFiles, process.maxFiles.map { .integer($0) }),
            MetricBlock(Self.virtualMemory, process.virtualBytes.map { .integer($0) }),
            MetricBlock(Self.residentMemory, process.residentBytes.map { .integer($0) }),
            MetricBlock(Self.started, process.started.map { .time($0) }),
        ]
    }
}

extension ServiceMetrics {
    private static let demo = MetricFamily.gauge(
        "decommission_demo",
        help: "This is the demo with clusters of its own; always 1, and absent anywhere else.")
    private static let reloadSuccessful = MetricFamily.gauge(
        "decommission_config_last_reload_successful",
        help: "Whether the configuration was good when it was last read.")
    private static let reloadSuccess = MetricFamily.gauge(
        "decommission_config_last_reload_success_timestamp_seconds",
        help: "Unix time at which the configuration in force was read.")
    private static let httpRequests = MetricFamily.counter(
        "decommission_http_requests_total", "handler", "code",
        help: "Requests answered, as of the survey that this page was rendered for.")
    private static let buildInfo = MetricFamily.gauge(
        "decommission_build_info", "version", "revision", "swift_version", "librdkafka_version",
        "libmicrohttpd_version", help: "What this service was built from; always 1.")

    private static let cpu = MetricFamily.counter(
        "process_cpu_seconds_total", help: "Total user and system CPU time spent in seconds.")
    private static let openFiles = MetricFamily.gauge(
        "process_open_fds", help: "Number of open file descriptors.")
    private static let maxFiles = MetricFamily.gauge(
        "process_max_fds", help: "Maximum number of open file descriptors.")
    private static let virtualMemory = MetricFamily.gauge(
        "process_virtual_memory_bytes", help: "Virtual memory size in bytes.")
    private static let residentMemory = MetricFamily.gauge(
        "process_resident_memory_bytes", help: "Resident memory size in bytes.")
    private static let started = MetricFamily.gauge(
        "process_start_time_seconds", help: "Start time of the process since unix epoch in seconds.")
}
