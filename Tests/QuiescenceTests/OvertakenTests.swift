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

    /// A reader stands at 100 while its log goes back to 90, and others have come in those places when it goes on.
    private static func cutBack(
        _ topic: TopicName, on side: Side, isUnread: Bool = false, then commit: Int64
    ) throws -> Play {
        var play = try Play()
        if side == .old { play.world.new.groups["billing"] = nil }
        _ = play.look()
        func move(to end: Int64, _ commit: Int64) {
            switch side {
            case .old:
                play.world.old[topic].end = end
                play.world.old.commit("billing", topic, 0, commit)
            case .new:
                play.world.new[topic].end = end
                play.world.new.commit("billing", topic, 0, commit)
            }
        }
        move(to: 90, 100)
        let commits = play.world.old.groups["billing"]?.commits
        if isUnread { play.world.old.groups["billing"]?.commits = .unreadable(World.cause) }
        _ = play.next()
        play.world.old.groups["billing"]?.commits = commits ?? .absent
        move(to: 110, commit)
        _ = play.next()
        move(to: 110, 110)
        _ = play.next()
        return play
    }

    @Test(
        "A log that went back behind a reader: who goes on where he stood has not read what came in between")
    func cutBehindTheReader() throws {
        var onOld = try Self.cutBack("orders", on: .old, then: 105)
        let old = onOld.next()
        for condition in [Condition.sourceConsumed, .mirrorConsumed] {
            #expect(
                old.doubts(condition).contains {
                    $0.contains("went back to 90 while its commit stood at 100")
                })
        }
        var onNew = try Self.cutBack("OLD.orders", on: .new, then: 105)
        #expect(onNew.next().doubts(.mirrorConsumed).contains { $0.contains("went back to 90") })
    }

    @Test("The same where its commits could not be read just then, for their broker was the one that failed")
    func cutWhileUnread() throws {
        var play = try Self.cutBack("orders", on: .old, isUnread: true, then: 105)
        #expect(play.next().doubts(.sourceConsumed).contains { $0.contains("went back to 90 while") })
    }

    @Test(
        "Who goes back reads what comes from there on, and no more: a client that begins at the end does not")
    func goesBack() throws {
        var onOld = try Self.cutBack("orders", on: .old, then: 97)
        let last = onOld.next()
        #expect(
            last.doubts(.sourceConsumed).contains {
                $0.contains("went back to 90 while its commit stood at 97")
            })
        for commit: Int64 in [90, 85] {
            var noticed = try Self.cutBack("orders", on: .old, then: commit)
            #expect(!noticed.next().doubts(.sourceConsumed).contains { $0.contains("went back to 90 while") })
        }
        var onNew = try Self.cutBack("OLD.orders", on: .new, then: 90)
        #expect(!onNew.next().doubts(.mirrorConsumed).contains { $0.contains("went back to 90 while") })
    }
}
