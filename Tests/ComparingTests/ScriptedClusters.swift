import DecommissionGate
import Quiescence
import Synchronization

/// A cluster that says what a test wants of it.
final class ScriptedCluster: DigestSource {
    struct Script: Sendable {
        var logs: [TopicPartition: [Log]] = [:]
        var stamp = DigestedRecord.Stamp.created
        /// Breaks reading behind this many records.
        var failsAfter: Int?
        var read = 0
    }

    let script: Mutex<Script>

    init(_ script: Script) { self.script = Mutex(script) }

    /// One partition, whose log is another one each time that it is asked about; the last one stays.
    convenience init(_ name: TopicName, _ logs: Log...) {
        self.init(Script(logs: [TopicPartition(name, 0): logs]))
    }

    func extent(of partition: TopicPartition) throws(Cause) -> LogExtent {
        let extent = script.withLock { script -> LogExtent? in
            guard let logs = script.logs[partition], let log = logs.first else { return nil }
            if logs.count > 1 { script.logs[partition] = Array(logs.dropFirst()) }
            return log.extent
        }
        guard let extent else { throw Cause(.missing, "no \(partition)") }
        return extent
    }

    func open(_ partition: TopicPartition, _ extent: LogExtent, _ digests: DigestChoice) throws(Cause)
        -> any RecordStream
    {
        let (records, failsAfter) = script.withLock { script in
            script.read += 1
            let log = script.logs[partition]?.first
            let records = log?.records.filter { $0.offset >= extent.start }
                .map { $0.record.record(at: $0.offset, stamp: script.stamp) }
            return (records ?? [], script.failsAfter)
        }
        return ScriptedStream(records, failsAfter: failsAfter)
    }

    func layout() throws(Cause) -> LeaderLayout { LeaderLayout(cluster: "scripted", leaders: [:]) }

    /// How many times a partition was read.
    var timesRead: Int { script.withLock { $0.read } }
}

private final class ScriptedStream: RecordStream {
    private var rest: ArraySlice<DigestedRecord>
    private var failsAfter: Int?

    init(_ records: [DigestedRecord], failsAfter: Int?) {
        rest = records[...]
        self.failsAfter = failsAfter
    }

    func next() throws(Cause) -> [DigestedRecord]? {
        if let left = failsAfter {
            guard left > 0 else { throw Cause(.timedOut, "nothing came") }
            failsAfter = left - 1
        }
        return rest.popFirst().map { [$0] }
    }
}

/// Reads as fast as it can, and stops after as many pieces as it is told.
final class PiecePace: ReadingPace {
    private let left: Mutex<Int>

    init(stopsAfter pieces: Int = .max) { left = Mutex(pieces) }

    func mayGoOn(after bytes: Int) -> Bool {
        left.withLock { left in
            left -= 1
            return left > 0
        }
    }
}

/// A clock that stands.
struct StandingClock: Clocks {
    func now() -> Moment {
        Moment(
            monotonic: .zero, boottime: .zero, wall: WallTime(millisecondsSince1970: 1_700_000_000_000),
            boot: "boot")
    }
}

extension PartitionComparer {
    /// With all that is of no matter to a test.
    init(
        _ old: ScriptedCluster, _ new: ScriptedCluster, isolation: Isolation = .readUncommitted,
        pace: PiecePace = PiecePace()
    ) {
        self.init(
            old: old, new: new, oldIsolation: isolation, capacity: 1000, storage: { MemoryStorage() },
            pace: pace, clocks: StandingClock())
    }
}

extension PartitionPair {
    /// Partition 0 of `t` and of `OLD.t`.
    static let t = PartitionPair(
        source: TopicPartition("t", 0), mirror: TopicPartition("OLD.t", 0), measure: .everyRecord)
}
