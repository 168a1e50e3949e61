import Allocator
import DecommissionGate
import HTTPServer
import OwnThread
import Quiescence

/// The running service: surveys, answers, and does what signals say.
struct Service {
    /// Nil where nothing can be read again.
    private let source: ConfigurationSource?
    /// As it was written; what it leaves open, MirrorMaker may say.
    private var written: Configuration
    /// The one in force.
    private var configuration: Configuration
    private let selfConfiguration: SelfConfiguration
    private let wakes = AsyncStream<Wake>.makeStream()
    private let runner: Runner
    private let publisher: Publisher
    private let server: HTTPServer
    private let clocks: any Clocks
    private let log: Log

    /// The service of a configuration that can be read again.
    init(
        source: ConfigurationSource, evidence: (any EvidenceStore)?, resuming kept: KeptMemory?,
        address: ListenAddress, press: Press.Settings, clocks: any Clocks, log: Log
    ) throws(Failure) {
        let configuration = try source.require()
        try self.init(
            configuration, from: source, try Collector(configuration, clocks: clocks), evidence: evidence,
            resuming: kept, address: address, press: press, clocks: clocks, log: log)
    }

    /// Listens from now on; the first survey begins with ``run(until:)``.
    ///
    /// - Parameter watch: Is told what every survey came to, once that is published. Must not block.
    init(
        _ configuration: Configuration, from source: ConfigurationSource?, _ collector: Collector,
        evidence: (any EvidenceStore)? = nil, resuming kept: KeptMemory? = nil, address: ListenAddress,
        press: Press.Settings,
        clocks: any Clocks, log: Log,
        watch: @escaping @Sendable (Assessment) -> Void = { _ in }
    ) throws(Failure) {
        self.source = source
        self.configuration = configuration
        written = configuration
        let taken = kept.flatMap { kept in kept.flow.map { ($0, kept.plan.old.bootstrapServers) } }
        let selfConfiguration = SelfConfiguration(taken: taken, log: log)
        self.selfConfiguration = selfConfiguration
        self.clocks = clocks
        self.log = log
        let publisher = Publisher(press, plan: configuration.plan, clocks: clocks)
        self.publisher = publisher
        do {
            runner = try Runner(
                plan: configuration.plan, collector: collector, evidence: evidence, resuming: kept, log: log,
                withdraw: publisher.published.withdraw, rest: Allocator.giveBack
            ) { [wakes, isDemo = source == nil] assessment, survey, plan, evidence in
                publisher.publish(assessment, survey, plan, evidence)
                watch(assessment)
                if !isDemo, selfConfiguration.isDue(after: survey) { wakes.continuation.yield(.look) }
            }
        } catch {
            throw Failure(.ourFault, "\(error)")
        }
        do {
            server = try HTTPServer(
                on: address, handler: Router(published: publisher.published, clocks: clocks))
        } catch {
            throw Failure(.unreachable, error.description)
        }
    }

    /// Where it listens.
    var address: ListenAddress { server.address }

    /// Surveys and answers until a signal says to stop.
    mutating func run(until signals: AsyncStream<Signals.Event>) async {
        log.write(
            .info, "service started", LogField("version", ServiceVersion.number),
            LogField("address", server.address.description),
            LogField("old", "\(configuration.plan.old.alias)"),
            LogField("new", "\(configuration.plan.new.alias)"))
        let forwarding = Task { [wakes] in
            for await signal in signals { wakes.continuation.yield(.signal(signal)) }
        }
        defer { forwarding.cancel() }
        await lookForMirror()
        let surveys = Task { [runner] in await runner.run() }
        loop: for await wake in wakes.stream {
            switch wake {
            case .signal(.reload): await reload()
            case .signal(.stop): break loop
            case .look: await lookForMirror()
            }
        }
        await stop(surveys)
    }

    /// What the service wakes up for.
    private enum Wake: Sendable {
        case signal(Signals.Event)
        /// MirrorMaker may say something else of itself now.
        case look
    }

    /// Takes up what MirrorMaker says of itself, where the configuration leaves it open.
    private mutating func lookForMirror() async {
        guard source != nil else { return }
        do throws(Failure) {
            let next = try await selfConfiguration.completed(written)
            if next != configuration {
                try await adopt(next, "configuration completed by MirrorMaker's own word")
            }
        } catch {
            log.write(error.logLines("configuration not completed, the one before stays"))
        }
    }

    /// Not ready from now on; ends the survey in hand without its result, then lets requests end.
    private func stop(_ surveys: Task<Void, Never>) async {
        log.write(.info, "service stopping")
        publisher.published.beginDraining()
        surveys.cancel()
        await surveys.value
        async let closed: Void = runner.close(until: .now + .seconds(3))
        await server.stop(within: .seconds(3))
        await closed
        log.write(.info, "service stopped")
    }

    /// A good configuration takes effect with the next survey; a bad one is refused whole.
    private mutating func reload() async {
        guard let source else {
            log.write(.info, "no configuration to read again")
            return
        }
        do throws(Failure) {
            let written = try await read(source)
            let next = try await selfConfiguration.completed(written)
            self.written = written
            if next == configuration {
                log.write(.info, "configuration unchanged")
            } else {
                try await adopt(next, "configuration reloaded")
            }
            publisher.note(reloadedAt: clocks.now().wall)
        } catch {
            publisher.note(reloadedAt: nil)
            log.write(error.logLines("configuration refused, the one before stays"))
        }
    }

    private mutating func adopt(_ next: Configuration, _ what: String) async throws(Failure) {
        let collector = try Collector(next, clocks: clocks)
        do {
            let changed = try await runner.adopt(next.plan, collector).map(\.rawValue)
            log.write(
                .info, what,
                LogField("plan_changed", changed.isEmpty ? "no" : changed.joined(separator: ",")))
        } catch {
            throw Failure(.configuration, "\(error)")
        }
        configuration = next
    }

    /// Reads the file on a thread of its own: where it lies may hang.
    private func read(_ source: ConfigurationSource) async throws(Failure) -> Configuration {
        let outcome: Result<Configuration, Failure>?
        do {
            outcome = try await OwnThread.run("reload", until: .now + .seconds(30)) {
                Result { () throws(Failure) in try source.require() }
            }
        } catch {
            throw Failure(.ourFault, "\(error)")
        }
        guard let outcome else { throw Failure(.configuration, "the file was not read within 30 s") }
        return try outcome.get()
    }
}
