import DecommissionGate
import Quiescence

/// What one asking came to, for the gates that were asked about.
struct CheckAnswer {
    private let outcome: Result<GatesDocument, Failure>
    private let gates: [Gate]

    init(_ outcome: Result<GatesDocument, Failure>, about gates: [Gate]) {
        self.outcome = outcome
        self.gates = gates
    }

    /// Safe if every gate is.
    var exitCode: ExitCode {
        switch outcome {
        case .success(let document): document.exitCode(for: gates)
        case .failure(let failure): failure.code
        }
    }

    /// Whether asking again later can bring "safe".
    var isWorthWaiting: Bool {
        switch exitCode {
        case .notSafe, .unknown, .unreachable: true
        case .safe, .usage, .ourFault, .configuration: false
        }
    }

    /// Whether a service judged.
    var isVerdict: Bool {
        switch outcome {
        case .success: true
        case .failure: false
        }
    }

    /// All gates on one line, for a terminal.
    ///
    /// - Parameters:
    ///   - later: Time since this came.
    ///   - silence: Time since a service judged last.
    func progress(later: Duration, silentFor silence: Duration) -> String {
        switch outcome {
        case .success(let document): WaitText.line(of: document, for: gates, later: later)
        case .failure(let failure): WaitText.line(withoutAnswer: failure.message, for: silence)
        }
    }

    /// One line for each gate: time left, what blocks.
    var lines: [String] {
        switch outcome {
        case .success(let document): gates.map { GateCheck($0, in: document).line }
        case .failure(let failure): [failure.message]
        }
    }

    /// The same as long as nothing has changed but the time.
    var change: String {
        switch outcome {
        case .success(let document):
            gates.compactMap { document[$0] }
                .map { "\($0.gate) \($0.state) \($0.failing) \($0.unknown)" }
                .joined(separator: ";")
        case .failure: "unreachable"
        }
    }

    /// Prints the verdict; without one, throws why.
    func finish() throws(Failure) -> ExitCode {
        _ = try outcome.get()
        for line in lines { StandardOutput.line(line) }
        return exitCode
    }
}
