/// One command: what it is for, what it was asked, and the doing.
protocol Command: Sendable {
    static var manual: Manual { get }

    /// Takes what was typed after the command's name. Asks nobody anything yet.
    init(_ arguments: Arguments) throws(Failure)

    /// What must happen before a second thread exists.
    func prepare()

    func run() async throws(Failure) -> ExitCode
}

extension Command {
    func prepare() {}

    /// The command for `words`, which lack the command's name.
    static func taking(_ words: [String]) throws(Failure) -> any Command {
        try Self(Arguments(words, options: manual.options))
    }
}

extension Arguments {
    /// Refuses words beyond those that a command takes.
    func expectOperands(_ allowed: ClosedRange<Int>, of manual: Manual) throws(Failure) {
        if let extra = operands.dropFirst(allowed.upperBound).first {
            throw Failure(
                .usage, "unexpected word \"\(extra)\"; usage: decommission-gate \(manual.firstUsage)")
        }
        if operands.count < allowed.lowerBound {
            throw Failure(.usage, "a word is missing; usage: decommission-gate \(manual.firstUsage)")
        }
    }
}
