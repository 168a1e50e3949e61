internal import CRDKafka
import DecommissionGate
import Glibc
import Quiescence

extension Handle {
    /// Sends the request for every offset that `group` has committed; the answer comes on `queue`.
    ///
    /// The library must not be the first to lose patience. Where such a request times out while its
    /// coordinator cannot be reached, and the coordinator is reached later, librdkafka frees the request
    /// twice and ends the process (`eonce->refcnt > 0`; open in its issue 4605, seen on 2.0.2). So the
    /// request is given the longest time there is, we stop waiting by our own clock, and the client is
    /// given up where an answer is outstanding. What was sent is bounded by `socket.timeout.ms` all the same.
    func requestCommits(of group: String, tag: Int, _ queue: borrowing Queue) {
        let options = AdminOptions(
            self, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, milliseconds: .max)
        options.tag(tag)
        var request = rd_kafka_ListConsumerGroupOffsets_new(group, nil)
        rd_kafka_ListConsumerGroupOffsets(client, &request, 1, options.pointer, queue.pointer)
        rd_kafka_ListConsumerGroupOffsets_destroy(request)
    }

    /// The error of such an answer: of the request, or of its one group.
    func commitsError(in event: borrowing Event) -> rd_kafka_resp_err_t {
        guard event.error == RD_KAFKA_RESP_ERR_NO_ERROR else { return event.error }
        guard let group = groupResult(in: event) else { return RD_KAFKA_RESP_ERR__BAD_MSG }
        return rd_kafka_group_result_error(group).map { rd_kafka_error_code($0) }
            ?? RD_KAFKA_RESP_ERR_NO_ERROR
    }

    /// Every offset in such an answer, once ``commitsError(in:)`` has found none.
    func commits(in event: borrowing Event, of group: GroupName) -> Reading<PartitionMap<CommittedOffset>> {
        guard let result = groupResult(in: event), let list = rd_kafka_group_result_partitions(result) else {
            return .unreadable(Cause(.incomplete, "commits of group \(group): an answer without a list"))
        }
        var commits: PartitionMap<CommittedOffset> = [:]
        var name = TopicName(rawValue: "")
        var bytes: UnsafeMutablePointer<CChar>?
        for element in UnsafeBufferPointer(start: list.pointee.elems, count: Int(list.pointee.cnt)) {
            if bytes.map({ strcmp($0, element.topic) != 0 }) ?? true {
                name = names.topic(String(cString: element.topic))
                bytes = element.topic
            }
            let partition = TopicPartition(name, element.partition)
            guard element.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
                return .unreadable(
                    Cause(
                        element.err.kind,
                        "commit of group \(group) on \(partition): \(errorWords(element.err))"))
            }
            // Negative: nothing is committed there.
            if let offset = CommittedOffset(element.offset) { commits[partition] = offset }
        }
        return .known(commits)
    }

    private func groupResult(in event: borrowing Event) -> OpaquePointer? {
        guard let result = rd_kafka_event_ListConsumerGroupOffsets_result(event.pointer) else { return nil }
        var count = 0
        guard let groups = rd_kafka_ListConsumerGroupOffsets_result_groups(result, &count), count == 1 else {
            return nil
        }
        return groups[0]
    }
}

/// Asks for the commits of many groups, some at a time.
struct CommitsPass: Sendable {
    let concurrency: Int
    let budget: Budget
    let requests: RequestLedger

    /// A group whose commits are wanted.
    struct Wanted: Sendable {
        let group: GroupName
        /// Where it is known; one that is silent once is not asked for its other groups.
        let coordinator: BrokerID?
    }

    /// What one round through a client brought.
    struct Round: Sendable {
        var commits: [GroupName: Reading<PartitionMap<CommittedOffset>>] = [:]
        /// Their coordinator has moved; this client will never find it again.
        var moved: [Wanted] = []
        var silent: [BrokerID: Cause] = [:]
        /// Requests are left in the client that nobody waits for any more.
        var isAbandoned = false
    }

    /// Blocks until all have answered or the time is up.
    func ask(_ wanted: [Wanted], through handle: Handle) -> Round {
        let began = ContinuousClock.now
        let queue = Queue(handle)
        var round = Round()
        var next = 0
        var underWay: Set<Int> = []
        while next < wanted.count || !underWay.isEmpty {
            while next < wanted.count, underWay.count < concurrency, round.moved.isEmpty {
                let one = wanted[next]
                if let cause = one.coordinator.flatMap({ round.silent[$0] }) {
                    round.commits[one.group] = .unreadable(
                        Cause(cause.kind, "commits of group \(one.group) were not asked for: \(cause.detail)")
                    )
                } else {
                    handle.requestCommits(of: one.group.rawValue, tag: next + 1, queue)
                    underWay.insert(next)
                }
                next += 1
            }
            guard !underWay.isEmpty else { break }
            guard let event = Event(polledFrom: queue.pointer, milliseconds: budget.patience) else { break }
            let number = event.tag - 1
            guard underWay.remove(number) != nil else { continue }
            take(event, wanted[number], handle, began, &round)
        }
        round.isAbandoned = !underWay.isEmpty
        giveUp(underWay.map { wanted[$0] } + wanted[next...], &round)
        return round
    }

    private func take(
        _ event: borrowing Event, _ wanted: Wanted, _ handle: Handle, _ began: ContinuousClock.Instant,
        _ round: inout Round
    ) {
        let error = handle.commitsError(in: event)
        requests.count(.offsetFetch, failed: error != RD_KAFKA_RESP_ERR_NO_ERROR)
        switch error {
        case RD_KAFKA_RESP_ERR_NO_ERROR:
            round.commits[wanted.group] = handle.commits(in: event, of: wanted.group)
        case RD_KAFKA_RESP_ERR_NOT_COORDINATOR:
            round.moved.append(wanted)
        case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
            round.commits[wanted.group] = .unreadable(
                Cause(
                    .notAuthorized, "commits of group \(wanted.group): \(errorWords(error))",
                    remedy: "grant Describe on this group"))
        default:
            let cause = handle.cause(error, of: "commits of group \(wanted.group)", since: began)
            round.commits[wanted.group] = .unreadable(cause)
            if let coordinator = wanted.coordinator, error.isSilentAboutReasons {
                round.silent[coordinator] = Cause(
                    cause.kind, "broker \(coordinator), its coordinator, did not answer for another group")
            }
        }
    }

    /// What was not answered: to be asked again where a coordinator moved, else unreadable.
    private func giveUp(_ rest: [Wanted], _ round: inout Round) {
        guard round.moved.isEmpty else {
            round.moved += rest
            return
        }
        for wanted in rest {
            round.commits[wanted.group] = .unreadable(
                Cause(.timedOut, "commits of group \(wanted.group): no answer in time"))
        }
    }
}
