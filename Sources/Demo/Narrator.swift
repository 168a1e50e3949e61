import DecommissionGate
import Quiescence

/// Puts what the evaluator said into lines, one for each change that matters to the story.
struct Narrator {
    private let window: Duration
    private var last: Key?
    private var scenes = 0

    /// What must change for another line: figures alone do not.
    private struct Key: Equatable {
        let state: Scene.State
        let failing: [Condition]
    }

    init(window: Duration) { self.window = window }

    /// The line for `scene`; nil where it says nothing new.
    mutating func line(for scene: Scene) -> String? {
        scenes += 1
        // The first look has nothing to compare with, and so sees nothing move.
        guard scenes > 1 else { return nil }
        let steps: [Condition] = scene.state == .blocked ? [.producersRetargeted, .oldConsumersGone] : []
        let key = Key(state: scene.state, failing: steps.filter(scene.fails))
        guard key != last else { return nil }
        last = key
        return "\(Self.clock(scene.time))  \(scene.state.rawValue.padded(to: 10)) \(words(for: scene))"
    }

    /// `00:04`
    static func clock(_ time: Duration) -> String {
        let (minutes, seconds) = (time.milliseconds / 1000).quotientAndRemainder(dividingBy: 60)
        return [minutes, seconds].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    private func words(for scene: Scene) -> String {
        switch scene.state {
        case .blocked: blocked(scene)
        case .unknown: scene.reason
        case .observing: observing(scene)
        case .safe: "MirrorMaker 2, then the OLD.* topics, then the old brokers may go"
        case .revoked: revoked(scene)
        }
    }

    private func blocked(_ scene: Scene) -> String {
        let isFlipped = scene.holds(.producersRetargeted)
        let clauses = [
            isFlipped ? "producers flipped" : movedGroups(scene),
            isFlipped ? inFlight(scene) ?? written(scene) : written(scene),
            readers(scene),
        ].compactMap(\.self)
        return clauses.isEmpty ? scene.reason : clauses.joined(separator: "; ")
    }

    private func inFlight(_ scene: Scene) -> String? {
        let lags = scene.sources { $0.mirrorLag.records > 0 }.map { topic in
            "\(Names.naming.mirror(of: topic.name)): \(counted(topic.mirrorLag.records, "record"))"
        }
        return lags.isEmpty ? nil : lags.joined(separator: ", ") + " still in flight"
    }

    private func written(_ scene: Scene) -> String? {
        let topics = scene.sources { $0.observedTarget == .known(.old) || $0.observedTarget == .known(.both) }
        let names = topics.map(\.name.rawValue).joined(separator: ", ")
        return topics.isEmpty ? nil : "\(names) \(topics.count == 1 ? "is" : "are") written on OLD"
    }

    private func readers(_ scene: Scene) -> String? {
        let count = scene.groups(with: .old).count
        return count == 0 ? nil : "\(counted(count, "group")) \(count == 1 ? "reads" : "read") OLD"
    }

    private func movedGroups(_ scene: Scene) -> String? {
        let count = scene.groups(with: .new).count
        return count == 0 ? nil : "\(counted(count, "group")) moved to NEW"
    }

    private func revoked(_ scene: Scene) -> String {
        let offenders = scene.finding(.sourceQuiet)?.offenders ?? []
        guard let first = offenders.first else { return scene.reason }
        let count = offenders.reduce(0) { $0 + Int(clamping: $1.size) }
        let verb = count == 1 ? "was" : "were"
        return
            "\(counted(count, "record")) \(verb) written to \(first.subject) on OLD (the demo's stray producer)"
    }

    private func observing(_ scene: Scene) -> String {
        let observed = scene.assessment.verdict.gates.map(\.observed).min() ?? .zero
        return "nothing has moved; window \(seconds(window)), \(seconds(observed)) observed"
    }

    private func seconds(_ duration: Duration) -> String { "\(duration.milliseconds / 1000) s" }
}

extension Reading<Int64> {
    /// As far as it is known.
    fileprivate var records: Int {
        switch self {
        case .known(let count): Int(clamping: count)
        case .absent, .unreadable: 0
        }
    }
}
