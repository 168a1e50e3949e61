import Quiescence
import Testing

@Suite("What is told for good: losses, and the steps of the removal")
struct MilestoneTests {
    /// What of a survey's events is told here.
    private func told(_ assessment: Assessment) -> [String] {
        assessment.events.compactMap { event in
            switch event {
            case .lossFound(let condition, let losses):
                "\(condition) \(losses.map(\.detail).joined(separator: "; "))"
            case .removed(let step): "removed \(step.names) \(step.gone) of \(step.of)"
            case .returned(let step): "returned \(step.names) \(step.gone) of \(step.of)"
            case .conditionChanged, .windowRestarted, .gateChanged, .gateRevoked, .planChanged, .waiverBegan,
                .waiverEnded, .clockStepped, .gap:
                nil
            }
        }
    }

    @Test(
        "A loss is told once, over a restart too, and anew only when it has doubled: no event per survey for ever"
    )
    func losses() throws {
        var play = try Play()
        _ = play.look()
        var lines: [String] = []
        play.world.old["orders"].end = 300
        lines += told(play.next())
        for start in 101..<301 as Range<Int64> {
            play.world.old["orders"].start = start
            lines += told(play.next())
            if start == 150 { try play.restart() }
        }
        for _ in 0..<3 { lines += told(play.next()) }
        #expect(
            lines
                == [100, 101, 103, 107, 115, 131, 163, 227].map {
                    "mirrorDrained offsets \($0 == 100 ? "" : "100–")\($0) expired unmirrored while we watched"
                })
    }

    @Test("A loss that is waived is not told in each survey")
    func waived() throws {
        let waiver = Waiver(
            condition: .mirrorDrained, subject: "orders-0", reason: "known", owner: "data platform",
            until: WallTime(millisecondsSince1970: .max))
        var play = try Play()
        _ = play.look()
        play.world.old["orders"].end = 110
        play.world.old["orders"].start = 110
        #expect(told(play.next()).count == 1)
        _ = try play.adopt(World.plan { $0.waivers = [waiver] })
        for _ in 0..<3 { #expect(told(play.next()).isEmpty) }
    }

    @Test("A record that MirrorMaker left out is told by the condition that found it")
    func leftOut() throws {
        var play = try Play()
        _ = play.look()
        play.world.old["orders"].end = 110
        play.world.old["orders"].lostAt = [104]
        play.world.new["OLD.orders"].end = 109
        play.world.mirrored("orders", 0, to: 109)
        play.world.syncs = .known([TopicPartition("orders", 0): [sync(0, 0), sync(99, 99), sync(109, 108)]])
        let lines = told(play.next())
        #expect(lines == ["mirrorGapless 1 record of OLD never reached NEW: offset 104"])
    }

    @Test("Each step of the removal is told once, and what comes back is told too, also over restarts")
    func removal() throws {
        var play = try Play()
        play.world.old.topics["other"] = TopicWorld([PartitionWorld(end: 0)])
        play.world.new.topics["OLD.other"] = TopicWorld([PartitionWorld(end: 0)])
        #expect(play.run(for: .seconds(700)).gate(.oldBrokers) == .safe)
        var lines: [String] = []
        func step(_ change: (inout World) -> Void) throws {
            change(&play.world)
            lines += told(play.next())
            try play.restart()
            lines += told(play.next())
        }
        try step { $0.positions = .absent }
        try step { $0.new.topics["OLD.orders"] = nil }
        try step { $0.new.topics["OLD.other"] = nil }
        try step { $0.new.topics["OLD.other"] = TopicWorld([PartitionWorld(end: 0)]) }
        #expect(
            lines == [
                #"removed ["mm2-offsets.OLD.internal"] 1 of 1"#, #"removed ["OLD.orders"] 1 of 2"#,
                #"removed ["OLD.other"] 2 of 2"#, #"returned ["OLD.other"] 1 of 2"#,
            ])
    }

    @Test("What is deleted while its gate is not safe is no step of the removal")
    func deletedEarly() throws {
        var play = try Play()
        _ = play.look()
        play.world.new.topics["OLD.orders"] = nil
        play.world.positions = .absent
        #expect(told(play.next()).isEmpty)
    }
}
