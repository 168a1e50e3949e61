import DecommissionGate
import Quiescence

/// `plan`: the steps of the removal, printed and never carried out.
struct PlanCommand: Command {
    static let manual = Manual(
        name: "plan",
        summary: "prints the ordered steps of the removal with their real names; carries out nothing",
        usage: ["plan URL|FILE [--gate GATE] [--format FORM] [--draft]"],
        description: [
            "Prints a script for bash with one step for each thing to do, in this order: stop MirrorMaker, look again, "
                + "delete the mirrors in batches, remove what is left over, switch off the old brokers. Without an "
                + "argument the script lists its steps; it carries out the one that it is given. Each step first asks "
                + "the service whether its gate is safe at that moment, and compares the id of the cluster with the "
                + "one that was judged.",
            "With --gate the plan ends with the steps of that gate. It refuses while one of these gates is shut; --draft "
                + "prints it all the same, and its steps refuse. Print it before the first step: once topics are "
                + "gone, nobody can list them.",
            "Takes its names from the service's report, or from a report that was kept (JSON), which must hold as "
                + "`verify` has it.",
        ],
        options: [
            SharedOptions.gate,
            Option(
                "format", .value("FORM"),
                "shell (Kafka's own tools; by default) or strimzi (kubectl and Strimzi's resources)."),
            Option("draft", .plain, "Prints the plan although a gate is shut, to read it in time."),
        ],
        examples: [
            .init(
                "decommission-gate plan http://gate:19308 > removal.sh && less removal.sh",
                "The whole plan, to be read."),
            .init("bash removal.sh mirror_maker", "Its first step, which asks again before it acts."),
            .init(
                "decommission-gate plan http://gate:19308 --draft --format strimzi",
                "What it would be on Kubernetes, before anything is safe."),
        ],
        exitCodes: [.safe, .notSafe, .unknown, .usage, .unreachable, .ourFault, .configuration],
        meanings: [
            .safe: "printed",
            .notSafe: "a gate is shut, or the report does not hold; nothing is printed",
            .unknown: "a gate is unknown, or the clusters are a demo's; nothing is printed",
            .configuration: "the file cannot be read, or is no report",
        ])

    private let origin: ReportOrigin
    private let service: String?
    private let gate: Gate?
    private let form: RemovalPlan.Form
    private let isDraft: Bool

    init(_ arguments: Arguments) throws(Failure) {
        try arguments.expectOperands(1...1, of: Self.manual)
        let word = arguments.operands[0]
        origin = try ReportOrigin(word)
        service =
            switch origin {
            // A password in it is not to be printed.
            case .service: word.contains("@") ? nil : word
            case .file: nil
            }
        gate = arguments.has("gate") ? try arguments.choice("gate", or: .oldBrokers) : nil
        form = try arguments.choice("format", or: .shell)
        isDraft = arguments.has("draft")
    }

    func run() async throws(Failure) -> ExitCode {
        let sealed = try await origin.report(on: gate)
        do throws(SealedReport.Flaw) {
            if let flaw = try sealed.firstFlaw(digest: ComparisonState.digest) { throw flaw }
        } catch {
            throw Failure(.notSafe, "the report does not hold: \(error)")
        }
        do throws(RemovalPlan.Refusal) {
            let plan = try RemovalPlan(sealed, from: service, isDraft: isDraft)
            StandardOutput.write(plan.script(form))
        } catch {
            throw Failure(error.isUnknown ? .unknown : .notSafe, error.description)
        }
        return .done
    }
}
