import Quiescence
import Testing

@Suite("What a waiver cannot be stretched to")
struct WaiverLimitTests {
    private static func waiver(
        _ condition: Condition, _ subject: String, finding: String? = nil
    ) -> Waiver {
        Waiver(
            condition: condition, subject: subject, finding: finding, reason: "known", owner: "data platform",
            until: WallTime(millisecondsSince1970: 2_000_000_000_000))
    }

    private static func plan(_ waivers: Waiver...) -> Plan { World.plan { $0.waivers = waivers } }

    /// A world in which a group still has a member on OLD, and has had one for a while.
    private static func lingering() throws -> Play {
        var play = try Play()
        play.world.old.join("billing")
        let last = play.run(for: .seconds(600))
        try #require(last.offenders(.oldConsumersGone).count == 1)
        return play
    }

    @Test(
        "Time before a gap that can hide something is no credit: a waiver written during it opened at once",
        arguments: [true, false])
    func noCreditOverAGap(isRestarted: Bool) throws {
        var play = try Self.lingering()
        if isRestarted { try play.restart() }
        play.world.pass(.seconds(7 * 86_400))
        _ = try play.adopt(Self.plan(Self.waiver(.oldConsumersGone, "billing")))
        let after = play.look()
        #expect(after.state(.oldConsumersGone) == .holds)
        #expect(after.verdict[.oldConsumersGone]?.observed == .zero)
    }

    @Test("Time under a plan by which the condition was judged otherwise is credited to nobody")
    func noCreditOverAChangedPlan() throws {
        var play = try Self.lingering()
        let excluded = NameRule(names: .name("audit"), reason: "reads for ever")
        _ = try play.adopt(World.plan { $0.groups.exclude = [excluded] })
        _ = play.next()
        _ = try play.adopt(
            World.plan {
                $0.groups.exclude = [excluded]
                $0.waivers = [Self.waiver(.oldConsumersGone, "billing")]
            })
        let observed = try #require(play.next().verdict[.oldConsumersGone]?.observed)
        #expect(observed < .seconds(60))
    }
}
