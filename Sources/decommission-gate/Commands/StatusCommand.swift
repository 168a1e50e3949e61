import DecommissionGate
import Quiescence

/// `status`: what a running service knows, at one glance.
struct StatusCommand: Command {
    static let manual = Manual(
        name: "status", summary: "asks a running service and prints its verdict",
        usage: ["status URL [flags]"],
        description: ["The same layout as `survey`, from the service that has watched all along."],
        options: [SharedOptions.output, SharedOptions.suggest],
        examples: [
            .init(
                "decommission-gate status http://gate:19308",
                "Gates, then what fails, what is unknown, what holds."),
            .init(
                "decommission-gate status http://gate:19308 --output json | jq -r '.gates[] | .gate + \" \" + .state'",
                "One line per gate."),
        ],
        exitCodes: [.safe, .notSafe, .unknown, .usage, .unreachable])

    private let client: GatesClient
    private let output: VerdictOutput

    init(_ arguments: Arguments) throws(Failure) {
        try arguments.expectOperands(1...1, of: Self.manual)
        client = try GatesClient(arguments.operands[0])
        output = try VerdictOutput(arguments)
    }

    func run() async throws(Failure) -> ExitCode {
        let document = try await client.fetch()
        try output.print(document)
        let code = document.exitCode(for: Gate.allCases)
        // The safe of a demo says nothing of anybody's clusters.
        return document.demo && code == .safe ? .unknown : code
    }
}
