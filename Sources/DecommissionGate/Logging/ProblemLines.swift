extension ConfigurationProblems {
    /// The lines for a configuration that was not taken: the first says what was done about it, how many
    /// problems there are, and the first of them; each other one has a line of its own.
    ///
    /// - Parameter message: What was done: "configuration refused".
    public func logLines(_ message: String) -> [LogLine] {
        problems.enumerated().map { index, problem in
            index == 0
                ? LogLine(.error, message, [LogField("problems", problems.count)] + problem.logFields)
                : LogLine(
                    .error, "configuration problem", [LogField("problem", index + 1)] + problem.logFields)
        }
    }
}

extension ConfigurationProblem {
    fileprivate var logFields: [LogField] {
        let place = position.map { [LogField("line", $0.line), LogField("column", $0.column)] } ?? []
        let key = keyPath.isEmpty ? [] : [LogField("key", keyPath)]
        let mend = mend.map { [LogField("mend", $0)] } ?? []
        return [LogField("file", file)] + place + key + [LogField("why", what)] + mend
    }
}
