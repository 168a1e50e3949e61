public import Quiescence

/// `/api/v1/gates/{gate}/check`: the verdict as a status code and one line that says why.
public struct GateCheck: Sendable, Equatable {
    /// The three answers, and the status code that each is given.
    public enum Answer: Int, Sendable {
        case safe = 200
        case notSafe = 409
        case unknown = 503
    }

    public let answer: Answer
    /// Why, without a newline.
    public let line: String

    /// Whether `gate` may be acted on.
    public init(_ gate: Gate, in document: GatesDocument) {
        guard let judged = document[gate] else {
            self.init(.unknown, "\(gate.rawValue): unknown: no verdict")
            return
        }
        self.init(judged.answer, "\(document.mark)\(gate.rawValue): \(judged.why(in: document))")
    }

    /// Whether each of `conditions` has done its part for `gate`; the worst answer counts.
    ///
    /// A condition has when it held over the whole of its window for this gate and another survey
    /// confirmed that, or when the gate is safe.
    public init(_ gate: Gate, narrowedTo conditions: [Condition], in document: GatesDocument) {
        let parts = conditions.map { condition in document.part(of: condition, in: gate) }
        let worst =
            parts.first { $0.answer == .unknown } ?? parts.first { $0.answer == .notSafe }
            ?? parts.first ?? GateCheck(.unknown, "unknown: nothing was asked")
        self.init(worst.answer, "\(document.mark)\(gate.rawValue): \(worst.line)")
    }

    init(_ answer: Answer, _ line: String) {
        self.answer = answer
        self.line = line
    }
}

extension GateDocument {
    fileprivate var answer: GateCheck.Answer {
        switch state {
        case .safe: safe ? .safe : .unknown
        case .blocked, .observing: .notSafe
        case .unknown: .unknown
        }
    }

    fileprivate func why(in document: GatesDocument) -> String {
        switch state {
        case .safe:
            return "safe since \(safeSince?.description ?? "this survey")\(afterShortWindow): "
                + "you may \(allows)"
        case .observing:
            return "observing: \(Words.duration(seconds: observedSeconds)) of "
                + "\(Words.duration(seconds: windowSeconds)) observed, earliest safe "
                + (earliestSafeAt?.description ?? "unknown")
        case .blocked:
            return "blocked by "
                + document.reasons(among: failing).joined(separator: "; ")
        case .unknown:
            return "unknown: " + document.reasons(among: unknown).joined(separator: "; ")
        }
    }
}

extension GatesDocument {
    /// Stands before every answer of a demo.
    fileprivate var mark: String { demo ? "demo: " : "" }

    /// Why each of `names` stands in the way; conditions with one cause share a reason.
    func reasons(among names: [Condition]) -> [String] {
        var shared: [(cause: DoubtDocument, names: [String])] = []
        var own: [String] = []
        for name in names {
            guard let cause = self[name]?.cause else {
                own.append(self[name]?.reason ?? "\(name.rawValue) (no verdict)")
                continue
            }
            if let index = shared.firstIndex(where: { $0.cause.isOneCause(with: cause) }) {
                shared[index].names.append(name.rawValue)
            } else {
                shared.append((cause, [name.rawValue]))
            }
        }
        // What is behind everything (a stale survey) needs no list of all conditions.
        if own.isEmpty, shared.count == 1, let (cause, names) = shared.first, names.count > 1 {
            return [cause.inWords]
        }
        return own + shared.map { "\($0.names.joined(separator: ", ")) (\($0.cause.inWords))" }
    }

    /// Whether a survey has found it holding before, long enough ago: what a lagging follower hides from one
    /// look, the next one sees.
    private func isConfirmed(_ judged: ConditionDocument) -> Bool {
        guard let surveyedAt, let since = judged.since else { return false }
        // Both are cut to seconds, so an equal difference may be a shorter time.
        return Double(surveyedAt.secondsSince1970 - since.secondsSince1970) > plan.confirmationSeconds
    }

    fileprivate func part(of condition: Condition, in gate: Gate) -> GateCheck {
        guard let judged = self[condition] else {
            return GateCheck(.unknown, "\(condition.rawValue) unknown: nothing is said of it")
        }
        switch judged.state {
        case .unknown: return GateCheck(.unknown, judged.reason)
        case .fails: return GateCheck(.notSafe, judged.reason)
        case .holds:
            let window = plan.windows.first { $0.gate == gate && $0.condition == condition }
            let observed = Words.duration(seconds: judged.observedSeconds)
            guard let window else {
                return GateCheck(.unknown, "\(condition.rawValue) unknown: it has no window for this gate")
            }
            let done =
                self[gate]?.safe == true
                || judged.observedSeconds >= window.seconds + plan.confirmationSeconds && isConfirmed(judged)
            return GateCheck(
                done ? .safe : .notSafe,
                "\(condition.rawValue) holds for \(observed) of \(Words.duration(seconds: window.seconds))")
        }
    }
}

extension ConditionDocument {
    /// State and first reason, on one line.
    var reason: String {
        switch state {
        case .holds: return "\(condition.rawValue) holds"
        case .fails:
            guard let first = offenders.first else { return "\(condition.rawValue) fails" }
            let others = offendersTotal > 1 ? " and \(grouped(offendersTotal - 1)) more" : ""
            let what = "\(first.subject.onOneLine) \(first.detail.onOneLine)"
            return "\(condition.rawValue) (\(what)\(others))"
        case .unknown:
            guard let cause else { return "\(condition.rawValue) unknown" }
            return "\(condition.rawValue) (\(cause.inWords))"
        }
    }
}

extension DoubtDocument {
    /// Subject, detail and mend, on one line.
    fileprivate var inWords: String { "\(subject): \(detail); \(whatToDo)".onOneLine }

    /// The same obstacle, whenever each was first met.
    fileprivate func isOneCause(with other: DoubtDocument) -> Bool {
        subject == other.subject && detail == other.detail && whatToDo == other.whatToDo
    }
}
