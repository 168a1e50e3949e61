import DecommissionGate
import Digest
import Quiescence

/// Reads one partition from the start to the end of an extent, and keeps digests alone.
final class DigestStream: RecordStream {
    private let partition: TopicPartition
    private let end: Int64
    private let digests: DigestChoice
    private let patience: Duration
    private let digest: SHA256
    private var reader: LogReader
    private var last: Int64
    private var hasEnded = false

    /// Records that are handed over at once.
    private static let piece = 1000

    /// - Parameter patience: How long the broker may be silent.
    init(
        _ handle: Handle, _ partition: TopicPartition, _ extent: LogExtent, _ digests: DigestChoice,
        patience: Duration
    ) throws(Cause) {
        do throws(SHA256.Refused) {
            digest = try SHA256()
        } catch {
            throw Cause(.unsupported, error.description)
        }
        var reader = LogReader(handle)
        try reader.start(partition, at: extent.start)
        self.reader = reader
        self.partition = partition
        self.digests = digests
        self.patience = patience
        end = extent.end
        last = extent.start - 1
    }

    func next() throws(Cause) -> [DigestedRecord]? {
        var records: [DigestedRecord] = []
        let deadline = ContinuousClock.now + patience
        while !hasEnded, records.count < Self.piece {
            // What is at hand is handed over; only for the first record there is a wait.
            let wait = records.isEmpty ? Duration.milliseconds(500) : .zero
            guard let message = reader.next(Budget(until: .now + .seconds(5), atMost: wait)) else {
                if !records.isEmpty { break }
                guard .now < deadline else {
                    throw Cause(
                        .timedOut,
                        "reading \(partition): nothing came for \(patience.components.seconds) s after offset"
                            + " \(last), and its end \(end) was not reached")
                }
                continue
            }
            if let record = try take(message) { records.append(record) }
        }
        return records.isEmpty ? nil : records
    }

    private func take(_ message: borrowing LogMessage) throws(Cause) -> DigestedRecord? {
        // An error of the whole client names no partition; if it matters, silence follows.
        guard reader.origin(of: message) != nil else { return nil }
        switch message.kind {
        case .record:
            let offset = message.offset
            guard offset > last else {
                throw Cause(
                    .contradiction, "reading \(partition): offset \(offset) came after \(last): another log")
            }
            last = offset
            hasEnded = offset >= end - 1
            return offset < end ? try message.digested(by: digest, digests) : nil
        case .end:
            guard message.offset >= end else {
                throw Cause(
                    .contradiction, "reading \(partition): its end is \(message.offset), below \(end) before")
            }
            hasEnded = true
            return nil
        case .failure(let error): throw error.cause(reading: partition)
        }
    }
}
