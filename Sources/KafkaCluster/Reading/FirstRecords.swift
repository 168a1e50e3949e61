import DecommissionGate
import Digest
import Quiescence

/// Reads the first record of many ranges, all of one isolation level, many partitions at once.
struct FirstRecords: ~Copyable {
    /// Not read yet; a partition's ranges are read one after the other.
    private var waiting: [TopicPartition: [DigestRange]]
    private(set) var answers: [DigestRange: Reading<[DigestedRecord]>] = [:]
    private let limits: Limits
    private let digest: SHA256
    private var bytes = 0

    init(_ ranges: [DigestRange], _ limits: Limits) throws(Cause) {
        do throws(SHA256.Refused) {
            digest = try SHA256()
        } catch {
            throw Cause(.unsupported, error.description)
        }
        self.limits = limits
        waiting = Dictionary(grouping: ranges, by: \.partition)
    }

    /// Blocks until every range is read, or a bound or the budget ends it; what is left over is bounded.
    mutating func read(through handle: Handle, _ budget: Budget, _ requests: RequestLedger) {
        let end = budget.end - LogReader.stopping * min(limits.tailPartitions, waiting.count)
        while !waiting.isEmpty, bytes <= limits.tailBytes, .now < end {
            var batch: [TopicPartition: DigestRange] = [:]
            for partition in waiting.keys.prefix(limits.tailPartitions) {
                batch[partition] = waiting[partition]?.removeLast()
                if waiting[partition]?.isEmpty ?? false { waiting[partition] = nil }
            }
            read(batch, through: handle, until: end)
            requests.count(.fetch, failed: false)
        }
        for range in waiting.values.joined() { answers[range] = .unreadable(range.isLeftOver) }
    }

    private mutating func read(
        _ batch: [TopicPartition: DigestRange], through handle: Handle, until end: Deadline
    ) {
        var open = batch
        var reader = LogReader(handle)
        for (partition, range) in batch {
            do throws(Cause) {
                try reader.start(partition, at: range.range.lower)
            } catch {
                answers[range] = .unreadable(error)
                open[partition] = nil
            }
        }
        var heard = ContinuousClock.now
        while !open.isEmpty, .now < min(end, heard + limits.callTimeout) {
            guard let message = reader.next(Budget(until: end, atMost: .milliseconds(500))) else { continue }
            heard = .now
            guard let partition = reader.origin(of: message), let range = open[partition] else { continue }
            do throws(Cause) {
                guard let records = try records(in: message, of: range) else { continue }
                answers[range] = .known(records)
            } catch {
                answers[range] = .unreadable(error)
            }
            open[partition] = nil
        }
        for range in open.values { answers[range] = .unreadable(range.isLeftOver) }
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
