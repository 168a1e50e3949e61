import Quiescence
import Testing

@Suite("A waiver covers one finding, until its day")
struct WaiverTests {
    private static let far = WallTime(millisecondsSince1970: 2_000_000_000_000)

    private static func waiver(
        _ condition: Condition = .mirrorDrained, _ subject: String = "orders-0", finding: String? = nil,
        until: WallTime = far
    ) -> Waiver {
        Waiver(
            condition: condition, subject: subject, finding: finding, reason: "thrown away on purpose",
            owner: "data platform", until: until)
    }

    /// A world in which records of `orders` expired on OLD before MirrorMaker had come to them.
    private static func losing(_ plan: Plan = World.plan) throws -> Play {
        var play = try Play(plan)
        _ = play.look()
        play.world.old["orders"].end = 120
        _ = play.next()
        play.world.old["orders"].start = 120
        _ = play.next()
        play.world.mirrored("orders", 0, to: 119)
        let last = play.next()
        let found =
            last.offenders(.mirrorDrained)
            + (last.verdict[.mirrorDrained]?.finding.waived ?? []).map(\.subject)
        try #require(found.count == 1)
        return play
    }

    private static func plan(_ waivers: Waiver...) -> Plan { World.plan { $0.waivers = waivers } }

    @Test(
        "What it names does not count any more, and stands with whose word that is",
        arguments: ["orders-0", "orders"])
    func covers(subject: String) throws {
        var play = try Self.losing()
        let waiver = Self.waiver(.mirrorDrained, subject)
        let events = try play.adopt(Self.plan(waiver))
        #expect(events == [.planChanged([.waivers])])
        let after = play.next()
        #expect(after.state(.mirrorDrained) == .holds)
        #expect(after.verdict[.mirrorDrained]?.finding.waived.map(\.waiver) == [waiver])
        #expect(
            after.events.contains {
                if case .waiverBegan(waiver, let covers) = $0 { covers.count >= 1 } else { false }
            })
        #expect(play.next().state(.mirrorDrained) == .holds)
    }

    @Test(
        "It covers nothing of another condition, subject or partition",
        arguments: [
            waiver(.mirrorQuiet), waiver(.mirrorDrained, "order"), waiver(.mirrorDrained, "orders-00"),
            waiver(.mirrorDrained, "orders-1"), waiver(.mirrorDrained, "orders-"),
            waiver(.mirrorDrained, "orders-0-0"),
            waiver(
                .mirrorDrained, "orders-0", finding: "offsets 100–118 expired unmirrored while we watched"),
        ])
    func others(waiver: Waiver) throws {
        var play = try Self.losing()
        _ = try play.adopt(Self.plan(waiver))
        let after = play.next()
        #expect(after.state(.mirrorDrained) == .fails)
        let notes = after.verdict[waiver.condition]?.finding.notes ?? []
        #expect(notes.contains { $0.hasPrefix("the waiver for \(waiver.subject) covers nothing: ") })
    }

    @Test("A new loss of the same partition fails anew, and so does one that grew")
    func nothingThatComesLater() throws {
        var play = try Self.losing()
        _ = try play.adopt(Self.plan(Self.waiver(.mirrorDrained, "orders")))
        #expect(play.next().state(.mirrorDrained) == .holds)
        play.world.old["orders"].end = 140
        _ = play.next()
        play.world.old["orders"].start = 140
        let after = play.next()
        #expect(after.state(.mirrorDrained) == .fails)
        #expect(after.verdict[.mirrorDrained]?.finding.waived.count == 1)
    }

    @Test("One that was written before there was anything to waive covers nothing that comes")
    func notInAdvance() throws {
        var play = try Play(Self.plan(Self.waiver(.mirrorDrained, "orders")))
        _ = play.look()
        play.world.old["orders"].end = 120
        _ = play.next()
        play.world.old["orders"].start = 120
        _ = play.next()
        play.world.mirrored("orders", 0, to: 119)
        #expect(play.next().state(.mirrorDrained) == .fails)
    }

    @Test("One that words its finding waits for it, over a restart too")
    func worded() throws {
        let words = "offsets 100–119 expired unmirrored while we watched"
        var play = try Self.losing(Self.plan(Self.waiver(finding: words)))
        #expect(play.next().state(.mirrorDrained) == .holds)
        try play.restart()
        #expect(play.next().state(.mirrorDrained) == .holds)
    }

    @Test(
        "It counts until the moment at which it expires, and a clock that is set back brings it back no more")
    func expires() throws {
        var play = try Self.losing()
        let until = play.world.now.wall.advanced(by: .seconds(100))
        _ = try play.adopt(Self.plan(Self.waiver(until: until)))
        var states: [Bool: Set<ConditionState>] = [:]
        for _ in 0..<8 {
            let after = play.next()
            let state = try #require(after.state(.mirrorDrained))
            states[play.world.now.wall < until, default: []].insert(state)
        }
        #expect(states == [true: [.holds], false: [.fails]])
        let notes = play.next().verdict[.mirrorDrained]?.finding.notes ?? []
        #expect(notes.contains("the waiver for orders-0 covers nothing any more: its day has come"))
        play.world.wall -= .seconds(10_000)
        #expect(play.next().state(.mirrorDrained) == .fails)
        try play.restart()
        #expect(play.next().state(.mirrorDrained) == .fails)
    }

    @Test("At the very moment it is over")
    func boundary() throws {
        for late in [Duration.milliseconds(-1), .zero] {
            var play = try Self.losing()
            // The next survey ends one interval from now.
            let end = play.world.now.wall.advanced(by: .seconds(30))
            _ = try play.adopt(
                Self.plan(Self.waiver(until: end.advanced(by: .milliseconds(-late.milliseconds)))))
            #expect(play.next().state(.mirrorDrained) == (late == .zero ? .fails : .holds))
        }
    }

    @Test("The time in which nothing else stood in the way is credited, and no more")
    func credits() throws {
        var play = try Self.losing()
        _ = play.run(for: .seconds(300))
        // Something else, for a while.
        play.world.new["OLD.orders"].end = 90
        _ = play.next()
        play.world.new["OLD.orders"].end = 120
        let before = play.run(for: .seconds(240))
        #expect(before.verdict[.mirrorDrained]?.observed == .zero)
        _ = try play.adopt(Self.plan(Self.waiver()))
        let observed = try #require(play.next().verdict[.mirrorDrained]?.observed)
        #expect(observed > .seconds(240) && observed <= .seconds(600))
        // Another offender of the same condition ends what is due.
        var other = try Self.losing()
        _ = other.run(for: .seconds(300))
        other.world.old["orders"].end += 5
        _ = other.next()
        other.world.mirrored("orders", 0, to: 124)
        other.world.new["OLD.orders"].end = 105
        let last = other.run(for: .seconds(90))
        try #require(last.offenders(.mirrorDrained).count == 1)
        _ = try other.adopt(Self.plan(Self.waiver()))
        let due = try #require(other.next().verdict[.mirrorDrained]?.observed)
        #expect(due > .seconds(30) && due < .seconds(120))
    }

    @Test("One loss that several conditions show takes one waiver")
    func oneLossOneWaiver() throws {
        var play = try Play()
        _ = play.look()
        play.world.old["orders"].end = 120
        _ = play.next()
        // Twenty records expire while MirrorMaker stands; it goes on behind them.
        play.world.old["orders"].start = 120
        _ = play.next()
        play.world.old["orders"].end = 126
        play.world.new["OLD.orders"].end = 106
        play.world.new.commit("billing", "OLD.orders", 0, 106)
        play.world.mirrored("orders", 0, to: 125)
        play.world.syncs = .known([
            TopicPartition("orders", 0): [sync(0, 0), sync(99, 99), sync(120, 100), sync(125, 105)]
        ])
        var last = play.run(for: .seconds(120))
        let failing = Condition.allCases.filter { last.state($0) == .fails }
        try #require(failing == [.mirrorDrained, .mirrorGapless], "\(failing)")
        _ = try play.adopt(Self.plan(Self.waiver(.mirrorGapless, "orders-0")))
        last = play.next()
        for condition in failing {
            #expect(last.state(condition) == .holds, "\(condition): \(last.offenders(condition))")
        }
    }

    @Test(
        "Taken out of the configuration, it shuts again what it covered; over a restart it stays what it was")
    func takenOut() throws {
        var play = try Self.losing()
        _ = try play.adopt(Self.plan(Self.waiver()))
        _ = play.next()
        try play.restart()
        let after = play.next()
        #expect(after.state(.mirrorDrained) == .holds)
        #expect(!after.events.contains { if case .waiverBegan = $0 { true } else { false } })
        _ = try play.adopt(World.plan)
        let last = play.next()
        #expect(last.state(.mirrorDrained) == .fails)
        #expect(last.events.contains(.waiverEnded(Self.waiver())))
    }

    @Test("A doubt can be waived as an offender can")
    func doubts() throws {
        var play = try Play()
        play.world.syncs = .absent
        let last = play.run(for: .seconds(60))
        let subjects = last.verdict[.mirrorGapless]?.finding.doubts.map(\.subject) ?? []
        try #require(!subjects.isEmpty)
        _ = try play.adopt(World.plan { $0.waivers = Set(subjects).map { Self.waiver(.mirrorGapless, $0) } })
        #expect(play.next().state(.mirrorGapless) == .holds)
    }
}
