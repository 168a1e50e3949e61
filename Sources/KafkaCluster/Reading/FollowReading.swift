internal import CRDKafka
import DecommissionGate
import Quiescence

/// Reads what is new in a topic, on a lane.
struct FollowReading {
    private let topic: TopicName
    private let limits: Limits
    /// Next offset by partition; a partition that was not begun yet is missing.
    private(set) var next: [Int32: Int64]
    private(set) var records: [LogRecord] = []
    private(set) var restarted: Bool
    /// The first thing that kept a partition from being read to its end.
    private(set) var obstacle: Cause?
    /// As much was read as may be held at once.
    private(set) var isUnfinished = false
    private var bytes = 0

    init(_ topic: TopicName, from next: [Int32: Int64]?, _ limits: Limits) {
        self.topic = topic
        self.limits = limits
        self.next = next ?? [:]
        restarted = next == nil
    }

    /// Where a partition's log begins and ends, for the isolation level of the reader.
    struct Extent: Sendable {
        let start: Int64
        let end: Int64
    }

    /// How far it came.
    var state: FollowedTopic.State {
        if let obstacle { return .behind(obstacle) }
        return isUnfinished ? .unfinished : .caughtUp
    }

    /// Blocks until every partition is read to the end that `extents` tell, or something ends it.
    mutating func read(
        _ extents: [Int32: Reading<Extent>], through handle: Handle, _ budget: Budget,
        _ requests: RequestLedger
    ) {
        let known = extents.compactMapValues { reading in
            if case .known(let extent) = reading { extent } else { nil }
        }
        for case .unreadable(let cause) in extents.values { obstacle = obstacle ?? cause }
        if next.contains(where: { isGone($0.key, $0.value, extents) }) { restart() }
        for (partition, extent) in known where next[partition] == nil { next[partition] = extent.start }
        if !readOn(known, through: handle, budget, requests) {
            restart()
            for (partition, extent) in known { next[partition] = extent.start }
            if !readOn(known, through: handle, budget, requests) {
                note(Cause(.contradiction, "topic \(topic): its log changes while it is read"))
            }
        }
    }

    /// Whether the log that the cursor belongs to is no more: the topic was recreated, or records
    /// that were still to come were deleted.
    private func isGone(_ partition: Int32, _ next: Int64, _ extents: [Int32: Reading<Extent>]) -> Bool {
        switch extents[partition] {
        case nil: true
        case .known(let extent): next > extent.end || next < extent.start
        case .absent, .unreadable: false
        }
    }

    private mutating func restart() {
        next = [:]
        records = []
        bytes = 0
        restarted = true
    }

    private mutating func note(_ cause: Cause) { obstacle = obstacle ?? cause }

    /// False where the log turned out not to hold the offset to read from.
    private mutating func readOn(
        _ extents: [Int32: Extent], through handle: Handle, _ budget: Budget, _ requests: RequestLedger
    ) -> Bool {
        let end = budget.end - LogReader.stopping * extents.count
        var open = extents.filter { partition, extent in (next[partition] ?? extent.start) < extent.end }
        guard !open.isEmpty else { return true }
        var reader = LogReader(handle)
        for (partition, extent) in open {
            do throws(Cause) {
                try reader.start(TopicPartition(topic, partition), at: next[partition] ?? extent.start)
            } catch {
                open[partition] = nil
                note(error)
            }
        }
        // An open transaction, a hidden topic and a frozen leader bring no event at all.
        var heard = ContinuousClock.now
        while !open.isEmpty, .now < min(end, heard + limits.callTimeout) {
            guard bytes <= limits.followBytes, records.count < limits.followRecords else {
                isUnfinished = true
                break
            }
            guard let message = reader.next(Budget(until: end, atMost: .milliseconds(500))) else { continue }
            heard = .now
            guard let extent = open[message.partition], reader.origin(of: message) != nil else { continue }
            guard take(message, extent, &open) else { return false }
        }
        requests.count(.fetch, failed: !open.isEmpty && !isUnfinished)
        if !open.isEmpty, !isUnfinished {
            let partitions = open.keys.sorted().map { "\(TopicPartition(topic, $0))" }.joined(separator: ", ")
            note(Cause(.timedOut, "the ends of \(partitions) were not reached in time"))
        }
        return true
    }

    private mutating func take(
        _ message: borrowing LogMessage, _ extent: Extent, _ open: inout [Int32: Extent]
    ) -> Bool {
        let partition = message.partition
        switch message.kind {
        case .record:
            bytes += message.size
            records.append(message.record)
            next[partition] = message.offset + 1
            if message.offset + 1 >= extent.end { open[partition] = nil }
        case .end:
            open[partition] = nil
            if message.offset >= extent.end {
                next[partition] = max(next[partition] ?? 0, message.offset)
            } else {
                note(
                    Cause(
                        .contradiction,
                        "\(TopicPartition(topic, partition)): ends at \(message.offset),"
                            + " below \(extent.end) that was said before"))
            }
        case .failure(RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET), .failure(RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE):
            return false
        case .failure(let error):
            open[partition] = nil
            note(error.cause(reading: TopicPartition(topic, partition)))
        }
        return true
    }
}
