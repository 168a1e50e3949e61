import DecommissionGate

/// `config check` and `config example`.
struct ConfigCommand: Command {
    static let manual = Manual(
        name: "config", summary: "checks a configuration, or prints one to begin with",
        usage: ["config check FILE", "config example"],
        description: [
            "`check` reads a file as the service would and asks no broker: everything that is wrong is told at "
                + "once, with line, key and mend. A file called - is standard input. "
                + "`example` prints a commented configuration."
        ],
        options: [SharedOptions.clusters[0]],
        examples: [
            .init("decommission-gate config example > gate.yaml", "A file to edit."),
            .init(
                "decommission-gate config check gate.yaml",
                "What was understood, defaults filled in; or all that is wrong."),
        ],
        exitCodes: [.done, .usage, .configuration])

    /// The two things that it does.
    private enum Task {
        case check(file: String)
        case example
    }

    private let task: Task

    init(_ arguments: Arguments) throws(Failure) {
        let file = arguments["config.file"]
        switch (arguments.operands.first, file) {
        case ("example", nil):
            try arguments.expectOperands(1...1, of: Self.manual)
            task = .example
        case ("check", .some(let file)):
            try arguments.expectOperands(1...1, of: Self.manual)
            task = .check(file: file)
        case ("check", nil):
            try arguments.expectOperands(2...2, of: Self.manual)
            task = .check(file: arguments.operands[1])
        default:
            throw Failure(.usage, "config what? `config check FILE` or `config example`")
        }
    }

    func run() async throws(Failure) -> ExitCode {
        switch task {
        case .example:
            StandardOutput.write(ConfigurationExample.text)
            return .done
        case .check(let file):
            let check = try Self.check(file)
            let text = check.lines.joined(separator: "\n") + "\n"
            guard check.exitCode == 0 else {
                StandardError.write(text)
                return .configuration
            }
            StandardOutput.write(text)
            return .done
        }
    }

    /// Paths in what comes by standard input are relative to the current directory.
    private static func check(_ file: String) throws(Failure) -> ConfigurationCheck {
        let now = SystemClocks().now().wall
        guard ["-", "/dev/stdin"].contains(file) else {
            return ConfigurationCheck(file: file, surroundings: .process, at: now)
        }
        let text = try StandardInput.contents(atMost: FilesOnDisk.maximumSize)
        return ConfigurationCheck(text, named: "standard input", surroundings: .process, at: now)
    }
}
