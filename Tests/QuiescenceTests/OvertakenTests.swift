import Quiescence
import Testing

@Suite("Retention that overtakes a reader between two looks")
struct OvertakenTests {
    /// A group whose commit on the mirror passes offsets 50–99 in one interval, in which the log starts at `start`.
    private static func passing(start: Int64, readOnOld: Int64) throws -> Assessment {
        var play = try Play()
        play.world.old.commit("billing", "orders", 0, readOnOld)
        play.world.new.commit("billing", "OLD.orders", 0, 50)
        _ = play.look()
        play.world.new["OLD.orders"].start = start
        play.world.new.commit("billing", "OLD.orders", 0, 100)
        return play.run(for: .seconds(900))
    }

    @Test("On the mirror it is not taken for reading")
    func onNew() throws {
        let last = try Self.passing(start: 70, readOnOld: 50)
        #expect(last.gate(.mirrorTopics) == .unknown && last.gate(.oldBrokers) == .unknown)
        #expect(last.doubts(.mirrorConsumed).contains { $0.contains("its commit passed them: 50–69") })
    }

    @Test("On the old cluster neither, and what it is may stand in the mirror alone")
    func onOld() throws {
        var play = try Play()
        play.world.new.groups["billing"] = nil
        play.world.old.commit("billing", "orders", 0, 50)
        _ = play.look()
        play.world.old["orders"].start = 70
        play.world.old.commit("billing", "orders", 0, 100)
        let last = play.run(for: .seconds(900))
        #expect(last.gate(.oldBrokers) == .unknown)
        #expect(last.doubts(.sourceConsumed).contains { $0.contains("its commit passed them: 50–69") })
    }

    @Test("What the group had read on the other cluster is explained")
    func readElsewhere() throws {
        #expect(try Self.passing(start: 70, readOnOld: 100).gate(.oldBrokers) == .safe)
    }

    @Test("A log that starts where the group had come to or before it overtook nobody")
    func behindTheReader() throws {
        #expect(try Self.passing(start: 50, readOnOld: 50).gate(.oldBrokers) == .safe)
    }
}
