/// One thing that is wrong with a configuration, with its place and its mend. Never holds a secret.
public struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
    /// The file as it was named, or the flag that the value came from.
    public var file: String
    /// Nil for a flag, and for a file that could not be read at all.
    public var position: SourcePosition?
    /// `gate.window`, `producers[2].file.path`; empty where the text itself is at fault.
    public var keyPath: String
    /// `"24" has no unit`
    public var what: String
    /// `write 24h`
    public var mend: String?

    public init(
        file: String, position: SourcePosition? = nil, keyPath: String = "", what: String,
        mend: String? = nil
    ) {
        self.file = file
        self.position = position
        self.keyPath = keyPath
        self.what = what
        self.mend = mend
    }

    /// `gate.yaml:12:5: gate.window: "24" has no unit; write 24h`
    public var description: String {
        let place = position.map { "\(file):\($0)" } ?? file
        let key = keyPath.isEmpty ? "" : "\(keyPath): "
        return ("\(place): \(key)\(what)" + (mend.map { "; \($0)" } ?? "")).onOneLine
    }
}

/// Everything that is wrong with a configuration, in the order of the file. Never empty.
public struct ConfigurationProblems: Error, Hashable, Sendable, CustomStringConvertible {
    public let problems: [ConfigurationProblem]

    /// Nil for an empty list.
    init?(_ problems: [ConfigurationProblem]) {
        guard !problems.isEmpty else { return nil }
        self.problems = problems
    }

    init(_ problem: ConfigurationProblem) { problems = [problem] }

    /// One problem a line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Why a text is no YAML that can be used; the file's name is added by who knows it.
public struct SyntaxProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public var position: SourcePosition
    public var what: String
    public var mend: String?

    public init(at position: SourcePosition, _ what: String, mend: String? = nil) {
        self.position = position
        self.what = what
        self.mend = mend
    }

    public var description: String { "\(position): \(what)" + (mend.map { "; \($0)" } ?? "") }
}
