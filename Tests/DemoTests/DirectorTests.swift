import Quiescence
import Testing

@testable import Demo

/// The story counts as told only if every verdict came in its turn.
@Suite struct DirectorTests {
    /// A director who has come as far as the open gate.
    private func atSafe() -> Director {
        var director = Director(pace: Pace())
        for scene in [
            Scene(.blocked, 6, failing: [.sourceQuiet]), Scene(.blocked, 12), Scene(.blocked, 25),
            Scene(.observing, 30), Scene(.safe, 91),
        ] { _ = director.cue(after: scene) }
        return director
    }

    @Test("Every act waits for the verdict that it follows from")
    func acts() {
        var director = Director(pace: Pace())
        #expect(director.cue(after: Scene(.blocked, 9)) == .wait, "nothing was seen to be written")
        #expect(director.cue(after: Scene(.blocked, 10, failing: [.sourceQuiet])) == .act(.seedGroups))
        #expect(director.cue(after: Scene(.blocked, 16)) == .act(.moveGroups))
        #expect(director.cue(after: Scene(.blocked, 29, failing: [.oldConsumersGone])) == .wait)
        #expect(director.cue(after: Scene(.blocked, 30)) == .act(.flipProducers))
        #expect(director.cue(after: Scene(.observing, 40)) == .wait)
        #expect(director.cue(after: Scene(.safe, 101)) == .wait)
        #expect(director.cue(after: Scene(.safe, 109)) == .act(.writeStray))
        #expect(director.cue(after: Scene(.revoked, 110, failing: [.sourceQuiet])) == .end(.asTold))
    }

    @Test("A gate that opens before its time is not the story")
    func opensEarly() {
        var director = Director(pace: Pace())
        #expect(director.cue(after: Scene(.safe, 1)).isOtherwise("before its window had begun"))
    }

    @Test("A gate that shuts by itself is not the story, whatever comes after", arguments: [true, false])
    func shutsEarly(isRevoked: Bool) {
        var director = atSafe()
        let next = Scene(isRevoked ? .revoked : .unknown, 92, failing: [.mirrorQuiet])
        #expect(director.cue(after: next).isOtherwise("before the stray record"))
    }

    @Test("A gate that shuts for another reason than the stray record is not the story")
    func shutsForAnotherReason() {
        var director = atSafe()
        #expect(director.cue(after: Scene(.safe, 100)) == .act(.writeStray))
        let other = Scene(.revoked, 101, failing: [.visibility])
        #expect(director.cue(after: other).isOtherwise("visibility: orders-0 did it"))
    }

    @Test("A gate that never begins to observe ends the story with what stands in the way")
    func overdue() {
        var director = Director(pace: Pace())
        for scene in [
            Scene(.blocked, 6, failing: [.sourceQuiet]), Scene(.blocked, 12), Scene(.blocked, 25),
        ] { _ = director.cue(after: scene) }
        #expect(director.cue(after: Scene(.blocked, 114, failing: [.mirrorDrained])) == .wait)
        let late = director.cue(after: Scene(.blocked, 116, failing: [.mirrorDrained]))
        #expect(
            late.isOtherwise(
                "did not begin to observe in time; it is blocked, mirror_drained: orders-0 did it"))
    }

    @Test("A busy machine that takes minutes to begin ends no story that has not begun")
    func beginsLate() {
        var director = Director(pace: Pace())
        #expect(director.cue(after: Scene(.blocked, 120)) == .wait, "a first look sees nothing move")
        #expect(director.cue(after: Scene(.blocked, 121, failing: [.sourceQuiet])) == .act(.seedGroups))
    }

    @Test("A stray record that nobody notices ends it too")
    func unnoticed() {
        var director = atSafe()
        #expect(director.cue(after: Scene(.safe, 100)) == .act(.writeStray))
        #expect(director.cue(after: Scene(.safe, 191)).isOtherwise("did not shut after the stray record"))
    }
}

extension Director.Cue {
    fileprivate func isOtherwise(_ words: String) -> Bool {
        if case .end(.otherwise(let sentence)) = self { sentence.contains(words) } else { false }
    }
}
