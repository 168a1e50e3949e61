import Quiescence

/// What a strip shows of one time, from the best to the worst: of several states the worst is shown.
enum StripState: UInt8, CaseIterable, Comparable {
    /// Nobody said anything of it.
    case nothing
    /// It holds; it is safe.
    case good
    case observing
    case unknown
    /// It fails; it is blocked.
    case bad

    init(_ state: ConditionState) {
        switch state {
        case .holds: self = .good
        case .unknown: self = .unknown
        case .fails: self = .bad
        }
    }

    init(_ state: GateStateName) {
        switch state {
        case .safe: self = .good
        case .observing: self = .observing
        case .unknown: self = .unknown
        case .blocked: self = .bad
        }
    }

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The states of all gates and conditions in eight bytes, for there are thousands of surveys to remember.
struct PackedStates: Sendable, Equatable {
    private var bits: UInt64 = 0

    /// What a strip is about.
    enum Subject: Hashable, CaseIterable {
        case gate(Gate)
        case condition(Condition)

        static let allCases = Gate.allCases.map(Subject.gate) + Condition.allCases.map(Subject.condition)
        fileprivate static let places = Dictionary(
            uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) })
    }

    subscript(subject: Subject) -> StripState {
        get {
            guard let place = Subject.places[subject] else { return .nothing }
            return StripState(rawValue: UInt8(truncatingIfNeeded: bits >> (place * 4) & 0xF)) ?? .nothing
        }
        set {
            guard let place = Subject.places[subject] else { return }
            bits = bits & ~(0xF << (place * 4)) | UInt64(newValue.rawValue) << (place * 4)
        }
    }

    /// Of each subject the worse of both.
    func worse(of other: PackedStates) -> PackedStates {
        var worse = PackedStates()
        for place in stride(from: 0, to: UInt64.bitWidth, by: 4) {
            let mask: UInt64 = 0xF << place
            worse.bits |= max(bits & mask, other.bits & mask)
        }
        return worse
    }
}
