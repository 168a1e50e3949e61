internal import CRDKafka
import DecommissionGate
import Quiescence

extension Handle {
    /// What is known of rules that hide single names.
    ///
    /// An empty `authorizer.class.name` on every broker proves that there are none. A list of rules
    /// with at least one entry proves the right to read it; an empty one proves nothing, for the
    /// library drops the refusal.
    ///
    /// Nothing is hidden but by a DENY, except under `allow.everyone.if.no.acl.found`: there a rule for somebody else
    /// hides a name, and a name that nobody has a rule for is seen by all. It cannot where rules on every name stand.
    func authorization(
        of brokers: [Broker], _ budget: Budget, _ requests: RequestLedger
    ) -> Reading<Authorization> {
        switch authorizer(of: brokers, budget, requests) {
        case .known(.none): .known(.noAuthorizer)
        case .known(.closed): rules(budget, requests, hidesByDenyAlone: true)
        case .unreadable(let cause) where cause.kind != .notAuthorized: .unreadable(cause)
        case .known(.open), .absent, .unreadable: rules(budget, requests, hidesByDenyAlone: false)
        }
    }

    private func rules(
        _ budget: Budget, _ requests: RequestLedger, hidesByDenyAlone: Bool
    ) -> Reading<Authorization> {
        let began = ContinuousClock.now
        let queue = Queue(self)
        let options = AdminOptions(self, RD_KAFKA_ADMIN_OP_DESCRIBEACLS, milliseconds: budget.milliseconds)
        let filter = rd_kafka_AclBindingFilter_new(
            RD_KAFKA_RESOURCE_ANY, nil, RD_KAFKA_RESOURCE_PATTERN_ANY, nil, nil, RD_KAFKA_ACL_OPERATION_ANY,
            RD_KAFKA_ACL_PERMISSION_TYPE_ANY, nil, 0)
        rd_kafka_DescribeAcls(client, filter, options.pointer, queue.pointer)
        rd_kafka_AclBinding_destroy(filter)
        guard let event = Event(polledFrom: queue.pointer, milliseconds: budget.patience) else {
            requests.count(.describeACLs, failed: true)
            return .unreadable(Cause(.timedOut, "list of ACLs: no answer in time"))
        }
        requests.count(.describeACLs, failed: event.error != RD_KAFKA_RESP_ERR_NO_ERROR)
        guard event.error == RD_KAFKA_RESP_ERR_NO_ERROR,
            let result = rd_kafka_event_DescribeAcls_result(event.pointer)
        else { return .unreadable(cause(event.error, of: "list of ACLs", since: began)) }
        var count = 0
        let bindings = rd_kafka_DescribeAcls_result_acls(result, &count)
        guard count > 0 else {
            return .unreadable(
                Cause(
                    .notAuthorized, "an empty list of ACLs: it is not known whether single names are hidden",
                    remedy: "grant Describe on the cluster, or state the inventory in the configuration"))
        }
        let all = UnsafeBufferPointer(start: bindings, count: count).compactMap(\.self)
        guard hidesByDenyAlone || coversEveryName(all) else {
            return .unreadable(
                Cause(
                    .notAuthorized,
                    "brokers may run with \(openSetting): a rule for somebody else hides a name without a DENY",
                    remedy:
                        "grant this user Describe on topic * and on group *, or state the inventory in the "
                        + "configuration"))
        }
        return .known(.rules(denied: all.compactMap(denial).sorted()))
    }

    /// The authorizer of the brokers: none only where every one of them names none.
    private func authorizer(
        of brokers: [Broker], _ budget: Budget, _ requests: RequestLedger
    ) -> Reading<Authorizer> {
        let began = ContinuousClock.now
        let queue = Queue(self)
        let options = AdminOptions(
            self, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, milliseconds: budget.milliseconds)
        for broker in brokers {
            var resource = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_BROKER, "\(broker.id)")
            // Naming the settings makes the answer those instead of some three hundred.
            for setting in [authorizerSetting, openSetting] {
                rd_kafka_ConfigResource_set_config(resource, setting, "")
            }
            rd_kafka_DescribeConfigs(client, &resource, 1, options.pointer, queue.pointer)
            rd_kafka_ConfigResource_destroy(resource)
        }
        var named: Reading<Authorizer> = brokers.isEmpty ? .absent : .known(.none)
        for _ in brokers {
            guard let event = Event(polledFrom: queue.pointer, milliseconds: budget.patience) else {
                requests.count(.describeConfigs, failed: true)
                return .unreadable(Cause(.timedOut, "configuration of the brokers: no answer in time"))
            }
            let one = authorizer(in: event, since: began)
            requests.count(.describeConfigs, failed: !one.isKnown)
            switch (one, named) {
            case (.known(let one), .known(let others)): named = .known(max(one, others))
            case (.known, .absent), (.known, .unreadable): break
            case (.absent, _), (.unreadable, _): named = one
            }
        }
        return named
    }

    /// What one broker says in its answer.
    private func authorizer(
        in event: borrowing Event, since began: ContinuousClock.Instant
    ) -> Reading<Authorizer> {
        let what = "configuration of a broker"
        guard event.error == RD_KAFKA_RESP_ERR_NO_ERROR,
            let result = rd_kafka_event_DescribeConfigs_result(event.pointer)
        else { return .unreadable(cause(event.error, of: what, since: began)) }
        var count = 0
        guard let resources = rd_kafka_DescribeConfigs_result_resources(result, &count), count == 1,
            let resource = resources[0]
        else { return .unreadable(Cause(.incomplete, "\(what): an answer without it")) }
        let refusal = rd_kafka_ConfigResource_error(resource)
        guard refusal == RD_KAFKA_RESP_ERR_NO_ERROR else {
            return .unreadable(cause(refusal, of: what, since: began))
        }
        return setting(authorizerSetting, of: resource).map { name in
            if name.isEmpty { return .none }
            // No setting of Kafka's own, so brokers keep its value to themselves; most do not have it.
            return hasSetting(openSetting, of: resource) ? .open : .closed
        }
    }
}

/// What a broker is known to run.
private enum Authorizer: Int, Comparable {
    case none
    /// What no rule allows is refused.
    case closed
    /// What no rule is about may be allowed.
    case open

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

private let authorizerSetting = "authorizer.class.name"
private let openSetting = "allow.everyone.if.no.acl.found"

/// Whether rules stand on every topic and on every group: then there is no name that none is about.
private func coversEveryName(_ bindings: [OpaquePointer]) -> Bool {
    [RD_KAFKA_RESOURCE_TOPIC, RD_KAFKA_RESOURCE_GROUP].allSatisfy { kind in
        bindings.contains { binding in
            rd_kafka_AclBinding_restype(binding) == kind
                && rd_kafka_AclBinding_resource_pattern_type(binding) == RD_KAFKA_RESOURCE_PATTERN_LITERAL
                && rd_kafka_AclBinding_name(binding).map { String(cString: $0) } == "*"
        }
    }
}

/// A rule that hides a topic or a group from someone: "User:gate may not DESCRIBE topic orders (LITERAL)".
private func denial(_ binding: OpaquePointer) -> String? {
    guard rd_kafka_AclBinding_permission_type(binding) == RD_KAFKA_ACL_PERMISSION_TYPE_DENY else {
        return nil
    }
    let operation = rd_kafka_AclBinding_operation(binding)
    guard
        [RD_KAFKA_ACL_OPERATION_ALL, RD_KAFKA_ACL_OPERATION_DESCRIBE, RD_KAFKA_ACL_OPERATION_READ]
            .contains(operation)
    else { return nil }
    let kind: String
    switch rd_kafka_AclBinding_restype(binding) {
    case RD_KAFKA_RESOURCE_TOPIC: kind = "topic"
    case RD_KAFKA_RESOURCE_GROUP: kind = "group"
    default: return nil
    }
    let pattern = rd_kafka_AclBinding_resource_pattern_type(binding)
    let words = [
        rd_kafka_AclBinding_principal(binding), rd_kafka_AclOperation_name(operation),
        rd_kafka_AclBinding_name(binding), rd_kafka_ResourcePatternType_name(pattern),
    ].map { $0.map { String(cString: $0) } ?? "?" }
    return "\(words[0]) may not \(words[1]) \(kind) \(words[2]) (\(words[3]))"
}
