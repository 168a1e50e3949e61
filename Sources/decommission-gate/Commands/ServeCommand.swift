import Compression
import DecommissionGate
import EvidenceJournal
import HTTPServer

/// `serve`: the service.
struct ServeCommand: Command {
    static let manual = Manual(
        name: "serve",
        summary: "surveys both clusters for good and serves page, metrics and API (the default)",
        usage: ["[serve] --config.file FILE [flags]", "[serve] --old SERVERS --new SERVERS [flags]"],
        description: [
            "Serves a status page (/), metrics (/metrics), JSON (/api/v1/gates), a check for scripts "
                + "(/api/v1/gates/GATE/check), and /-/healthy and /-/ready.",
            "Every link of the page is relative: a proxy may serve it under any prefix that it strips, as in "
                + "http://HOST/kafka-gate/; `status` and `check` take that URL.",
            "SIGHUP reads the configuration again: a good one takes effect with the next survey, a bad one is "
                + "refused whole. SIGTERM and SIGINT end the service within 10 seconds, a second one at once.",
            "With --storage.path all that was seen is kept in DIRECTORY/journal.sqlite before it is served, and no "
                + "gate is safe while that cannot be done. A restart goes on from there: what was observed stays "
                + "observed, losses stay losses, and time in which the service was down counts for nothing. "
                + "Without it every window begins anew with a restart.",
        ],
        options: SharedOptions.clusters + [
            Option("web.listen-address", .value("ADDRESS"), "Where to listen; :19308 by default."),
            Option(
                "storage.path", .value("DIRECTORY"),
                "Where evidence is kept: a directory for this service alone, which must exist."),
            Option("collector.partitions", .plain, "Adds metrics of single partitions."),
            Option(
                "metrics.max-series", .value("COUNT"),
                "Ceiling on series; detail beyond it is cut, the gates' own series never are."),
            SharedOptions.logLevel("info"), SharedOptions.logFormat,
            Option(
                "web.external-url",
                .notInThisVersion(
                    "nothing that it serves holds its own address; all links are relative, so behind a proxy that "
                        + "strips a prefix it works under http://HOST/PREFIX/ as it is; leave it out"),
                ""),
            Option(
                "web.config.file",
                .notInThisVersion(
                    "it serves plain HTTP without users; put a proxy in front, or listen on 127.0.0.1"),
                ""),
        ],
        examples: [
            .init("decommission-gate serve --old old:9092 --new new:9092", "Everything else has a default."),
            .init(
                "decommission-gate config example > gate.yaml && decommission-gate serve --config.file gate.yaml",
                "With producers, exclusions and windows of your own."),
            .init("kill -HUP $(pidof decommission-gate)", "Reads gate.yaml again."),
        ],
        exitCodes: [.done, .usage, .unreachable, .ourFault, .configuration])

    private let source: ConfigurationSource
    private let address: ListenAddress
    private let press: Press.Settings
    private let storage: String?
    private let log: Log
    private let clocks = SystemClocks()

    init(_ arguments: Arguments) throws(Failure) {
        try arguments.expectOperands(0...0, of: Self.manual)
        source = try ConfigurationSource(arguments, of: "serve")
        address = try arguments.listenAddress() ?? ListenAddress(host: .everywhere, port: 19308)
        press = Press.Settings(
            build: .this, partitions: arguments.has("collector.partitions"),
            maxSeries: try arguments.count("metrics.max-series"), compressor: Gzip(),
            digest: ComparisonState.digest)
        storage = arguments["storage.path"]
        if storage?.isEmpty == true {
            throw Failure(.usage, "--storage.path: names no directory; leave it out to keep no evidence")
        }
        log = try Log(arguments, from: .info, clocks: clocks)
    }

    func prepare() { Signals.block() }

    func run() async throws(Failure) -> ExitCode {
        let signals = try Signals.events(patience: .seconds(9))
        let evidence = try storage.map(journal)
        var press = press
        if let evidence { press.history = evidence.history }
        var service = try Service(
            source: source, evidence: evidence, resuming: evidence?.kept, address: address, press: press,
            clocks: clocks, log: log)
        try await note("service_started", in: evidence)
        await service.run(until: signals)
        try await note("service_stopped", in: evidence)
        return .done
    }

    /// What is not kept now is kept with the next survey.
    private func note(_ kind: String, in evidence: JournalStore?) async throws(Failure) {
        do {
            let event = try KeptEvent(kind, ["version": ServiceVersion.number])
            _ = await evidence?.append(
                EvidenceEntry(at: clocks.now().wall, events: [event]), until: .now + .seconds(3))
        } catch {
            throw Failure(.ourFault, "\(error)")
        }
    }

    private func journal(in directory: String) throws(Failure) -> JournalStore {
        let store: JournalStore
        do throws(JournalProblem) {
            store = try JournalStore(in: directory, now: clocks.now().wall)
        } catch {
            throw Failure(.configuration, "\(error)")
        }
        log.write(
            .info, "evidence is kept", LogField("directory", directory),
            LogField("windows", store.kept == nil ? "begin anew" : "go on"))
        if let aside = store.opening.quarantined {
            log.write(
                .error, "a damaged journal was put aside, evidence begins anew", LogField("file", aside.path),
                LogField("why", aside.why))
        }
        return store
    }
}
