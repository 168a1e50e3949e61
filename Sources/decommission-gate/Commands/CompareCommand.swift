import DecommissionGate
import KafkaCluster
import Quiescence
import Scratch

/// `compare`: all that OLD retains, record by record, against the mirror.
struct CompareCommand: Command {
    static let manual = Manual(
        name: "compare", summary: "compares every record that OLD retains with its mirror on NEW",
        usage: [
            "compare --config.file FILE [TOPIC...] [flags]",
            "compare --old SERVERS --new SERVERS [TOPIC...] [flags]",
        ],
        description: [
            "Reads the topics of OLD that are named, or all in scope, and their mirrors; compares digests of key, "
                + "value, headers and timestamp as multisets, partition by partition. It creates, commits and changes "
                + "nothing. It needs Read and DescribeConfigs on the topics of both clusters.",
            "EQUAL: each record that OLD retains stands in the mirror; where that compacts, the newest of each key. "
                + "Extra copies in the mirror are counted and lose nothing. DIFFERENT: records stand on OLD alone; "
                + "their offsets are named. UNDECIDED: they are not in the mirror, from which they may have expired. "
                + "MOVED: a partition was written, expired or changed its leader meanwhile; compare it again. "
                + "UNKNOWN: it could not be compared, or its turn did not come.",
            "How mirrors are called and what MirrorMaker reads is taken from its own topics on NEW, where the "
                + "configuration does not say it. OLD is read at MirrorMaker's isolation level, the mirror read_committed. Timestamps "
                + "are left out where the mirror stamps for itself (LogAppendTime).",
            "Memory is bounded, some 250 MB at most. What does not match soon goes to a temporary file, of digests and offsets alone, in "
                + "TMPDIR or /var/tmp: at most 64 bytes a record. Topics that compact go there whole.",
            "With --state a run that was stopped (Ctrl-C, SIGTERM) goes on where it was, partition by partition. What "
                + "is settled there is taken over if neither log has changed since; all else is compared again. A run that names "
                + "topics refuses a file that holds others as well: it would lose what was compared of them.",
            "The file of --output json or --state is evidence in place of MirrorMaker's pairs of offsets once the "
                + "configuration names it: mirror.comparisons.",
        ],
        options: SharedOptions.clusters.filter { $0.name != "producers" } + [
            Option("output", .value("FORM"), "table or json; table by default."),
            Option(
                "rate", .value("BYTES"),
                "The most to read from both clusters together in a second: 500kB, 50MB, 1GB; no limit by default. "
                    + "Keys, values and headers are counted, as they are once unpacked."),
            Option(
                "state", .value("FILE"),
                "Keeps what is compared, and begins with what is kept there. The form is that of --output json."
            ),
        ],
        examples: [
            .init(
                "decommission-gate compare --config.file gate.yaml --state compare.json",
                "Everything; stop it and run the same line again to go on."),
            .init(
                "decommission-gate compare --config.file gate.yaml --rate 20MB orders payments",
                "Two topics, without hurting the brokers."),
            .init(
                "decommission-gate compare --config.file gate.yaml --output json | "
                    + "jq '.comparison.topics[] | [.topic, .outcome]'",
                "A line for each topic, for a program."),
        ],
        exitCodes: [.safe, .notSafe, .unknown, .usage, .unreachable, .ourFault, .configuration],
        meanings: [
            .safe: "equal: all that OLD retains of these topics stands on NEW",
            .notSafe: "different: something stands on OLD alone",
            .unknown: "not proven: undecided, moved, unreadable, or stopped before the end",
        ])

    private let source: ConfigurationSource
    private let names: [TopicName]
    private let form: Form
    private let rate: Int64?
    private let state: ComparisonState?
    private let clocks = SystemClocks()

    private enum Form: String, CaseIterable {
        case table
        case json
    }

    init(_ arguments: Arguments) throws(Failure) {
        source = try ConfigurationSource(arguments, of: "compare")
        names = Set(arguments.operands).sorted().map(TopicName.init(rawValue:))
        form = try arguments.choice("output", or: .table)
        state = arguments["state"].map(ComparisonState.init)
        guard let word = arguments["rate"] else {
            rate = nil
            return
        }
        guard let bytes = RateLimit.bytesPerSecond(typed: word) else {
            throw Failure(
                .usage, "--rate: \"\(word)\" is no number of bytes per second; write 500kB, 50MB or 1GB")
        }
        rate = bytes
    }

    func prepare() { Signals.block() }

    func run() async throws(Failure) -> ExitCode {
        let log = Log(from: .error, as: .logfmt, clocks: clocks, sink: StandardError.write)
        let configuration = try await SelfConfiguration(taken: nil, log: log).completed(source.require())
        let throttle = Throttle(bytesPerSecond: rate)
        let signals = try Signals.events(patience: .seconds(20), endingWith: .unknown)
        let stopping = Task {
            for await event in signals where event == .stop {
                StandardError.write("stopping …\n")
                throttle.stop()
            }
        }
        defer { stopping.cancel() }
        StandardError.write(
            "looking at \(configuration.plan.old.alias) and \(configuration.plan.new.alias)\n")
        let clusters = try await ComparisonClusters(configuration, names: names, clocks: clocks)
        let document = try await compare(clusters, configuration.plan, throttle)
        try print(document)
        if throttle.isStopped { StandardError.complain(howToGoOn(document)) }
        return document.exitCode
    }

    private func compare(_ clusters: ComparisonClusters, _ plan: Plan, _ throttle: Throttle)
        async throws(Failure)
        -> ComparisonDocument
    {
        let began = Timestamp(clocks.now().wall)
        let document: @Sendable ([TopicPartition: ComparedPartition]) -> ComparisonDocument = { results in
            ComparisonDocument(
                program: ServiceVersion.number, librdkafka: KafkaCluster.libraryVersion,
                old: ComparedCluster(alias: plan.old.alias, clusterID: clusters.layouts.old.cluster),
                new: ComparedCluster(alias: plan.new.alias, clusterID: clusters.layouts.new.cluster),
                topicPrefix: plan.mirror.topicPrefix, oldIsolation: plan.mirror.isolation,
                asksForAll: names.isEmpty, reservations: clusters.reservations, beganAt: began,
                endedAt: Timestamp(clocks.now().wall),
                topics: clusters.topics.map { $0.compared(results) })
        }
        let former = try state?.former(for: document([:])) ?? [:]
        let comparer = PartitionComparer(
            old: clusters.old, new: clusters.new, oldIsolation: plan.mirror.isolation,
            capacity: ComparisonRun.capacity, storage: { () throws(Cause) in try ScratchFile() },
            pace: throttle,
            clocks: clocks)
        let run = ComparisonRun(
            topics: clusters.topics, comparer: comparer, throttle: throttle,
            book: ComparisonBook(clusters.topics, former: former, layouts: clusters.layouts), state: state,
            look: { await ComparisonClusters.look(clusters.old, clusters.new) }, document: document)
        // A file that cannot be written is told of before hours of reading.
        try state?.save(document(former))
        return try await run.run()
    }

    private func print(_ document: ComparisonDocument) throws(Failure) {
        switch form {
        case .table: StandardOutput.write(ComparisonText.render(document))
        case .json:
            do {
                let bytes = try ComparisonFile.bytes(document, digest: ComparisonState.digest)
                StandardOutput.write(String(decoding: bytes, as: UTF8.self))
            } catch {
                throw Failure(.ourFault, "the comparison could not be written as JSON: \(error)")
            }
        }
    }

    private func howToGoOn(_ document: ComparisonDocument) -> String {
        let done = document.topics.reduce(0) { $0 + $1.partitions.count }
        let all = document.topics.reduce(0) { $0 + $1.partitionCount }
        let how =
            state == nil
            ? "nothing was kept; with --state FILE the next run goes on from there"
            : "run the same command again to go on"
        return "stopped: \(grouped(done)) of \(counted(all, "partition")) compared; \(how)"
    }
}

extension ComparisonDocument {
    fileprivate var exitCode: ExitCode {
        switch outcome {
        case .equal: .safe
        case .different: .notSafe
        case .expiredOrMissing, .moved, .unknown: .unknown
        }
    }
}
