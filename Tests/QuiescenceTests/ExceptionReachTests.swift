import Quiescence
import Testing

@Suite("What an exception of the configuration does not reach")
struct ExceptionReachTests {
    @Test("That a topic is read by no group says nothing of the topic whose mirror is called so")
    func notAMirrorCalledLikeASource() throws {
        func doubts(_ names: NameSelector, hasNamesake: Bool = true) throws -> [String] {
            var play = try Play(
                World.plan { $0.topics.readByNoGroup = [NameRule(names: names, reason: "a store")] })
            play.world.old.groups = [:]
            play.world.new.groups = [:]
            if hasNamesake {
                play.world.old.topics["OLD.orders"] = TopicWorld([PartitionWorld(end: 7)])
                play.world.new.topics["OLD.OLD.orders"] = TopicWorld([PartitionWorld(end: 7)])
            }
            return play.look().doubts(.mirrorConsumed)
        }
        let left = "it holds records, and no group is known to read it"
        #expect(try doubts(.name("OLD.orders")) == ["OLD.orders: \(left)"])
        #expect(try doubts(.pattern(#"OLD\.orders"#)) == ["OLD.orders: \(left)"])
        #expect(try doubts(.name("orders")) == ["OLD.OLD.orders: \(left)"])
        #expect(try doubts(.name("OLD.orders"), hasNamesake: false) == [])
    }
}
