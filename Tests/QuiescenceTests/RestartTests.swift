import Quiescence
import Testing

@Suite("Time over a restart")
struct RestartTests {
    private static let gapSensitive: [Condition] = [.visibility, .producersRetargeted, .oldConsumersGone]

    /// A world at rest whose gates are all safe.
    private static func safe() throws -> Play {
        var play = try Play()
        let last = play.run(for: .seconds(700))
        try #require(Gate.allCases.allSatisfy { last.gate($0) == .safe })
        return play
    }

    @Test(
        "A restart shorter than the longest gap takes nothing back, and credits no time in which nobody looked"
    )
    func keepsObservedTime() throws {
        var play = try Play()
        let before = play.run(for: .seconds(300))
        try play.restart()
        play.world.pass(.seconds(600))
        let after = play.look()
        for condition in Condition.allCases {
            #expect(after.verdict[condition]?.observed == before.verdict[condition]?.observed, "\(condition)")
        }
        #expect(after.events == [.gap(.known(.seconds(601)))])
        // From the end of one survey to the beginning of the next.
        let grown = (before.verdict[.sourceQuiet]?.observed ?? .zero) + .seconds(29)
        #expect(play.next().verdict[.sourceQuiet]?.observed == grown)
    }

    @Test("A gate that was safe stays safe over a restart, and is not called revoked")
    func staysSafe() throws {
        var play = try Self.safe()
        try play.restart()
        let after = play.next()
        for gate in Gate.allCases { #expect(after.gate(gate) == .safe) }
        #expect(after.events.isEmpty)
    }

    @Test("What was appended while the process was down fails at the first look")
    func seesWhatCameMeanwhile() throws {
        var play = try Self.safe()
        try play.restart()
        play.world.old["orders"].end += 1
        let after = play.next()
        #expect(after.state(.sourceQuiet) == .fails)
        #expect(after.events.contains { if case .gateRevoked(.oldBrokers, _) = $0 { true } else { false } })
    }

    @Test(
        "What a gap can hide from begins anew after a longer one, however it came about",
        arguments: Pause.allCases)
    func longPause(pause: Pause) throws {
        var play = try Self.safe()
        try play.restart()
        pause.pass(&play.world)
        let after = play.look()
        for condition in Condition.allCases {
            let isAnew = after.verdict[condition]?.observed == .zero
            #expect(isAnew == Self.gapSensitive.contains(condition), "\(condition)")
        }
        for gate in Gate.allCases { #expect(after.gate(gate) != .safe) }
    }

    enum Pause: CaseIterable {
        case longStop
        /// Only the clock that counts suspended time tells.
        case suspended
        /// Only the wall clock tells.
        case reboot
        /// Not even that one tells.
        case rebootWithTheClockSetBack
        case anotherMachine
        /// A machine that was set back to an image of itself, of the same start, with the journal on another disk.
        case setBack

        func pass(_ world: inout World) {
            switch self {
            case .longStop: world.pass(.seconds(3700))
            case .suspended: world.suspended += .seconds(3700)
            case .reboot:
                world.boot = "next"
                world.monotonic = .seconds(10)
                world.wall += .seconds(3700)
            case .rebootWithTheClockSetBack:
                world.boot = "next"
                world.monotonic = .seconds(10)
                world.wall -= .seconds(60)
            case .anotherMachine:
                // Its clocks have run for longer; they say nothing of this one's.
                world.boot = "another"
                world.monotonic += .seconds(60)
            case .setBack:
                world.monotonic -= .seconds(60)
                world.wall -= .seconds(60)
            }
        }
    }

    @Test("A short reboot by the wall clock takes nothing back")
    func shortReboot() throws {
        var play = try Self.safe()
        try play.restart()
        play.world.boot = "next"
        play.world.monotonic = .seconds(10)
        play.world.wall += .seconds(300)
        let after = play.look()
        for gate in Gate.allCases { #expect(after.gate(gate) == .safe) }
        #expect(after.events == [.gap(.known(.seconds(301)))])
    }

    @Test("A window that was complete and not confirmed is confirmed anew: a restart is no second look")
    func confirmsAnew() throws {
        var play = try Play(World.plan { $0.timing.confirmation = .seconds(300) })
        var last = play.look()
        while last.gate(.oldBrokers) != .observing(remaining: .seconds(300)) { last = play.next() }
        _ = play.next()
        try play.restart()
        #expect(play.next().gate(.oldBrokers) == .observing(remaining: .seconds(300)))
    }

    @Test("A loss stays one over a restart: it does not heal because a position moved on")
    func keepsLosses() throws {
        var play = try Play()
        _ = play.look()
        play.world.old["orders"].end = 120
        _ = play.next()
        play.world.old["orders"].start = 120
        #expect(play.next().state(.mirrorDrained) == .fails)
        try play.restart()
        play.world.mirrored("orders", 0, to: 119)
        play.world.new["OLD.orders"].end = 120
        #expect(play.next().state(.mirrorDrained) == .fails)
    }

    @Test("A record that is no heartbeat makes `heartbeats` a source for good, not for one process")
    func keepsHeartbeats() throws {
        var play = try Play()
        play.world.old.topics["heartbeats"] = TopicWorld([PartitionWorld(end: 0)])
        play.world.heartbeat = .unreadable(Cause(.malformed, "no heartbeat"))
        _ = play.look()
        try play.restart()
        play.world.heartbeat = .known(WallTime(millisecondsSince1970: 0))
        let role = play.next().topics.first { $0.name == "heartbeats" && $0.side == .old }?.role
        #expect(role == .source)
    }
}
