import Quiescence
import Testing

@Suite("The window: observed time, and what restarts it, pauses it, or is not credited")
struct WindowTests {
    /// Surveys begin every 30 s and take one; survey `n` (from 0) has observed 30 n − 1 seconds.
    private static func plan(
        _ window: Duration, confirmation: Duration = .seconds(30), maxGap: Duration = .seconds(3600)
    ) -> Plan {
        World.plan {
            $0.timing.window = window
            $0.timing.confirmation = confirmation
            $0.timing.maxGap = maxGap
        }
    }

    private func play(surveys: Int, _ plan: Plan) throws -> (play: Play, last: Assessment) {
        var play = try Play(plan)
        var last = play.look()
        for _ in 1..<surveys { last = play.next() }
        return (play, last)
    }

    @Test(
        "It is complete exactly at its length, not one nanosecond before",
        arguments: [
            (Duration.seconds(599) - .nanoseconds(1), Duration.zero),
            (.seconds(599), .zero), (.seconds(599) + .nanoseconds(1), .nanoseconds(1)),
        ])
    func boundary(window: Duration, left: Duration) throws {
        let (_, last) = try play(surveys: 21, Self.plan(window))
        #expect(last.gate(.oldBrokers) == .observing(remaining: left + .seconds(30)))
    }

    @Test(
        "A later survey confirms it, at least so much later, and not one nanosecond less",
        arguments: [
            (Duration.seconds(29) - .nanoseconds(1), GateState.safe), (.seconds(29), .safe),
            (.seconds(29) + .nanoseconds(1), .observing(remaining: .nanoseconds(1))),
        ])
    func confirmation(confirmation: Duration, state: GateState) throws {
        let (_, last) = try play(surveys: 22, Self.plan(.seconds(599), confirmation: confirmation))
        #expect(last.gate(.oldBrokers) == state)
    }

    @Test("Without a confirmation time it still takes another survey than the one that completed it")
    func neverOnItsLastLook() throws {
        let (_, last) = try play(surveys: 21, Self.plan(.seconds(599), confirmation: .zero))
        #expect(last.gate(.oldBrokers) == .observing(remaining: .zero))
    }

    @Test("A violation restarts it, and everything says so")
    func violation() throws {
        var (play, before) = try play(surveys: 12, Self.plan(.seconds(600)))
        #expect(before.verdict[.sourceQuiet]?.restarts == [:])
        play.world.old["orders"].end += 1
        play.world.mirrored("orders", 0, to: 100)
        let hit = play.next()
        let clock = try #require(hit.verdict[.sourceQuiet])
        #expect(clock.observed == .zero)
        #expect(clock.restarts == [.violation: 1])
        #expect(clock.since == hit.verdict.surveyed.wall)
        #expect(clock.lastViolation == hit.verdict.surveyed.wall)
        #expect(
            hit.events.contains(.windowRestarted(.sourceQuiet, .violation, lost: .seconds(30 * 11 - 1))))
        let after = try #require(play.next().verdict[.sourceQuiet])
        #expect(after.observed == .zero)
        #expect(after.lastViolation == hit.verdict.surveyed.wall)
        #expect(after.since > hit.verdict.surveyed.wall)
        #expect(play.next().verdict[.sourceQuiet]?.observed == .seconds(29))
    }

    @Test("A condition that fails from the first look on restarts nothing; one that fails on restarts once")
    func restartsAreCountedOnce() throws {
        var play = try Play()
        play.world.old.join("billing")
        #expect(play.look().verdict[.oldConsumersGone]?.restarts == [:])
        play.world.old.groups["billing"]?.state = .known(.empty)
        play.world.old.groups["billing"]?.members = .known([])
        _ = play.next()
        play.world.old.join("billing")
        _ = play.next()
        #expect(play.next().verdict[.oldConsumersGone]?.restarts == [.violation: 1])
    }

    @Test("Not knowing pauses it")
    func unknownPauses() throws {
        var (play, _) = try play(surveys: 12, Self.plan(.seconds(600)))
        play.world.old["orders"].lagging = [BrokerID(rawValue: 2)]
        for _ in 0..<5 {
            let paused = play.next()
            #expect(paused.verdict[.sourceSettled]?.observed == .seconds(329))
            #expect(paused.gate(.oldBrokers) == .unknown)
        }
        play.world.old["orders"].lagging = []
        #expect(play.next().verdict[.sourceSettled]?.observed == .seconds(329))
        #expect(play.next().verdict[.sourceSettled]?.observed == .seconds(358))
    }

    @Test(
        "A pause longer than the longest gap restarts what a gap can hide from, and nothing else",
        arguments: [(Duration.zero, false), (.nanoseconds(1), true)])
    func longPause(beyond: Duration, restarts: Bool) throws {
        var (play, _) = try play(surveys: 12, Self.plan(.seconds(600), maxGap: .seconds(1200)))
        play.world.pass(.seconds(1200) + beyond)
        let after = play.look()
        for condition in Condition.allCases {
            let clock = try #require(after.verdict[condition])
            let restarted = restarts && condition.canHideInAGap
            #expect(clock.observed == (restarted ? .zero : .seconds(329)), "\(condition)")
            #expect(clock.restarts == (restarted ? [.gap: 1] : [:]), "\(condition)")
        }
        #expect(after.events.contains { if case .gap = $0 { true } else { false } })
    }

    @Test("Exactly three conditions cannot prove a gap")
    func whatAGapCanHide() {
        #expect(
            Condition.allCases.filter(\.canHideInAGap)
                == [.visibility, .producersRetargeted, .oldConsumersGone])
    }

    @Test(
        "Time in which nobody looked is not credited, from the third interval on",
        arguments: [(Duration.seconds(90), true), (.seconds(90) + .nanoseconds(1), false)])
    func stopped(interval: Duration, credited: Bool) throws {
        var (play, _) = try play(surveys: 12, Self.plan(.seconds(6000)))
        play.world.pass(interval - .seconds(1))
        let after = play.look()
        let observed = Duration.seconds(329) + (credited ? interval : .zero)
        for verdict in after.verdict.conditions { #expect(verdict.observed == observed) }
        #expect(after.events.isEmpty == credited)
    }

    @Test("Nor is a survey in the middle of which the process was stopped")
    func stoppedInASurvey() throws {
        var (play, _) = try play(surveys: 12, Self.plan(.seconds(6000)))
        play.world.surveyTakes = .seconds(600)
        let during = play.look()
        let before = try #require(during.verdict[.visibility]?.observed)
        play.world.surveyTakes = .seconds(1)
        play.world.pass(.seconds(29))
        #expect(play.look().verdict[.visibility]?.observed == before)
    }

    @Test("A long stop in the middle of a survey is a gap")
    func stoppedForLong() throws {
        var (play, before) = try play(surveys: 25, Self.plan(.seconds(600)))
        try #require(before.gate(.oldBrokers) == .safe)
        play.world.surveyTakes = .seconds(172_800)
        #expect(play.look().gate(.oldBrokers) != .safe)
        play.world.surveyTakes = .seconds(1)
        play.world.pass(.seconds(29))
        let after = play.look()
        #expect(after.verdict[.visibility]?.restarts[.gap] == 1)
        #expect(after.verdict[.visibility]?.observed == .zero)
    }

    @Test("Nor is time for which the machine was suspended")
    func suspended() throws {
        var (play, _) = try play(surveys: 12, Self.plan(.seconds(6000)))
        play.world.suspended += .seconds(600)
        play.world.wall += .seconds(600)
        let after = play.next()
        #expect(after.verdict[.sourceQuiet]?.observed == .seconds(329))
        #expect(after.events == [.gap(.known(.seconds(630)))])
    }

    @Test(
        "A set wall clock opens nothing, adds nothing and is counted each time",
        arguments: [Duration.seconds(86_400), .seconds(-86_400), .seconds(-1_800_000_000)])
    func clockSteps(step: Duration) throws {
        var (play, _) = try play(surveys: 12, Self.plan(.seconds(600)))
        for round in 1...2 {
            let before = play.look()
            play.world.wall += step / round
            let after = play.next()
            #expect(after.events.contains(.clockStepped(step / round)))
            for gate in Gate.allCases {
                guard case .observing = after.gate(gate) else {
                    Issue.record("\(gate) is \(String(describing: after.gate(gate)))")
                    continue
                }
            }
            let grown =
                try #require(after.verdict[.sourceQuiet]?.observed)
                - (try #require(before.verdict[.sourceQuiet]?.observed))
            // Forward may have been a machine that was paused: a gap. Backward takes nothing away.
            #expect(grown == (step > .zero ? .zero : .seconds(30)))
            #expect(after.verdict[.visibility]?.restarts[.gap] == (step > .zero ? round : nil))
        }
    }

    @Test("Slewing is no step")
    func slew() throws {
        var (play, _) = try play(surveys: 12, Self.plan(.seconds(600)))
        play.world.wall += .milliseconds(4999)
        #expect(play.next().events.isEmpty)
        play.world.wall -= .milliseconds(5000)
        #expect(play.next().events == [.clockStepped(.milliseconds(-5000))])
    }
}
