import Quiescence

@testable import Demo

extension Scene {
    /// A scene `seconds` after the start: all gates in one state, and every condition holds but those `failing`.
    init(
        _ state: State, _ seconds: Int, failing: [Condition] = [], topics: [TopicAccount] = [],
        groups: [GroupAccount] = []
    ) {
        let time = Duration.seconds(seconds)
        let moment = Moment(
            monotonic: time, boottime: time, wall: WallTime(millisecondsSince1970: 0), boot: "boot")
        let conditions = Condition.allCases.map { condition in
            ConditionVerdict(
                condition: condition,
                finding: Finding(
                    summary: "all",
                    offenders: failing.contains(condition) ? [Offender("orders-0", "did it")] : []),
                since: moment.wall, observed: .zero, lastViolation: nil, restarts: [:])
        }
        let gates = Gate.allCases.map { gate in
            GateVerdict(
                gate: gate, state: Self.gateState(state), window: .seconds(60), observed: .seconds(7),
                safeSince: nil, failing: [], unknown: [])
        }
        self.init(
            assessment: Assessment(
                verdict: Verdict(surveyed: moment, conditions: conditions, gates: gates),
                events: state == .revoked ? [.gateRevoked(.mirrorMaker, why: "")] : [], topics: topics,
                groups: groups, producers: []), time: time)
    }

    private static func gateState(_ state: State) -> GateState {
        switch state {
        case .blocked, .revoked: .blocked
        case .unknown: .unknown
        case .observing: .observing(remaining: .seconds(1))
        case .safe: .safe
        }
    }
}
