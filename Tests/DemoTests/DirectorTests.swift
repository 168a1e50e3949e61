import Quiescence
import Testing

@testable import Demo

/// The story counts as told only if every verdict came in its turn.
@Suite struct DirectorTests {
    private static let states: [Scene.State: GateState] = [
        .blocked: .blocked, .unknown: .unknown, .safe: .safe, .observing: .observing(remaining: .seconds(1)),
    ]

    /// A scene `seconds` after the start, with only what a director looks at.
    private func scene(_ state: Scene.State, _ seconds: Int, failing: [Condition] = []) -> Scene {
        let time = Duration.seconds(seconds)
        let moment = Moment(monotonic: time, boottime: time, wall: WallTime(millisecondsSince1970: 0))
        let gate = Self.states[state] ?? .blocked
        let verdict = Verdict(
            surveyed: moment,
            conditions: Condition.allCases.filter(\.isJudged).map { condition in
                ConditionVerdict(
                    condition: condition,
                    finding: Finding(
                        summary: "all", offenders: failing.contains(condition) ? [Offender("it", "did")] : []),
                    since: moment.wall, observed: .zero, lastViolation: nil, restarts: [:])
            },
            gates: Gate.allCases.map {
                GateVerdict(
                    gate: $0, state: gate, window: .seconds(60), observed: .zero, safeSince: nil, failing: [],
                    unknown: [])
            })
        let events: [Event] = state == .revoked ? [.gateRevoked(.mirrorMaker, why: "")] : []
        return Scene(
            assessment: Assessment(
                verdict: verdict, events: events, topics: [], groups: [], producers: []), time: time)
    }

    /// A director who has come as far as the open gate.
    private func atSafe() -> Director {
        var director = Director(pace: Pace())
        for scene in [
            scene(.blocked, 6, failing: [.sourceQuiet]), scene(.blocked, 12), scene(.blocked, 25),
            scene(.observing, 30), scene(.safe, 91),
        ] { _ = director.cue(after: scene) }
        return director
    }

    @Test("Every act waits for the verdict that it follows from")
    func acts() {
        var director = Director(pace: Pace())
        #expect(director.cue(after: scene(.blocked, 9)) == .wait, "nothing was seen to be written")
        #expect(director.cue(after: scene(.blocked, 10, failing: [.sourceQuiet])) == .act(.seedGroups))
        #expect(director.cue(after: scene(.blocked, 16)) == .act(.moveGroups))
        #expect(director.cue(after: scene(.blocked, 29, failing: [.oldConsumersGone])) == .wait)
        #expect(director.cue(after: scene(.blocked, 30)) == .act(.flipProducers))
        #expect(director.cue(after: scene(.observing, 40)) == .wait)
        #expect(director.cue(after: scene(.safe, 101)) == .wait)
        #expect(director.cue(after: scene(.safe, 109)) == .act(.writeStray))
        #expect(director.cue(after: scene(.revoked, 110, failing: [.sourceQuiet])) == .end(.asTold))
    }

    @Test("A gate that opens before its time is not the story")
    func opensEarly() {
        var director = Director(pace: Pace())
        #expect(director.cue(after: scene(.safe, 1)).isOtherwise("before its window had begun"))
    }

    @Test("A gate that shuts by itself is not the story, whatever comes after", arguments: [true, false])
    func shutsEarly(isRevoked: Bool) {
        var director = atSafe()
        let next = scene(isRevoked ? .revoked : .unknown, 92, failing: [.mirrorQuiet])
        #expect(director.cue(after: next).isOtherwise("before the stray record"))
    }

    @Test("A gate that shuts for another reason than the stray record is not the story")
    func shutsForAnotherReason() {
        var director = atSafe()
        #expect(director.cue(after: scene(.safe, 100)) == .act(.writeStray))
        let other = scene(.revoked, 101, failing: [.visibility])
        #expect(director.cue(after: other).isOtherwise("visibility: it did"))
    }

    @Test("A gate that never begins to observe ends the story with what stands in the way")
    func overdue() {
        var director = Director(pace: Pace())
        for scene in [
            scene(.blocked, 6, failing: [.sourceQuiet]), scene(.blocked, 12), scene(.blocked, 25),
        ] { _ = director.cue(after: scene) }
        #expect(director.cue(after: scene(.blocked, 114, failing: [.mirrorDrained])) == .wait)
        let late = director.cue(after: scene(.blocked, 116, failing: [.mirrorDrained]))
        #expect(late.isOtherwise("did not begin to observe in time; it is blocked, mirror_drained: it did"))
    }

    @Test("A stray record that nobody notices ends it too")
    func unnoticed() {
        var director = atSafe()
        #expect(director.cue(after: scene(.safe, 100)) == .act(.writeStray))
        #expect(director.cue(after: scene(.safe, 191)).isOtherwise("did not shut after the stray record"))
    }
}

extension Director.Cue {
    fileprivate func isOtherwise(_ words: String) -> Bool {
        if case .end(.otherwise(let sentence)) = self { sentence.contains(words) } else { false }
    }
}
