import DecommissionGate

/// Which command a command line means.
enum Invocation {
    /// In the order in which help lists them.
    static let commands: [any Command.Type] = [
        DemoCommand.self, ServeCommand.self, SurveyCommand.self, StatusCommand.self, CheckCommand.self,
        CompareCommand.self, LostCommand.self, ReportCommand.self, VerifyCommand.self, PlanCommand.self,
        ConfigCommand.self,
        HelpCommand.self,
    ]

    /// The command for `words`, which lack the program's own name. Without a command's name it is `serve`.
    static func command(for words: [String]) throws(Failure) -> any Command {
        let flags = words.prefix { $0 != "--" }
        if words.first == "version" || words.first == "--version" { return HelpCommand.version }
        guard let name = words.first, !name.hasPrefix("-") else {
            if flags.contains(where: isHelp) { return HelpCommand(.overview) }
            return try ServeCommand.taking(words)
        }
        let command = try type(named: name)
        if flags.contains(where: isHelp) { return HelpCommand(.page(command.manual)) }
        return try command.taking(Array(words.dropFirst()))
    }

    static func type(named name: String) throws(Failure) -> any Command.Type {
        if let command = commands.first(where: { $0.manual.name == name }) { return command }
        let meant = nearest(to: name, among: commands.map { $0.manual.name })
        throw Failure(
            .usage,
            "unknown command \"\(name)\""
                + (meant.map { "; did you mean \($0)?" } ?? "; decommission-gate help lists the commands"))
    }

    private static func isHelp(_ word: String) -> Bool { word == "--help" || word == "-h" }
}
