import DecommissionGate
import Quiescence

/// `check`: one question for a script, answered by the exit code.
struct CheckCommand: Command {
    static let manual = Manual(
        name: "check", summary: "asks a running service whether gates are safe; with --wait, until they are",
        usage: ["check URL [--gate GATE] [--old-cluster-id ID] [--wait [--timeout DURATION]] [--demo]"],
        description: [
            "Exits 0 only if the gate is safe now; without --gate, only if all three are. A demo, whose clusters "
                + "are nobody's, is refused with 64. An answer that was not made just now by this machine's clock, "
                + "such as one out of a cache, is unknown.",
            "With --wait it asks on, through restarts of the service, until the gate is safe or the timeout is "
                + "over; it then exits as a single check at that moment would. SIGINT, SIGTERM and SIGHUP end it "
                + "with the code of the last answer, never with 0. A terminal shows one line that "
                + "changes; elsewhere one line per change is printed on standard error.",
        ],
        options: [
            Option(
                "gate", .value("GATE"), "mirror_maker, mirror_topics or old_brokers; all of them by default."),
            Option(
                "old-cluster-id", .value("ID"),
                "Refuses the verdict of a service that watches another migration, with 64."),
            Option("wait", .plain, "Asks again until it is safe."),
            Option(
                "timeout", .value("DURATION"), "How long --wait waits: 90m, 26h, 2d; for ever by default."),
            Option(
                "demo", .plain, "Takes the verdict of a demo, too. For trying this out, never for a removal."),
        ],
        examples: [
            .init(
                "decommission-gate check http://gate:19308 --gate mirror_maker && ./remove-mirror-maker.sh",
                "Removes MirrorMaker only if that is proven safe."),
            .init(
                "decommission-gate check http://gate:19308 --gate old_brokers --wait --timeout 26h",
                "A pipeline step that waits for its window."),
        ],
        exitCodes: [.safe, .notSafe, .unknown, .usage, .unreachable])

    private let client: GatesClient
    private let gates: [Gate]
    private let patience: Patience
    private let takesDemo: Bool
    /// Of the cluster that is meant; nil where nobody says.
    private let oldClusterID: String?

    /// For how long a gate that is not safe is asked again.
    private enum Patience {
        case once
        /// For ever without a limit.
        case waiting(limit: Duration?)
    }

    init(_ arguments: Arguments) throws(Failure) {
        try arguments.expectOperands(1...1, of: Self.manual)
        client = try GatesClient(arguments.operands[0])
        gates = arguments.has("gate") ? [try arguments.choice("gate", or: .mirrorMaker)] : Gate.allCases
        takesDemo = arguments.has("demo")
        oldClusterID = arguments["old-cluster-id"]
        guard oldClusterID != "" else {
            throw Failure(.usage, "--old-cluster-id: is empty; kafka-cluster.sh cluster-id prints it")
        }
        switch (arguments.has("wait"), try arguments.duration("timeout")) {
        case (false, nil): patience = .once
        case (false, .some): throw Failure(.usage, "--timeout goes with --wait: a single check does not wait")
        case (true, let limit): patience = .waiting(limit: limit)
        }
    }

    /// A single check ends before a signal would be looked at.
    func prepare() {
        if case .waiting = patience { Signals.block() }
    }

    func run() async throws(Failure) -> ExitCode {
        switch patience {
        case .once: return try await ask().finish()
        case .waiting(let limit): return try await CheckWait(limit: limit, ask: ask).run()
        }
    }

    @Sendable private func ask() async -> CheckAnswer {
        CheckAnswer(await client.outcome().flatMap(refusingDemo).flatMap(refusingOthers), about: gates)
    }

    /// A demo listens where a service would, and its gates open within two minutes.
    private func refusingDemo(_ document: GatesDocument) -> Result<GatesDocument, Failure> {
        guard document.demo, !takesDemo else { return .success(document) }
        return .failure(
            Failure(
                .usage,
                "what answers there is a demo, and its verdict is on clusters of its own; ask the service "
                    + "that watches yours, or add --demo if a demo is meant"))
    }

    /// A wrong address may lead to the service of another migration, which may well be safe.
    private func refusingOthers(_ document: GatesDocument) -> Result<GatesDocument, Failure> {
        guard let oldClusterID, let objection = document.objection(toOldCluster: oldClusterID) else {
            return .success(document)
        }
        return .failure(Failure(.usage, "\(objection); ask the service that watches that one"))
    }
}
