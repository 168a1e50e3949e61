import Quiescence
import Testing

/// What could explain an offender or a doubt is told as a value: a group's name may read like anything.
@Suite struct ExemptionTests {
    private func exemptions(
        _ condition: Condition, under plan: Plan = World.plan, _ acts: (inout World) -> Void...
    ) throws -> [Exemption] {
        var play = try Play(plan)
        var last = play.next()
        for act in acts {
            act(&play.world)
            last = play.next()
        }
        let finding = try #require(last.verdict[condition]?.finding)
        return finding.offenders.compactMap(\.exemption) + finding.doubts.compactMap(\.exemption)
    }

    @Test("A dead group that stopped half-way")
    func deadGroup() throws {
        let found = try exemptions(.sourceConsumed) { $0.old.commit("dead: orders-0", "orders", 0, 40) }
        #expect(found == [.excludedGroup("dead: orders-0")])
    }

    @Test("A topic that holds records and has no group, by its name on the old cluster")
    func unreadTopic() throws {
        let found = try exemptions(.mirrorConsumed) { world in
            world.new.topics["OLD.store"] = TopicWorld([PartitionWorld(end: 3)])
        }
        #expect(found == [.topicReadByNoGroup("store")])
    }

    @Test("A topic of the old cluster that is gone")
    func goneTopic() throws {
        let found = try exemptions(.sourceQuiet, { _ in }, { $0.old.topics["orders"] = nil })
        #expect(found == [.excludedTopic("orders")])
    }

    @Test("A topic that is written is no candidate: what cannot be lost must not be a paste away from it")
    func writtenTopic() throws {
        #expect(try exemptions(.sourceQuiet) { $0.old["orders"].end += 5 } == [])
    }

    @Test("Nobody said which producers there are")
    func producers() throws {
        let plan = World.plan { $0.producers = .undeclared }
        #expect(try exemptions(.producersRetargeted, under: plan) == [.producers])
    }
}
