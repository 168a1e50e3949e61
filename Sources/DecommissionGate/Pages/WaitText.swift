public import Quiescence

/// What `check --wait` says while it waits, for a line that is written over again and again.
public enum WaitText {
    /// State, time left and what stands in the way, the most useful first.
    ///
    /// - Parameter later: Time since the document came, so that what is left grows less between two answers.
    public static func line(of document: GatesDocument, for gates: [Gate], later: Duration = .zero) -> String
    {
        let parts = gates.map { gate in
            guard let judged = document[gate] else { return "\(gate.rawValue) unknown" }
            return "\(gate.rawValue) \(judged.state.rawValue)\(judged.clause(in: document, later))"
        }
        return (document.demo ? "demo: " : "") + parts.joined(separator: " | ")
    }

    /// Why there is no answer, and for how long there has been none.
    public static func line(withoutAnswer why: String, for duration: Duration) -> String {
        "no answer for \(Words.duration(duration)): \(why.onOneLine)"
    }

    /// How long it has waited, and of how much.
    public static func patience(_ waited: Duration, of limit: Duration?) -> String {
        "waiting \(Words.duration(waited))" + (limit.map { " of \(Words.duration($0))" } ?? "")
    }
}

extension GateDocument {
    fileprivate func clause(in document: GatesDocument, _ later: Duration) -> String {
        switch state {
        case .safe: return ""
        case .observing:
            guard let remainingSeconds else { return "" }
            let passed = (document.surveyAgeSeconds ?? 0) + later.inSeconds
            let clock = earliestSafeAt.map { ", safe at \($0.clock)" } ?? ""
            guard remainingSeconds > passed else { return ", the window is over, to be confirmed" }
            return ", \(Words.duration(seconds: remainingSeconds - passed)) left\(clock)"
        case .blocked: return " by " + document.reasons(among: failing).joined(separator: "; ")
        case .unknown: return ": " + document.reasons(among: unknown).joined(separator: "; ")
        }
    }
}
