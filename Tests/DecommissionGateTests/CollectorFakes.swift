import DecommissionGate
import Quiescence
import Synchronization

/// Writes down which call began and ended, in the order in which it happened.
final class Recorder: Sendable {
    private let entries = Mutex<[String]>([])
    var all: [String] { entries.withLock { $0 } }
    func note(_ entry: String) { entries.withLock { $0.append(entry) } }
    func index(of entry: String) -> Int? { all.firstIndex(of: entry) }
}

/// Holds callers up until it is opened; deaf to cancellation, as a hanging C call is.
final class Barrier: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    init(open: Bool = false) { state.withLock { $0.isOpen = open } }

    func pass() async {
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if goesOn { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            defer { state = (true, []) }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// A cluster that answers at once, except where a barrier stands in the way.
final class ScriptedReader: ClusterReader {
    let side: Side
    let recorder: Recorder
    let groups: Barrier
    let offsets: Barrier
    let following: Barrier
    private let forgetsTails: Bool
    private let followed = Mutex(0)

    init(
        _ side: Side, _ recorder: Recorder = Recorder(), groups: Barrier = Barrier(open: true),
        offsets: Barrier = Barrier(open: true), following: Barrier = Barrier(open: true),
        forgetsTails: Bool = false
    ) {
        self.side = side
        self.recorder = recorder
        self.groups = groups
        self.offsets = offsets
        self.following = following
        self.forgetsTails = forgetsTails
    }

    func readGroups(until deadline: Deadline) async -> ClusterSurvey {
        recorder.note("\(side) groups begin")
        await groups.pass()
        recorder.note("\(side) groups end")
        return .answering(side)
    }

    func readOffsets(of groups: Handover, until deadline: Deadline) async -> ClusterSurvey {
        recorder.note("\(side) offsets begin")
        await offsets.pass()
        var survey = groups.take()
        survey.requests["ListOffsets"] = RequestCount(sent: 1)
        return survey
    }

    /// One record per call, numbered.
    func follow(_ topic: TopicName, isolation: Isolation, until deadline: Deadline) async -> FollowedTopic {
        let number = followed.withLock { count in
            defer { count += 1 }
            return count
        }
        await following.pass()
        let record = LogRecord(partition: 0, offset: Int64(number), key: nil, value: nil, timestamp: nil)
        return FollowedTopic(records: [record], restarted: false, state: .caughtUp)
    }

    func readTails(_ questions: [TailQuestion], until deadline: Deadline) async
        -> [TailQuestion: Reading<TailAnswer>]
    {
        guard !forgetsTails else { return [:] }
        for question in questions { recorder.note("\(side) tail \(question.partition)") }
        return Dictionary(questions.map { ($0, .known(.empty)) }) { first, _ in first }
    }

    func close(until deadline: Deadline) async { recorder.note("\(side) closed") }
}

struct ScriptedMirror: MirrorReader {
    var recorder = Recorder()
    var barrier = Barrier(open: true)

    func readMirror(old: any ClusterReader, new: any ClusterReader, until deadline: Deadline) async
        -> MirrorSurvey
    {
        await barrier.pass()
        recorder.note("mirror end")
        return MirrorSurvey(positions: .absent, syncs: .absent, checkpoints: .absent, heartbeat: .absent)
    }
}

struct ScriptedProducers: ProducerReader {
    var barrier = Barrier(open: true)

    func readProducers() async -> [ProducerName: Reading<[ServerAddress]>] {
        await barrier.pass()
        return ["shop": .known([ServerAddress(host: "new", port: 9092)])]
    }
}

/// Every reading is one millisecond after the one before.
final class CountingClocks: Clocks {
    private let count = Mutex<Int64>(0)

    func now() -> Moment {
        let milliseconds = count.withLock { count in
            count += 1
            return count
        }
        return Moment(
            monotonic: .milliseconds(milliseconds), boottime: .milliseconds(milliseconds),
            wall: WallTime(millisecondsSince1970: 1_700_000_000_000 + milliseconds), boot: "boot")
    }
}

extension ClusterSurvey {
    /// A cluster with one empty topic and no group.
    static func answering(_ side: Side) -> ClusterSurvey {
        var survey = ClusterSurvey(
            alias: ClusterAlias(rawValue: side.rawValue), nothingReadable: Cause(.notAsked, "not scripted"))
        survey.identity = .known(ClusterID(rawValue: "id-of-\(side)"))
        survey.brokers = .known([
            Broker(id: BrokerID(rawValue: 1), address: ServerAddress(host: "b", port: 1))
        ])
        survey.topics = .known(["orders": .known(TopicSurvey(partitions: []))])
        survey.groups = GroupListing(completeness: .complete, seen: [:])
        survey.requests = ["Metadata": RequestCount(sent: 1)]
        return survey
    }
}

extension Plan {
    static func scripted(interval: Duration = .milliseconds(1)) -> Plan {
        Plan(
            old: ClusterPlan(alias: "old", bootstrapServers: [ServerAddress(host: "old", port: 9092)]),
            new: ClusterPlan(alias: "new", bootstrapServers: [ServerAddress(host: "new", port: 9092)]),
            producers: .declared([DeclaredProducer(name: "shop", place: "file shop.env")]),
            timing: Timing(interval: interval))
    }
}

extension Collector {
    static func scripted(
        old: any ClusterReader = ScriptedReader(.old), new: any ClusterReader = ScriptedReader(.new),
        mirror: any MirrorReader = ScriptedMirror(), producers: any ProducerReader = ScriptedProducers(),
        clocks: any Clocks = CountingClocks(), timeout: Duration = .seconds(3600)
    ) -> Collector {
        Collector(
            plan: .scripted(), old: old, new: new, mirror: mirror, producers: producers,
            clocks: clocks, timeout: timeout)
    }
}

/// Waits until `condition` is true, and gives up so late that only a broken test can tell.
func eventually(_ condition: () async -> Bool) async -> Bool {
    let deadline = Deadline.now + .seconds(300)
    while await !condition() {
        guard Deadline.now < deadline else { return false }
        do { try await Task.sleep(for: .milliseconds(2)) } catch { return false }
    }
    return true
}
