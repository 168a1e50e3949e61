import DecommissionGate
import Quiescence
import Synchronization

/// A cluster of which only the internal topics are asked; each answers what was prepared for it, in turn,
/// and is absent once nothing is left.
final class ScriptedCluster: FollowedCluster {
    private let script: Mutex<[TopicName: [FollowedTopic]]>
    private let log = Mutex<[String]>([])
    private let gate = Mutex<Gate?>(nil)

    init(_ script: [TopicName: [FollowedTopic]] = [:]) { self.script = Mutex(script) }

    /// What was asked, sorted: the order among topics is not promised.
    var asked: [String] { log.withLock { $0.sorted() } }

    func answer(_ topic: TopicName, _ answer: FollowedTopic) {
        script.withLock { $0[topic, default: []].append(answer) }
    }

    /// From here on the first question waits until the gate is opened.
    func holdBack() -> Gate {
        let new = Gate()
        gate.withLock { $0 = new }
        return new
    }

    func follow(_ topic: TopicName, isolation: Isolation, until deadline: Deadline) async -> FollowedTopic {
        log.withLock { $0.append("\(topic) \(isolation.rawValue)") }
        if let gate = gate.withLock({ $0.take() }) { await gate.pass() }
        return script.withLock { script in
            guard let next = script[topic]?.first else {
                return FollowedTopic(records: [], restarted: false, state: .absent)
            }
            script[topic]?.removeFirst()
            return next
        }
    }
}

extension FollowedTopic {
    init(records: [LogRecord], state: State = .caughtUp) {
        self.init(records: records, restarted: false, state: state)
    }

    init(records: [LogRecord], restarted: Bool) {
        self.init(records: records, restarted: restarted, state: .caughtUp)
    }
}

/// Holds back whoever passes until it is opened.
final class Gate: Sendable {
    private let arrivals = AsyncStream.makeStream(of: Void.self)
    private let opening = AsyncStream.makeStream(of: Void.self)

    func pass() async {
        arrivals.continuation.yield()
        for await _ in opening.stream {}
    }

    func reached() async {
        for await _ in arrivals.stream { return }
    }

    func open() { opening.continuation.finish() }
}
