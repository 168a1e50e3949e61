import Quiescence

/// Leads from one act to the next by what the gate has said, and notices when it says what the story does not.
struct Director {
    private let pace: Pace
    private(set) var stage = Stage.oldLives
    private var since: Duration = .zero
    /// When the first scene was seen: until then nothing could have been.
    private var opened: Duration?

    /// Where the story stands.
    enum Stage: Int, Sendable {
        case oldLives, groupsSeeded, groupsMoved, producersFlipped, observing, safe, strayWritten
    }

    /// What follows from a scene.
    enum Cue: Sendable, Equatable {
        case wait
        case act(World.Act)
        case end(Demo.Outcome)
    }

    init(pace: Pace) { self.pace = pace }

    mutating func cue(after scene: Scene) -> Cue {
        if opened == nil { opened = scene.time }
        if let sentence = contradiction(in: scene) { return .end(.otherwise(sentence)) }
        switch stage {
        case .oldLives where scene.fails(.sourceQuiet) && isTime(.seconds(6), scene):
            return go(to: .groupsSeeded, .act(.seedGroups), scene)
        case .groupsSeeded where isTime(.seconds(5), scene) && areSeeded(scene):
            return go(to: .groupsMoved, .act(.moveGroups), scene)
        case .groupsMoved where isTime(.seconds(12), scene) && scene.holds(.oldConsumersGone):
            return go(to: .producersFlipped, .act(.flipProducers), scene)
        case .producersFlipped where scene.state == .observing:
            return go(to: .observing, .wait, scene)
        case .observing where scene.state == .safe:
            return go(to: .safe, .wait, scene)
        case .safe where isTime(.seconds(8), scene):
            return go(to: .strayWritten, .act(.writeStray), scene)
        case .strayWritten where scene.state == .revoked:
            return .end(.asTold)
        case .groupsMoved where isTime(.seconds(1), scene) && !scene.groups(with: .old).isEmpty:
            // Not all had replayed.
            return .act(.moveGroups)
        case .oldLives, .groupsSeeded, .groupsMoved, .producersFlipped, .observing, .safe, .strayWritten:
            return isOverdue(scene) ? .end(.otherwise(overdue(scene))) : .wait
        }
    }

    private mutating func go(to next: Stage, _ cue: Cue, _ scene: Scene) -> Cue {
        stage = next
        since = scene.time
        return cue
    }

    /// Whether the present stage has lasted for so long in the story.
    private func isTime(_ time: Duration, _ scene: Scene) -> Bool {
        scene.time - since >= pace.time(of: time)
    }

    /// Whether the present stage takes longer than it may, on a busy machine too. How long that machine took to set
    /// the demo up does not count.
    private func isOverdue(_ scene: Scene) -> Bool {
        let patience: Duration = stage == .observing ? .seconds(90) : .seconds(30)
        return scene.time - max(since, opened ?? scene.time) >= pace.time(of: patience) + .seconds(60)
    }

    /// Every group has been seen with commits on the mirrors.
    private func areSeeded(_ scene: Scene) -> Bool {
        let groups = scene.assessment.groups.filter { $0.side == .new }
        return groups.count == scene.groups(with: .old).count
            && groups.allSatisfy { [.seeded, .replaying, .caughtUp].contains($0.phase) }
    }

    /// What the gate must never have said by now.
    private func contradiction(in scene: Scene) -> String? {
        switch (stage, scene.state) {
        case (.oldLives, .safe), (.groupsSeeded, .safe), (.groupsMoved, .safe), (.producersFlipped, .safe):
            "the gate opened before its window had begun"
        case (.safe, .blocked), (.safe, .unknown), (.safe, .observing), (.safe, .revoked):
            "the gate shut before the stray record was written: \(scene.reason)"
        case (.strayWritten, .revoked):
            scene.fails(.sourceQuiet)
                ? nil : "the gate shut, and not for the stray record: \(scene.reason)"
        case _: nil
        }
    }

    private func overdue(_ scene: Scene) -> String {
        let awaited =
            switch stage {
            case .oldLives: "traffic on OLD was not seen"
            case .groupsSeeded: "the groups' beginnings on NEW were not seen"
            case .groupsMoved: "the groups did not leave OLD"
            case .producersFlipped: "the gate did not begin to observe"
            case .observing: "the gate did not open"
            case .safe, .strayWritten: "the gate did not shut after the stray record"
            }
        return "\(awaited) in time; it is \(scene.state.rawValue), \(scene.reason)"
    }
}
