import DecommissionGate
import Quiescence

extension VerdictOutput {
    /// Prints the whole verdict on standard output; in JSON with what it rests on, where that is at hand.
    func print(_ document: GatesDocument, restingOn recording: Recording? = nil) throws(Failure) {
        switch form {
        case .text:
            StandardOutput.write(StatusText.render(document, colour: Terminal.showsColour))
            if suggests { StandardOutput.write("\n" + Suggestions.yaml(for: document)) }
        case .json:
            do {
                let bytes =
                    if let recording {
                        try JSON.bytes(RecordedVerdict(document, restingOn: recording))
                    } else {
                        try JSON.bytes(document)
                    }
                StandardOutput.write(String(decoding: bytes, as: UTF8.self))
            } catch {
                throw Failure(.ourFault, "the verdict could not be written as JSON: \(error)")
            }
        }
    }
}

extension GatesDocument {
    /// Safe only if every one of `gates` is; what is known not to be safe wins over what is unknown.
    func exitCode(for gates: [Gate]) -> ExitCode {
        let answers = gates.map { GateCheck($0, in: self).answer }
        if answers.contains(.notSafe) { return .notSafe }
        return answers.isEmpty || answers.contains(.unknown) ? .unknown : .safe
    }

    /// That of `survey`, never 0: what two looks cannot show is not safe.
    func exitCode(after survey: Survey) -> ExitCode {
        switch exitCode(for: Gate.allCases) {
        case .notSafe: .notSafe
        case _ where survey.old.isUnreachable || survey.new.isUnreachable: .unreachable
        case _: .unknown
        }
    }
}

extension ClusterSurvey {
    /// Whether this cluster could not be reached at all, as opposed to answering in part.
    var isUnreachable: Bool {
        guard case .unreadable(let cause) = topics else { return false }
        switch cause.kind {
        case .timedOut, .unreachable, .authentication: return true
        case .notAuthorized, .leaderless, .coordinator, .incomplete, .contradiction, .malformed, .bounded,
            .missing, .notAsked, .unsupported, .refused:
            return false
        }
    }
}
