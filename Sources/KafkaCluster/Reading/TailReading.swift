internal import CRDKafka
import DecommissionGate
import Quiescence

/// Answers questions about the tails of partitions, all of one isolation level, in one go.
struct TailReading {
    private let limits: Limits
    /// Questions without an answer yet. Several may concern one partition: it is read once.
    private var open: [TopicPartition: [TailQuestion]]
    private(set) var answers: [TailQuestion: Reading<TailAnswer>] = [:]
    private var bytes = 0

    init(_ questions: [TailQuestion], _ limits: Limits) {
        self.limits = limits
        open = Dictionary(grouping: questions, by: \.partition)
    }

    /// Blocks until every question is answered, or a bound or the budget ends it.
    mutating func read(through handle: Handle, _ budget: Budget, _ requests: RequestLedger) {
        let end = budget.end - LogReader.stopping * open.count
        var reader = LogReader(handle)
        for (partition, questions) in open {
            do throws(Cause) {
                try reader.start(partition, at: questions.map(\.from).min() ?? 0)
            } catch {
                settle(partition) { _ in .unreadable(error) }
            }
        }
        var heard = ContinuousClock.now
        while !open.isEmpty, bytes <= limits.tailBytes, .now < min(end, heard + limits.callTimeout) {
            guard let message = reader.next(Budget(until: end, atMost: .milliseconds(500))) else { continue }
            heard = .now
            guard let partition = reader.origin(of: message) else { continue }
            take(message, of: partition)
        }
        requests.count(.fetch, failed: !open.isEmpty)
        let cause =
            bytes > limits.tailBytes
            ? Cause(.bounded, "the tails read together hold more than \(limits.tailBytes) bytes")
            : Cause(.timedOut, "its end was not reached in time")
        for partition in open.keys {
            settle(partition) { _ in .unreadable(Cause(cause.kind, "tail of \(partition): \(cause.detail)")) }
        }
    }

    private mutating func take(_ message: borrowing LogMessage, of partition: TopicPartition) {
        let offset = message.offset
        switch message.kind {
        case .record:
            bytes += message.size
            settle(partition) { question in
                // A record at or past the end is not in the range, and shows that the reader went through it.
                if offset >= question.end.value { return .known(.empty) }
                return offset >= question.from ? .known(.holdsRecord(at: offset)) : nil
            }
        case .end:
            settle(partition) { question in
                if offset >= question.end.value { return .known(.empty) }
                return .unreadable(
                    Cause(
                        .incomplete,
                        "tail of \(partition): the reader's end is \(offset), below \(question.end): an open"
                            + " transaction, or a log that went back"))
            }
        case .failure(let error):
            let cause = error.cause(reading: partition)
            settle(partition) { _ in .unreadable(cause) }
        }
    }

    /// Gives those questions of a partition an answer for which `answer` has one.
    private mutating func settle(
        _ partition: TopicPartition, _ answer: (TailQuestion) -> Reading<TailAnswer>?
    ) {
        let unsettled = open.removeValue(forKey: partition)?.filter { question in
            guard let found = answer(question) else { return true }
            answers[question] = found
            return false
        }
        if let unsettled, !unsettled.isEmpty { open[partition] = unsettled }
    }
}
