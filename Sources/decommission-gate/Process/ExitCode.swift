import DecommissionGate

/// What the process says to the shell; a script can tell "not yet" from "cannot tell" from "broken".
enum ExitCode: Int32, Sendable, CaseIterable {
    case safe = 0
    case notSafe = 1
    /// Unknown or stale.
    case unknown = 2
    case usage = 64
    case unreachable = 69
    case ourFault = 70
    case configuration = 78

    /// What a command answers that gives no verdict; in the shell it is the same.
    static var done: ExitCode { .safe }

    /// For help, in the words of the manual.
    var meaning: String {
        switch self {
        case .safe: "safe, or done"
        case .notSafe: "not safe"
        case .unknown: "unknown or stale"
        case .usage: "the command line is wrong"
        case .unreachable: "a service, cluster or port cannot be had"
        case .ourFault: "a fault of this program"
        case .configuration: "the configuration is wrong"
        }
    }
}

/// Why a command ends without having done its work.
struct Failure: Error {
    let code: ExitCode
    /// For a person: what is wrong and what to do about it.
    let message: String
    /// The same one by one, where a configuration is refused.
    private let problems: ConfigurationProblems?

    init(_ code: ExitCode, _ message: String) {
        self.code = code
        self.message = message
        problems = nil
    }

    init(_ problems: ConfigurationProblems) {
        code = .configuration
        message = problems.description
        self.problems = problems
    }

    /// For a log.
    ///
    /// - Parameter what: What was done about it: "configuration refused".
    func logLines(_ what: String) -> [LogLine] {
        problems?.logLines(what) ?? [LogLine(.error, what, [LogField("why", message)])]
    }
}
