import Quiescence

@testable import DecommissionGate

/// A day before the scenes: written for ten hours, drained, an hour without the service, and one stray record.
enum Yesterday {
    /// What had been appended when it ended, to the sources and to the mirrors.
    static let appended = 1 + (0..<1200).reduce(0) { $0 + rate($1) }

    private static func rate(_ number: Int) -> Int64 { Int64(120 + number * 37 % 90 + number % 240 * 2) }

    static func history() throws -> History {
        let surveys = (0..<2880).filter { !(1680..<1800).contains($0) }
        var (source, mirror): (Int64, Int64) = (0, 0)
        return History(
            try surveys.map { number in
                let isWritten = number < 1200
                let isStray = number == 2400
                if isWritten { source += rate(number) }
                if number < 1260 { mirror = max(mirror, source - (number < 1230 ? 40 : 0)) }
                if isStray { (source, mirror) = (source + 1, mirror + 1) }
                let isMoving = isWritten || isStray
                let body = """
                    {"appended":{"mirror":\(mirror),"source":\(source)},"conditions":\
                    \(conditions(number, isMoving: isMoving)),"gates":\(gates(number, isMoving: isMoving))}
                    """
                let at = Scene.wall.advanced(by: .seconds(Int64(number - 2880) * 30))
                return try HistoryPoint(KeptSurvey(body: body), at: at, isUnderNewPlan: false)
            }, under: Scene.plan)
    }

    private static func conditions(_ number: Int, isMoving: Bool) -> String {
        let states = Condition.allCases.map { condition in
            let state: ConditionState =
                switch condition {
                case .sourceQuiet, .mirrorQuiet, .mirrorDrained: isMoving ? .fails : .holds
                case .producersRetargeted: number < 1100 ? .fails : .holds
                case .oldConsumersGone: number < 700 ? .fails : .holds
                case .mirrorConsumed: (1300..<1340).contains(number) ? .unknown : isMoving ? .fails : .holds
                case .mirrorFaithful: isMoving ? .unknown : .holds
                case .visibility, .sourceSettled, .mirrorGapless, .sourceConsumed: .holds
                }
            return "\"\(condition.rawValue)\":\"\(state.rawValue)\""
        }
        return "{\(states.joined(separator: ","))}"
    }

    private static func gates(_ number: Int, isMoving: Bool) -> String {
        let state: GateStateName =
            isMoving ? .blocked : (1300..<1340).contains(number) ? .unknown : .observing
        return "{" + Gate.allCases.map { "\"\($0.rawValue)\":\"\(state.rawValue)\"" }.joined(separator: ",")
            + "}"
    }
}
