import DecommissionGate

/// Where the configuration comes from; it can be read again.
enum ConfigurationSource: Sendable {
    case file(String)
    case flags(old: String, new: String, producers: String?)

    /// What the command line says, which is a file or two addresses and never both.
    init(_ arguments: Arguments, of command: String) throws(Failure) {
        let flags = ["old", "new", "producers"].filter(arguments.has)
        if let file = arguments["config.file"] {
            guard flags.isEmpty else {
                let named = flags.map { "--\($0)" }.joined(separator: ", ")
                throw Failure(.usage, "\(named) beside --config.file: the file says it all; leave one out")
            }
            self = .file(file)
        } else if let old = arguments["old"], let new = arguments["new"] {
            self = .flags(old: old, new: new, producers: arguments["producers"])
        } else {
            throw Failure(
                .usage,
                """
                which clusters? Name a file or both clusters' addresses:
                  decommission-gate \(command) --config.file gate.yaml
                  decommission-gate \(command) --old old:9092 --new new:9092
                """)
        }
    }

    /// Reads it; what is wrong is told all at once.
    func load() throws(ConfigurationProblems) -> Configuration {
        switch self {
        case .file(let path): try Configuration.load(file: path, surroundings: .process)
        case .flags(let old, let new, let producers):
            try Configuration.load(old: old, new: new, producers: producers, surroundings: .process)
        }
    }

    /// Reads it for a command that cannot go on without.
    func require() throws(Failure) -> Configuration {
        do throws(ConfigurationProblems) {
            return try load()
        } catch {
            throw Failure(error)
        }
    }
}
