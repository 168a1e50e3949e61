import Testing

@testable import Quiescence

/// Of a reader that stands where it stood, at the end of a mirror, little is looked at; what may still change is.
@Suite("A reader at the end of a mirror")
struct ReaderAtRestTests {
    private func origin(_ play: Play) throws -> Origin {
        let group = try #require(play.evaluator.memory.groups.new.byName["billing"])
        return try #require(group.topics["OLD.orders"]?.origins[0])
    }

    private func phase(_ assessment: Assessment) -> GroupPhase? {
        assessment.groups.first { $0.name == "billing" && $0.side == .old }?.phase
    }

    @Test("Has reached what MirrorMaker goes past and leaves out, though nothing comes to the mirror")
    func positionMovesAlone() throws {
        var play = try Play()
        _ = play.look()
        _ = play.next()
        #expect(try origin(play).reached == 100)
        play.world.old["orders"].end = 101
        play.world.mirrored("orders", 0, to: 100)
        _ = play.next()
        #expect(try origin(play).reached == 101)
    }

    @Test("Is told where it began by pairs that are read only later")
    func pairsComeLater() throws {
        var play = try Play()
        let pairs = play.world.syncs
        play.world.syncs = .unreadable(World.cause)
        _ = play.look()
        _ = play.next()
        #expect(try origin(play).seed?.upstream == nil)
        play.world.syncs = pairs
        _ = play.next()
        #expect(try origin(play).seed?.upstream == 100)
    }

    @Test("Is none any more on a topic that is taken out of scope")
    func excludedLater() throws {
        var play = try Play()
        play.world.old.groups["billing"]?.protocolType = .known("consumer")
        _ = play.look()
        #expect(phase(play.next()) == .onNew)
        try play.adopt(
            World.plan {
                $0.topics.exclude = [NameRule(names: .name("orders"), reason: "not needed")]
            })
        #expect(phase(play.next()) == .oldOnly)
    }
}
