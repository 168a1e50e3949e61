internal import CRDKafka
import DecommissionGate
import Quiescence

/// One group as one coordinator described it in the classic way.
struct DescribedGroup: Sendable, Equatable {
    let name: GroupName
    /// False where the bytes are not UTF-8: then `name` is mended and must not be asked for.
    let nameIsExact: Bool
    let coordinator: BrokerID
    /// Nil where the coordinator described it without an error.
    let refusal: Cause?
    let state: String
    let protocolType: String
    let members: [GroupMember]
}

/// What the classic listing said (`rd_kafka_list_groups`).
struct ClassicListing: Sendable {
    var groups: [DescribedGroup]
    /// Why it is not the whole list, where it is known not to be.
    var fault: Cause?
}

/// What the newer listing said (`rd_kafka_ListConsumerGroups`): consumer groups only, but with the
/// state of those that the classic one calls dead.
struct ModernListing: Sendable {
    enum State: Sendable, Equatable {
        case empty
        case stable
        case rebalancing
        /// Members that reconcile, or a broker that does not say states (before 2.6).
        case unknown
        case dead
    }

    var states: [GroupName: State]
    var fault: Cause?

    /// Takes in what one coordinator says. While a coordinator moves two of them name the group; the one that
    /// sees it busy knows it.
    mutating func take(_ name: GroupName, _ state: State) {
        guard let known = states[name], known.business >= state.business else {
            states[name] = state
            return
        }
    }
}

extension ModernListing.State {
    fileprivate var business: Int {
        switch self {
        case .stable: 4
        case .rebalancing: 3
        case .unknown: 2
        case .empty: 1
        case .dead: 0
        }
    }
}

extension Handle {
    /// Lists and describes the groups of every broker that this client knows.
    func classicListing(_ budget: Budget, _ requests: RequestLedger) -> ClassicListing {
        let began = ContinuousClock.now
        var answer: UnsafePointer<rd_kafka_group_list>?
        let error = rd_kafka_list_groups(client, nil, &answer, budget.milliseconds)
        requests.count(.listGroups, failed: error != RD_KAFKA_RESP_ERR_NO_ERROR)
        let fault =
            error == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : cause(error, of: "list of groups", since: began)
        guard let answer else {
            return ClassicListing(groups: [], fault: fault ?? Cause(.incomplete, "list of groups: no answer"))
        }
        defer { rd_kafka_group_list_destroy(answer) }
        let list = UnsafeBufferPointer(start: answer.pointee.groups, count: Int(answer.pointee.group_cnt))
        return ClassicListing(groups: list.map { describedGroup($0, names) }, fault: fault)
    }

    /// Lists the consumer groups of every broker that this client knows.
    func modernListing(_ budget: Budget, _ requests: RequestLedger) -> ModernListing {
        let began = ContinuousClock.now
        let queue = Queue(self)
        let options = AdminOptions(
            self, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS, milliseconds: budget.milliseconds)
        rd_kafka_ListConsumerGroups(client, options.pointer, queue.pointer)
        guard let event = Event(polledFrom: queue.pointer, milliseconds: budget.patience) else {
            requests.count(.listGroups, failed: true)
            return ModernListing(
                states: [:], fault: Cause(.timedOut, "list of consumer groups: no answer in time"))
        }
        let failed = { (error: rd_kafka_resp_err_t) in
            requests.count(.listGroups, failed: true)
            return self.cause(error, of: "list of consumer groups", since: began)
        }
        guard event.error == RD_KAFKA_RESP_ERR_NO_ERROR,
            let result = rd_kafka_event_ListConsumerGroups_result(event.pointer)
        else { return ModernListing(states: [:], fault: failed(event.error)) }
        var count = 0
        let errors = rd_kafka_ListConsumerGroups_result_errors(result, &count)
        var listing = ModernListing(states: [:], fault: nil)
        if count > 0, let first = errors?[0] {
            listing.fault = failed(rd_kafka_error_code(first))
        } else {
            requests.count(.listGroups, failed: false)
        }
        let groups = rd_kafka_ListConsumerGroups_result_valid(result, &count)
        for group in UnsafeBufferPointer(start: groups, count: count) {
            guard let group, let id = rd_kafka_ConsumerGroupListing_group_id(group) else { continue }
            listing.take(
                names.group(String(cString: id)), .init(rd_kafka_ConsumerGroupListing_state(group)))
        }
        return listing
    }
}

extension ModernListing.State {
    init(_ state: rd_kafka_consumer_group_state_t) {
        switch state {
        case RD_KAFKA_CONSUMER_GROUP_STATE_EMPTY: self = .empty
        case RD_KAFKA_CONSUMER_GROUP_STATE_STABLE: self = .stable
        case RD_KAFKA_CONSUMER_GROUP_STATE_PREPARING_REBALANCE,
            RD_KAFKA_CONSUMER_GROUP_STATE_COMPLETING_REBALANCE:
            self = .rebalancing
        case RD_KAFKA_CONSUMER_GROUP_STATE_DEAD: self = .dead
        default: self = .unknown
        }
    }
}

private func describedGroup(_ group: rd_kafka_group_info, _ names: KnownNames) -> DescribedGroup {
    let exact = group.group.flatMap { String(validatingCString: $0) }
    let name = names.group(exact ?? group.group.map { String(cString: $0) } ?? "")
    let members = UnsafeBufferPointer(start: group.members, count: Int(group.member_cnt)).map { member in
        GroupMember(
            id: words(member.member_id), clientID: words(member.client_id), host: words(member.client_host))
    }
    return DescribedGroup(
        name: name, nameIsExact: exact != nil, coordinator: BrokerID(rawValue: group.broker.id),
        refusal: group.err == RD_KAFKA_RESP_ERR_NO_ERROR
            ? nil
            : Cause(
                group.err.kind, "description of group \(name): \(errorWords(group.err))",
                remedy: group.err.kind == .notAuthorized ? "grant Describe on this group" : nil),
        state: words(group.state), protocolType: words(group.protocol_type), members: members)
}

private func words(_ bytes: UnsafeMutablePointer<CChar>?) -> String {
    bytes.map { String(cString: $0) } ?? ""
}
