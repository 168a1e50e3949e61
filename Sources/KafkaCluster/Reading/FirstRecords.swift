import DecommissionGate
import Digest
import Quiescence

/// Reads the first record of many ranges, all of one isolation level, many partitions at once.
///
/// All through one reader: a broker is asked for many partitions in one request.
struct FirstRecords: ~Copyable {
    /// Partitions that are not begun yet, the last one first.
    private var waiting: [TopicPartition]
    /// Of each partition the ranges that are not read yet, the last one first: one after the other is read.
    private var ranges: [TopicPartition: [DigestRange]]
    /// What is being read.
    private var open: [TopicPartition: DigestRange] = [:]
    private(set) var answers: [DigestRange: Reading<[DigestedRecord]>] = [:]
    private let limits: Limits
    private let digest: SHA256
    private var bytes = 0
    /// Partitions that are read at once: few are cut short by the deadline, and stopping them takes its time.
    private static let mostAtOnce = 50

    init(_ ranges: [DigestRange], _ limits: Limits) throws(Cause) {
        do throws(SHA256.Refused) {
            digest = try SHA256()
        } catch {
            throw Cause(.unsupported, error.description)
        }
        self.limits = limits
        answers.reserveCapacity(ranges.count)
        self.ranges = Dictionary(grouping: ranges.reversed(), by: \.partition)
        waiting = ranges.reversed().reduce(into: []) { order, range in
            if order.last != range.partition { order.append(range.partition) }
        }
    }

    /// Blocks until every range is read, or a bound or the budget ends it; what is left over is bounded.
    mutating func read(through handle: Handle, _ budget: Budget, _ requests: RequestLedger) {
        let most = min(limits.tailPartitions, Self.mostAtOnce, waiting.count)
        let end = budget.end - LogReader.stopping * most
        var reader = LogReader(handle)
        var heard = ContinuousClock.now
        while bytes <= limits.tailBytes, .now < min(end, heard + limits.callTimeout) {
            while open.count < most, let next = waiting.popLast() { begin(next, &reader) }
            if open.isEmpty { break }
            guard let message = reader.next(Budget(until: end, atMost: .milliseconds(500))) else { continue }
            heard = .now
            guard let partition = reader.origin(of: message), let range = open[partition] else { continue }
            do throws(Cause) {
                guard let records = try records(in: message, of: range) else { continue }
                answers[range] = .known(records)
            } catch {
                answers[range] = .unreadable(error)
            }
            reader.stop(partition)
            begin(partition, &reader)
        }
        requests.count(.fetch, failed: !open.isEmpty)
        for range in open.values { answers[range] = .unreadable(range.isLeftOver) }
        for range in ranges.values.joined() { answers[range] = .unreadable(range.isLeftOver) }
    }

    /// Begins to read the next range of a partition that has one.
    private mutating func begin(_ partition: TopicPartition, _ reader: inout LogReader) {
        open[partition] = nil
        while let range = ranges[partition]?.popLast() {
            guard answers[range] == nil else { continue }
            do throws(Cause) {
                try reader.start(partition, at: range.range.lower)
                open[partition] = range
                return
            } catch {
                answers[range] = .unreadable(error)
            }
        }
    }

    /// What the range begins with; nil where a message does not tell.
    private mutating func records(
        in message: borrowing LogMessage, of range: DigestRange
    ) throws(Cause) -> [DigestedRecord]? {
        let bounds = range.range
        switch message.kind {
        case .record:
            guard message.offset >= bounds.lower else { return nil }
            guard message.offset < bounds.upper else { return [] }
            let record = try message.digested(by: digest, DigestChoice(stamps: range.stamps, keys: true))
            bytes += record.size
            return [record]
        case .end:
            guard message.offset >= bounds.upper else {
                throw Cause(
                    .contradiction,
                    "reading \(range.partition): its end is \(message.offset), below \(bounds.upper) before")
            }
            return []
        case .failure(let error): throw error.cause(reading: range.partition)
        }
    }
}

extension DigestRange {
    /// Whether one record is all that is wanted of it.
    var isOfOneRecord: Bool { isFirstOnly || range.count == 1 }

    /// That a bound left no room for it.
    fileprivate var isLeftOver: Cause {
        Cause(.bounded, "\(partition) \(range): not read in time, others were read first")
    }
}
