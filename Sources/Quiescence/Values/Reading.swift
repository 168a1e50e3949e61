/// What came of asking: three-valued, because not knowing is not the same as nothing.
public enum Reading<Value: Sendable>: Sendable {
    /// The value was read.
    case known(Value)
    /// It was asked for, the answer was complete, and there is none.
    case absent
    /// It could not be read.
    indirect case unreadable(Cause)

    /// Applies `transform` to a known value.
    public func map<Other>(_ transform: (Value) throws -> Other) rethrows -> Reading<Other> {
        switch self {
        case .known(let value): .known(try transform(value))
        case .absent: .absent
        case .unreadable(let cause): .unreadable(cause)
        }
    }

    /// Whether this holds a value; for counting and tests, never for a verdict.
    public var isKnown: Bool {
        switch self {
        case .known: true
        case .absent, .unreadable: false
        }
    }
}

extension Reading: Equatable where Value: Equatable {}

/// Why something could not be read, in words that an operator can act on.
public struct Cause: Error, Hashable, Sendable {
    /// What kind of obstacle; decides the mend that is shown and labels the log line.
    public enum Kind: String, Sendable, CaseIterable {
        case timedOut = "timed_out"
        case unreachable
        case authentication
        case notAuthorized = "not_authorized"
        case leaderless
        case coordinator
        case incomplete
        case contradiction
        case malformed
        case bounded
        case missing
        case notAsked = "not_asked"
        case unsupported
        case refused
    }

    public let kind: Kind
    /// What was asked and what came back: "end offset of orders-3: leader not available".
    public let detail: String
    /// What to do about it, where more is known than the kind tells.
    public let ownRemedy: String?

    public init(_ kind: Kind, _ detail: String, remedy: String? = nil) {
        self.kind = kind
        self.detail = detail
        self.ownRemedy = remedy
    }

    /// What to do about it: one sentence.
    public var remedy: String { ownRemedy ?? kind.remedy }
}

extension Cause.Kind {
    /// What usually helps against this kind of obstacle.
    public var remedy: String {
        switch self {
        case .timedOut:
            "see whether the broker is overloaded or stopped; it is asked again in the next survey"
        case .unreachable: "check address, port and network; it is asked again in the next survey"
        case .authentication: "check user, password and TLS settings of this cluster in the configuration"
        case .notAuthorized: "grant the permission that is named; the README lists the least privileges"
        case .leaderless: "bring the partition's brokers back; a partition without a leader cannot be read"
        case .coordinator:
            "wait for the group coordinator's move to end; it is asked again in the next survey"
        case .incomplete: "wait for the broker that did not answer; nothing is taken for gone until then"
        case .contradiction:
            "look at both values; if it stays, the topic was probably recreated or offsets were reset"
        case .malformed: "look at that record; it was written by something other than expected"
        case .bounded: "nothing: the next survey goes on where this one stopped"
        case .missing: "bring it back, or explain its absence in the configuration"
        case .notAsked: "nothing: it is asked for in the next survey"
        case .unsupported:
            "use a broker and client library that can answer this, or declare it in the configuration"
        case .refused: "see the broker's log for why it refuses this request"
        }
    }
}
