import Quiescence
import Testing

@Suite("Gates: windows of their own, safe since, revoked")
struct GateTests {
    @Test("Each condition and each gate may have a window of its own; the condition's wins")
    func windows() throws {
        let plan = World.plan {
            $0.timing.window = .seconds(600)
            $0.timing.gateWindows = [.mirrorTopics: .seconds(300), .oldBrokers: .seconds(1200)]
            $0.timing.conditionWindows = [.mirrorConsumed: .seconds(900), .visibility: .seconds(60)]
        }
        var play = try Play(plan)
        var opened: [Gate: Duration] = [:]
        let began = play.world.monotonic
        var last = play.look()
        while play.world.monotonic < began + .seconds(1500) {
            for gate in Gate.allCases where last.gate(gate) == .safe && opened[gate] == nil {
                opened[gate] = play.world.monotonic - began
            }
            last = play.next()
        }
        #expect(last.verdict[.mirrorMaker]?.window == .seconds(600))
        #expect(last.verdict[.mirrorTopics]?.window == .seconds(900))
        #expect(last.verdict[.oldBrokers]?.window == .seconds(1200))
        // The first survey at or after the window, and two more to confirm it: they begin 29 s and 59 s later.
        #expect(opened[.mirrorMaker] == .seconds(630 + 60 + 1))
        #expect(opened[.mirrorTopics] == .seconds(930 + 60 + 1))
        #expect(opened[.oldBrokers] == .seconds(1230 + 60 + 1))
    }

    @Test("Safe keeps its date while it lasts, and gets a new one when it returns")
    func safeSince() throws {
        var play = try Play()
        var last = play.run(for: .seconds(700))
        let since = try #require(last.verdict[.oldBrokers]?.safeSince)
        last = play.next()
        #expect(last.verdict[.oldBrokers]?.safeSince == since)
        play.world.old.join("billing")
        last = play.next()
        #expect(last.verdict[.oldBrokers]?.safeSince == nil)
        // The gates that need no consumers to be gone are untouched.
        #expect(last.verdict[.mirrorTopics]?.safeSince != nil)
        #expect(last.gate(.mirrorMaker) == .safe)
        #expect(last.events.contains(.gateRevoked(.oldBrokers, why: "old_consumers_gone")))
        #expect(last.events.contains(.gateChanged(.oldBrokers, from: .safe, to: .blocked)))
    }

    @Test("Not knowing revokes; knowing again opens after a confirmation, not after a window")
    func unknownRevokes() throws {
        var play = try Play()
        _ = play.run(for: .seconds(700))
        play.world.old.listing = .incomplete(World.cause)
        let shut = play.next()
        #expect(shut.gate(.oldBrokers) == .unknown)
        #expect(shut.events.contains(.gateRevoked(.mirrorMaker, why: "visibility")))
        play.world.old.listing = .complete
        #expect(play.next().gate(.oldBrokers) == .observing(remaining: .seconds(30)))
        #expect(play.next().gate(.oldBrokers) == .observing(remaining: .seconds(1)))
        #expect(play.next().gate(.oldBrokers) == .safe)
    }

    @Test("What fails outranks what is unknown, and both are named")
    func blockedBeforeUnknown() throws {
        var play = try Play()
        play.world.old.join("billing")
        play.world.new.listing = .incomplete(World.cause)
        let verdict = try #require(play.look().verdict[.oldBrokers])
        #expect(verdict.state == .blocked)
        #expect(verdict.failing == [.oldConsumersGone])
        #expect(verdict.unknown == [.visibility, .mirrorConsumed])
    }

    @Test("An offender and a doubt keep the date at which they were first found")
    func since() throws {
        var play = try Play()
        play.world.old.join("billing")
        play.world.old["orders"].lagging = [BrokerID(rawValue: 2)]
        let first = play.look().verdict.surveyed.wall
        let later = play.next()
        #expect(later.verdict[.oldConsumersGone]?.finding.offenders.first?.since == first)
        #expect(later.verdict[.sourceSettled]?.finding.doubts.first?.since == first)
    }
}
