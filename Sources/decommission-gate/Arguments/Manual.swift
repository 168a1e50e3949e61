import DecommissionGate

/// What a command is for and how it is used: the source of its help and of its parsing.
struct Manual: Sendable {
    let name: String
    /// One line for the list of commands.
    let summary: String
    /// What follows the program's name: `survey --old SERVERS --new SERVERS [flags]`.
    let usage: [String]
    /// What a person should know before using it; paragraphs.
    let description: [String]
    let options: [Option]
    let examples: [Example]
    let exitCodes: [ExitCode]
    /// What a code means from this command, where that is not what it means from most.
    var meanings: [ExitCode: String] = [:]

    /// A command line to copy and what it does.
    struct Example: Sendable {
        let command: String
        let effect: String

        init(_ command: String, _ effect: String) {
            self.command = command
            self.effect = effect
        }
    }

    var firstUsage: String { usage.first ?? name }

    /// The page that `help` prints.
    var page: String {
        var parts = usage.enumerated().map { index, usage in
            (index == 0 ? "Usage: " : "       ") + "decommission-gate \(usage)"
        }
        parts += [""] + description.flatMap { $0.wrapped(to: 92) + [""] }
        if !options.isEmpty { parts += ["Flags:"] + options.flatMap(Self.lines(for:)) + [""] }
        if !examples.isEmpty {
            parts += ["Examples:"] + examples.flatMap { ["  $ \($0.command)", "      \($0.effect)"] } + [""]
        }
        if !exitCodes.isEmpty {
            parts += ["Exit codes:"] + exitCodes.map { "  \($0.rawValue)".padded(to: 6) + meaning(of: $0) }
        }
        return parts.joined(separator: "\n")
    }

    /// 0 is "safe" only from a command that can say "not safe".
    private func meaning(of code: ExitCode) -> String {
        if let meaning = meanings[code] { return meaning }
        guard code == .done else { return code.meaning }
        return exitCodes.contains(.notSafe) ? "safe" : "done"
    }

    private static func lines(for option: Option) -> [String] {
        let usage = "  \(option.usage)"
        let summary =
            switch option.kind {
            case .plain, .value: option.summary
            case .notInThisVersion(let reason): "Not in this version: \(reason)"
            }
        let text = summary.wrapped(to: 62).map { String(repeating: " ", count: 32) + $0 }
        guard usage.count < 31, let first = text.first else { return [usage] + text }
        return [usage.padded(to: 32) + first.dropFirst(32)] + text.dropFirst()
    }
}
