import Compression
import DecommissionGate
import Demo
import KafkaCluster
import Quiescence

/// `demo`: a whole migration in this process, watched by the service as it is.
struct DemoCommand: Command {
    static let manual = Manual(
        name: "demo", summary: "shows the whole story in two minutes, without a broker or a file",
        usage: ["demo [flags]"],
        description: [
            "Two Kafka clusters run inside this process, OLD and NEW (librdkafka's mock), with producers, a small "
                + "mirror that keeps MirrorMaker 2's own books, and two consumer groups. The groups move, the "
                + "producers are flipped, what is in flight drains, and the window, here a minute, passes: the "
                + "gates open. Then one stray record is written on OLD, and they shut.",
            "Each line printed is a verdict of the same collector and evaluator that `serve` runs, on records that "
                + "really move. The mock brokers know neither groups nor permissions; those two the demo fills in.",
            "All the while it serves what `serve` serves: status page (/), metrics (/metrics), API "
                + "(/api/v1/gates). All of it is marked: \"DEMO\" on the page, \"demo\": true in JSON, "
                + "decommission_demo 1 in the metrics. When the story is told it goes on serving until Ctrl-C.",
        ],
        options: [
            Option(
                "speed", .value("N"), "Tells it N times as fast, up to \(fastest); 1 by default: two minutes."
            ),
            Option(
                "exit", .plain,
                "For scripts: ends with the story, with 0 if every verdict came as told, else with 70 and a "
                    + "sentence that says which did not."),
            Option(
                "web.listen-address", .value("ADDRESS"),
                "Where to listen; 127.0.0.1:19308 by default, or any free port where that one is taken."),
            Option(
                "log.level", .value("LEVEL"),
                "Logs as `serve` does, on standard error: debug, info, warn or error; nothing by default."),
            SharedOptions.logFormat,
        ],
        examples: [
            .init("decommission-gate demo", "Then open the page that its first line names."),
            .init(
                "decommission-gate demo --speed 10 --exit",
                "A smoke test of a build: some twenty seconds, no network but the loopback."),
            .init(
                "decommission-gate check http://127.0.0.1:19308 --demo --gate mirror_maker --wait",
                "Beside a running demo: how a script waits for a gate."),
        ],
        exitCodes: [.safe, .usage, .unreachable, .ourFault])

    private static let usualPort: UInt16 = 19308
    /// Beyond this the window would be shorter than two surveys.
    private static let fastest = 60

    private let pace: Pace
    private let exits: Bool
    /// Nil: the usual one, or a free one.
    private let address: ListenAddress?
    private let log: Log
    private let clocks = SystemClocks()

    init(_ arguments: Arguments) throws(Failure) {
        try arguments.expectOperands(0...0, of: Self.manual)
        let speed = try arguments.count("speed") ?? 1
        guard speed <= Self.fastest else {
            throw Failure(.usage, "--speed: \(speed) is more than \(Self.fastest), the fastest there is")
        }
        pace = Pace(speed: speed)
        exits = arguments.has("exit")
        address = try arguments.listenAddress()
        let log = try Log(arguments, from: .error, clocks: clocks)
        // What a service must log, the story tells.
        self.log = arguments.has("log.level") ? log : Log(clocks: clocks) { _ in }
    }

    func prepare() { Signals.block() }

    func run() async throws(Failure) -> ExitCode {
        let began = ContinuousClock.now
        let (events, ends) = Self.joined(try Signals.events(patience: .seconds(9)))
        let demo = try start()
        defer { demo.remove() }
        let (assessments, arrival) = AsyncStream<Assessment>.makeStream(
            // Once the story is told nobody takes them any more.
            bufferingPolicy: .bufferingNewest(64))
        var service = try serve(demo) { arrival.yield($0) }
        greet(at: service.address)
        await demo.warmUp()
        let world = Task { await demo.live() }
        let telling = Task { [exits] in
            let outcome = await demo.tell(assessments, since: began, line: StandardOutput.line)
            if exits { ends.yield(.stop) } else { Self.sayGoodbye(after: outcome) }
            return outcome
        }
        await service.run(until: events)
        world.cancel()
        arrival.finish()
        return exits ? try await Self.exitCode(of: telling.value) : .safe
    }

    private func start() throws(Failure) -> Demo {
        do {
            return try Demo(pace: pace, clocks: clocks) { try KafkaCluster($0, limits: .mock) }
        } catch {
            throw Failure(.ourFault, "the demo cannot start: \(error)")
        }
    }

    /// The service on the address that was asked for; on the usual one, or a free one, where none was.
    private func serve(
        _ demo: Demo, watch: @escaping @Sendable (Assessment) -> Void
    ) throws(Failure) -> Service {
        if let address { return try serve(demo, at: address, watch: watch) }
        let loopback = ListenAddress.Host.ipv4("127.0.0.1")
        do throws(Failure) {
            return try serve(demo, at: ListenAddress(host: loopback, port: Self.usualPort), watch: watch)
        } catch {
            guard error.code == .unreachable else { throw error }
            return try serve(demo, at: ListenAddress(host: loopback, port: 0), watch: watch)
        }
    }
}

extension DemoCommand {
    private func serve(
        _ demo: Demo, at address: ListenAddress, watch: @escaping @Sendable (Assessment) -> Void
    ) throws(Failure) -> Service {
        let collector = try Collector(
            demo.configuration, clocks: clocks, limits: .mock, completed: demo.completed)
        return try Service(
            demo.configuration, from: nil, collector, address: address,
            press: Press.Settings(
                build: .this, isDemo: true, compressor: Gzip(), digest: ComparisonState.digest),
            clocks: clocks, log: log,
            watch: watch)
    }

    /// The first lines; they stand there before anything has happened.
    private func greet(at served: ListenAddress) {
        StandardOutput.line(
            "Two Kafka clusters are running inside this process. Page: \(served.url)   metrics: /metrics")
        if address == nil, served.port != Self.usualPort {
            StandardOutput.line("Port \(Self.usualPort) is in use by another process, so this is a free one.")
        }
        StandardOutput.line(Demo.confession)
    }

    private static func sayGoodbye(after outcome: Demo.Outcome) {
        switch outcome {
        case .brokenOff: return
        case .otherwise(let sentence): StandardOutput.line(complaint(of: sentence))
        case .asTold: break
        }
        StandardOutput.line("The story is told, and the window runs anew; this goes on serving until Ctrl-C.")
    }

    private static func exitCode(of outcome: Demo.Outcome) throws(Failure) -> ExitCode {
        switch outcome {
        case .asTold: return .safe
        case .otherwise(let sentence): throw Failure(.ourFault, complaint(of: sentence))
        case .brokenOff: throw Failure(.ourFault, "asked to stop before the story was told")
        }
    }

    private static func complaint(of sentence: String) -> String {
        "the story did not go as told: \(sentence)"
    }

    /// Signals, and whatever else ends the service.
    private static func joined(
        _ signals: AsyncStream<Signals.Event>
    ) -> (events: AsyncStream<Signals.Event>, ends: AsyncStream<Signals.Event>.Continuation) {
        let (events, ends) = AsyncStream<Signals.Event>.makeStream()
        Task { for await signal in signals { ends.yield(signal) } }
        return (events, ends)
    }
}

extension ListenAddress {
    /// Where a browser on this machine finds it.
    fileprivate var url: String {
        switch host {
        case .everywhere, .ipv4("0.0.0.0"), .ipv6("::"): "http://127.0.0.1:\(port)/"
        case .ipv4, .ipv6, .name: "http://\(description)/"
        }
    }
}
