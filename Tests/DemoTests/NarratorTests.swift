import Quiescence
import Testing

@testable import Demo

/// A line says what the evaluator said, and only when that has changed.
@Suite struct NarratorTests {
    private static let onOld = GroupAccount(
        side: .old, name: "billing", phase: .oldOnly, members: .known(1), topics: [])
    private static let onNew = GroupAccount(
        side: .new, name: "billing", phase: .onNew, members: .known(1), topics: [])

    private static func orders(_ target: ObservedTarget, lag: Int64) -> TopicAccount {
        TopicAccount(
            side: .old, name: "orders", role: .source, end: .known(9), appended: 0, lastAppend: .absent,
            mirrorLag: .known(lag), observedTarget: .known(target))
    }

    @Test("Each line of the story, from the figures of its survey")
    func lines() {
        var narrator = Narrator(window: .seconds(60))
        let written = [Self.orders(.old, lag: 3)]
        let scenes = [
            Scene(.blocked, 1, failing: [.producersRetargeted, .oldConsumersGone]),
            Scene(
                .blocked, 2, failing: [.sourceQuiet, .producersRetargeted, .oldConsumersGone],
                topics: written, groups: [Self.onOld]),
            Scene(
                .blocked, 14, failing: [.sourceQuiet, .producersRetargeted], topics: written,
                groups: [Self.onNew]),
            Scene(
                .blocked, 31, failing: [.mirrorDrained], topics: [Self.orders(.idle, lag: 1214)],
                groups: [Self.onNew]),
            Scene(.observing, 38), Scene(.safe, 99), Scene(.revoked, 115, failing: [.sourceQuiet]),
        ]
        #expect(
            scenes.compactMap { narrator.line(for: $0) } == [
                "00:02  blocked    orders is written on OLD; 1 group reads OLD",
                "00:14  blocked    1 group moved to NEW; orders is written on OLD",
                "00:31  blocked    producers flipped; OLD.orders: 1,214 records still in flight",
                "00:38  observing  nothing has moved; window 60 s, 7 s observed",
                "01:39  SAFE       MirrorMaker 2, then the OLD.* topics, then the old brokers may go",
                "01:55  REVOKED    1 record was written to orders-0 on OLD (the demo's stray producer)",
            ])
    }

    @Test("Figures that change and conditions that come and go are no news; a state is")
    func silence() {
        var narrator = Narrator(window: .seconds(60))
        _ = narrator.line(for: Scene(.blocked, 1))
        #expect(narrator.line(for: Scene(.blocked, 2, failing: [.mirrorDrained])) != nil)
        #expect(narrator.line(for: Scene(.blocked, 3, failing: [.mirrorQuiet])) == nil)
        #expect(narrator.line(for: Scene(.unknown, 4)) != nil)
        #expect(narrator.line(for: Scene(.blocked, 5, failing: [.mirrorDrained])) != nil)
    }

    @Test("A gate that shuts for another reason is not blamed on the stray producer")
    func otherReason() {
        var narrator = Narrator(window: .seconds(60))
        _ = narrator.line(for: Scene(.safe, 1))
        let line = narrator.line(for: Scene(.revoked, 2, failing: [.mirrorQuiet]))
        #expect(line == "00:02  REVOKED    mirror_quiet: orders-0 did it")
    }

    @Test("What blocks without a place in the story is told by its condition")
    func fallback() {
        var narrator = Narrator(window: .seconds(60))
        _ = narrator.line(for: Scene(.blocked, 1))
        let scene = Scene(.blocked, 2, failing: [.producersRetargeted, .mirrorConsumed])
        let line = narrator.line(for: scene)
        #expect(line == "00:02  blocked    producers_retargeted: orders-0 did it")
    }
}
