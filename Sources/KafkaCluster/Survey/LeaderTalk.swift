internal import CRDKafka
import DecommissionGate
import Quiescence
import Synchronization

/// Asks one leader for offsets, and stops asking once it was silent for a whole time-out.
struct LeaderTalk: Sendable {
    let leader: BrokerID
    let budget: Budget
    let requests: RequestLedger
    private let silence = Silence()

    init(_ leader: BrokerID, _ budget: Budget, _ requests: RequestLedger) {
        self.leader = leader
        self.budget = budget
        self.requests = requests
    }

    /// Whether the leader did not answer.
    var wasSilent: Bool { silence.cause != nil }

    /// One reading for each partition of `chunk`, all of which this leader leads. Blocks.
    func ask(
        _ question: OffsetQuestion, _ handle: Handle, _ chunk: ArraySlice<TopicPartition>
    ) -> [Reading<Int64>] {
        ask(question, handle, chunk, halvings: 8, refreshed: false)
    }

    /// A chunk that fails as a whole is halved, so that one bad partition spoils no other.
    private func ask(
        _ question: OffsetQuestion, _ handle: Handle, _ chunk: ArraySlice<TopicPartition>, halvings: Int,
        refreshed: Bool
    ) -> [Reading<Int64>] {
        if let cause = silence.cause { return chunk.map { _ in .unreadable(cause) } }
        switch handle.offsets(question, of: chunk, budget, requests) {
        case .perPartition(let readings):
            return readings
        case .failed(let error, _) where error.isStaleLeader && !refreshed:
            // A client never refreshes the leaders it has cached by itself; a full list does.
            do throws(Cause) {
                _ = try handle.readLayout(budget, requests)
            } catch {
                return chunk.map { _ in .unreadable(error) }
            }
            return ask(question, handle, chunk, halvings: halvings, refreshed: true)
        case .failed(let error, let cause) where error.isSilentAboutReasons:
            silence.note(Cause(cause.kind, "broker \(leader): \(cause.detail)"))
            return chunk.map { _ in .unreadable(cause) }
        case .failed(_, let cause):
            guard chunk.count > 1, halvings > 0 else { return chunk.map { _ in .unreadable(cause) } }
            let middle = chunk.startIndex + chunk.count / 2
            return [chunk[..<middle], chunk[middle...]].flatMap { half in
                ask(question, handle, half, halvings: halvings - 1, refreshed: refreshed)
            }
        }
    }

    /// Why a leader is not asked any more.
    private final class Silence: Sendable {
        private let noted = Mutex<Cause?>(nil)
        var cause: Cause? { noted.withLock { $0 } }
        func note(_ cause: Cause) { noted.withLock { $0 = $0 ?? cause } }
    }
}

extension rd_kafka_resp_err_t {
    fileprivate var isStaleLeader: Bool {
        [
            RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH, RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH,
        ].contains(self)
    }
}
