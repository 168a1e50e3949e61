/// One loading of a configuration: where it comes from, and the problems found so far.
final class Loading {
    /// The file as it was named.
    let file: String
    let surroundings: ConfigurationSurroundings
    /// The flag behind a key path, where there is no file.
    private let flags: [String: String]
    private var problems: [ConfigurationProblem] = []

    init(file: String, surroundings: ConfigurationSurroundings, flags: [String: String] = [:]) {
        self.file = file
        self.surroundings = surroundings
        self.flags = flags
    }

    /// Adds a problem of the value or key at `path`.
    func report(_ what: String, mend: String?, path: String, position: SourcePosition) {
        if let flag = flags[path] {
            problems.append(ConfigurationProblem(file: flag, what: what, mend: mend))
        } else {
            problems.append(
                ConfigurationProblem(
                    file: file, position: position, keyPath: path, what: what, mend: mend))
        }
    }

    /// How many problems there are so far.
    var problemCount: Int { problems.count }

    /// What `decode` gives, or nil once its problem is reported: the rest is looked at all the same.
    func attempt<Value>(_ decode: () throws(Reported) -> Value) -> Value? {
        do {
            return try decode()
        } catch {
            return nil
        }
    }

    /// All problems in the order of the file; nil if there is none.
    var outcome: ConfigurationProblems? {
        let sorted = problems.enumerated().sorted { left, right in
            guard let one = left.element.position, let other = right.element.position, one != other
            else { return left.offset < right.offset }
            return (one.line, one.column) < (other.line, other.column)
        }
        return ConfigurationProblems(sorted.map(\.element))
    }

    /// Paths in a file are relative to it, as in Prometheus: a directory can be moved as a whole.
    func resolve(_ path: String) -> String {
        guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
        return file[...slash] + path
    }
}

/// Thrown once a problem has been reported: there is no value, and no more to say.
struct Reported: Error {}
