import Testing

@testable import Quiescence

@Suite("Every short history of a condition, against a second and naive reckoning")
struct HistoryTests {
    /// One survey of a history.
    struct Step: Equatable {
        var state: ConditionState
        var began: Duration
        var ended: Duration
    }

    private static let interval = Duration.seconds(30)
    private static let stale = Duration.seconds(90)
    private static let maxGap = Duration.seconds(3600)
    private static let states: [ConditionState] = [.holds, .fails, .unknown]

    @Test("All histories of six surveys at the usual interval")
    func sixSurveys() throws {
        for code in 0..<729 {
            var rest = code
            let steps = (0..<6).map { number -> Step in
                defer { rest /= 3 }
                return step(Self.states[rest % 3], at: Self.interval * number)
            }
            compare(steps, canHide: true)
            compare(steps, canHide: false)
        }
    }

    @Test("All histories of four surveys with breaks of every kind between them")
    func fourSurveysWithBreaks() throws {
        // The usual interval; not looking for longer than three; a pause at and beyond the longest gap.
        let breaks = [
            Self.interval, Self.stale + .nanoseconds(1), Self.maxGap + .seconds(1),
            Self.maxGap + .seconds(1) + .nanoseconds(1),
        ]
        for code in 0..<(12 * 12 * 12 * 12) {
            var rest = code
            var now = Duration.zero
            let steps = (0..<4).map { _ -> Step in
                defer { rest /= 12 }
                now += breaks[(rest % 12) / 3]
                return step(Self.states[rest % 3], at: now)
            }
            compare(steps, canHide: true)
            compare(steps, canHide: false)
        }
    }

    @Test("All histories of six surveys through the evaluator itself")
    func throughTheEvaluator() async throws {
        for code in 0..<729 {
            // What waits for time in other tests must not wait for this one to end.
            await Task.yield()
            var rest = code
            var play = try Play()
            var steps: [Step] = []
            for number in 0..<6 {
                let state = Self.states[rest % 3]
                rest /= 3
                play.world.old["orders"].stable = state == .fails ? 99 : nil
                play.world.old["orders"].lagging = state == .unknown ? [BrokerID(rawValue: 2)] : []
                let assessment = number == 0 ? play.look() : play.next()
                steps.append(step(state, at: Self.interval * number))
                let verdict = try #require(assessment.verdict[.sourceSettled])
                #expect(verdict.finding.state == state)
                #expect(verdict.observed == naive(steps, canHide: false), "\(steps)")
            }
        }
    }

    private func step(_ state: ConditionState, at began: Duration) -> Step {
        Step(state: state, began: began, ended: began + .seconds(1))
    }

    private func compare(_ steps: [Step], canHide: Bool) {
        var clock = ConditionClock()
        for (number, step) in steps.enumerated() {
            let gap = number > 0 && step.began - steps[number - 1].began > Self.stale
            _ = clock.advance(
                to: step.state, began: moment(step.began), ended: moment(step.ended), gap: gap,
                maxGap: Self.maxGap, canHideInAGap: canHide)
            let expected = naive(Array(steps[...number]), canHide: canHide)
            if clock.observed != expected {
                Issue.record("\(steps[...number]) gives \(clock.observed), not \(expected)")
            }
        }
    }

    private func moment(_ time: Duration) -> Moment {
        Moment(
            monotonic: time, boottime: time, wall: WallTime(millisecondsSince1970: time.milliseconds),
            boot: "boot")
    }

    /// The observed time after the whole of `steps`, from nothing but the rules: sum the stretches between
    /// neighbouring surveys that both hold, after the last one that set the clock back.
    private func naive(_ steps: [Step], canHide: Bool) -> Duration {
        func restarts(_ index: Int) -> Bool {
            if steps[index].state == .fails { return true }
            guard canHide, steps[index].state == .holds else { return false }
            // When was it last known to hold, and has nothing failed since?
            for earlier in steps[..<index].reversed() {
                if earlier.state == .fails { return false }
                if earlier.state == .holds { return steps[index].began - earlier.ended > Self.maxGap }
            }
            return false
        }
        func joins(_ index: Int) -> Bool {
            index > 0 && steps[index].state == .holds && steps[index - 1].state == .holds
                && steps[index].began - steps[index - 1].began <= Self.stale && !restarts(index)
        }
        let origin = steps.indices.last(where: restarts) ?? 0
        return steps.indices.filter { $0 > origin && joins($0) }.reduce(.zero) { sum, index in
            let before = steps[index - 1]
            // The first survey of a stretch proves nothing before its own last answer.
            let proven = index - 1 > origin && joins(index - 1) ? before.began : before.ended
            return sum + steps[index].began - proven
        }
    }
}
