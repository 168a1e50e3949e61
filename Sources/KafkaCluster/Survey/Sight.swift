internal import CRDKafka
import DecommissionGate
import Quiescence

extension Handle {
    /// Asks for the end of a topic that cannot exist. Creates none: see ``Settings``.
    func topicSight(_ budget: Budget, _ requests: RequestLedger) -> Reading<Sight> {
        let began = ContinuousClock.now
        let list = PartitionList(capacity: 1)
        list.append(.unheardOf(), 0, offset: OffsetQuestion.end.rawValue)
        let error = rd_kafka_offsets_for_times(client, list.pointer, budget.milliseconds)
        requests.count(.listOffsets, failed: error.kind == .timedOut || error.kind == .unreachable)
        switch list.elements.first?.err {
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART: return .known(.everything)
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED: return .known(.filtered)
        case let other?:
            let error = error == RD_KAFKA_RESP_ERR_NO_ERROR ? other : error
            return .unreadable(cause(error, of: "asking for a topic that does not exist", since: began))
        case nil:
            return .unreadable(Cause(.incomplete, "asking for a topic that does not exist: no answer"))
        }
    }

    /// Asks for the commits of a group that cannot exist, through a client with a group id.
    func groupSight(_ budget: Budget, _ requests: RequestLedger) -> Reading<Sight> {
        let began = ContinuousClock.now
        let queue = Queue(self)
        requestCommits(of: .unheardOf(), tag: 0, queue)
        guard let event = Event(polledFrom: queue.pointer, milliseconds: budget.patience) else {
            requests.count(.offsetFetch, failed: true)
            return .unreadable(Cause(.timedOut, "asking for a group that does not exist: no answer in time"))
        }
        let error = commitsError(in: event)
        requests.count(.offsetFetch, failed: false)
        switch error {
        case RD_KAFKA_RESP_ERR_NO_ERROR: return .known(.everything)
        case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED: return .known(.filtered)
        default:
            return .unreadable(cause(error, of: "asking for a group that does not exist", since: began))
        }
    }
}

extension String {
    /// A name that nobody has given to anything, and that begins like none: a right to all names of one prefix, our
    /// own above all, would look like the right to see everything.
    static func unheardOf() -> String {
        let letters = (0..<24).compactMap { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() }
        return "\(String(letters))-decommission-gate-asks"
    }
}
