import DecommissionGate

/// `help`, `--help` and `--version`: what the program says about itself.
struct HelpCommand: Command {
    /// What is asked for.
    enum Subject: Sendable {
        case overview
        case page(Manual)
        case version
    }

    static let version = HelpCommand(.version)

    static let manual = Manual(
        name: "help", summary: "explains a command, with examples", usage: ["help [COMMAND]"],
        description: ["Without a command: all of them in a line each."], options: [],
        examples: [.init("decommission-gate help check", "How a deployment script asks for a gate.")],
        exitCodes: [])

    private let subject: Subject

    init(_ subject: Subject) { self.subject = subject }

    init(_ arguments: Arguments) throws(Failure) {
        try arguments.expectOperands(0...1, of: Self.manual)
        guard let name = arguments.operands.first else {
            subject = .overview
            return
        }
        subject = .page(try Invocation.type(named: name).manual)
    }

    func run() async throws(Failure) -> ExitCode {
        switch subject {
        case .overview: StandardOutput.line(Self.overview)
        case .page(let manual): StandardOutput.line(manual.page)
        case .version: StandardOutput.line("decommission-gate \(ServiceVersion.number)")
        }
        return .done
    }

    private static var overview: String {
        let commands = Invocation.commands.map { command in
            "  " + command.manual.name.padded(to: 10) + command.manual.summary
        }
        let codes = ExitCode.allCases.map { "  \($0.rawValue)".padded(to: 6) + $0.meaning }
        return """
            Proves when the old Kafka cluster of a MirrorMaker 2 migration may go. Read-only: nothing is created,
            committed or changed on either cluster.

            Three gates, in this order: mirror_maker (stop MirrorMaker 2), mirror_topics (delete the OLD.* topics
            on the new cluster), old_brokers (scale down). Each opens once all its conditions have held for the
            whole window, 24 hours by default. What cannot be read keeps a gate shut. Not seen at all: readers
            that commit nothing to Kafka, such as a job with checkpoints of its own; ask your teams.

            Usage: decommission-gate [COMMAND] [flags]

            Commands:
            \(commands.joined(separator: "\n"))

            Begin here:
              $ decommission-gate demo
                  The whole story in two minutes, on two clusters inside the process.
              $ decommission-gate survey --old old:9092 --new new:9092
                  One glance at both clusters; needs nothing installed and changes nothing.
              $ decommission-gate serve --config.file gate.yaml
                  The service: status page on http://localhost:19308/, metrics on /metrics.
              $ decommission-gate check http://gate:19308 --gate mirror_maker --wait --timeout 26h
                  For a script: waits until MirrorMaker may go, and exits 0 only then.

            Exit codes:
            \(codes.joined(separator: "\n"))
            """
    }
}
