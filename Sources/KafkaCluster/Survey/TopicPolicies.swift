internal import CRDKafka
import DecommissionGate
import Quiescence

extension Handle {
    /// Whether each topic's `cleanup.policy` compacts. Blocks.
    func compacts(_ topics: ArraySlice<TopicName>, _ budget: Budget, _ requests: RequestLedger)
        -> [TopicName: Reading<Bool>]
    {
        guard !topics.isEmpty else { return [:] }
        let policies: [String: Reading<String>]
        do throws(Cause) {
            policies = try cleanupPolicies(topics, budget, requests)
        } catch {
            return topics.reduce(into: [:]) { $0[$1] = .unreadable(error) }
        }
        return topics.reduce(into: [:]) { compacts, topic in
            let what = "cleanup.policy of \(topic)"
            switch policies[topic.rawValue] {
            case .known(let policy)?:
                compacts[topic] = .known(policy.split(separator: ",").contains("compact"))
            case .unreadable(let cause)?: compacts[topic] = .unreadable(cause)
            case .absent?, nil:
                compacts[topic] = .unreadable(Cause(.incomplete, "\(what): an answer without it"))
            }
        }
    }

    private func cleanupPolicies(
        _ topics: ArraySlice<TopicName>, _ budget: Budget, _ requests: RequestLedger
    ) throws(Cause) -> [String: Reading<String>] {
        let began = ContinuousClock.now
        let queue = Queue(self)
        let options = AdminOptions(
            self, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, milliseconds: budget.milliseconds)
        var asked = topics.map { topic in
            let resource = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.rawValue)
            rd_kafka_ConfigResource_set_config(resource, policySetting, "")
            return resource
        }
        rd_kafka_DescribeConfigs(client, &asked, asked.count, options.pointer, queue.pointer)
        rd_kafka_ConfigResource_destroy_array(&asked, asked.count)
        guard let event = Event(polledFrom: queue.pointer, milliseconds: budget.patience) else {
            requests.count(.describeConfigs, failed: true)
            throw Cause(.timedOut, "configuration of topics: no answer in time")
        }
        requests.count(.describeConfigs, failed: event.error != RD_KAFKA_RESP_ERR_NO_ERROR)
        guard event.error == RD_KAFKA_RESP_ERR_NO_ERROR,
            let result = rd_kafka_event_DescribeConfigs_result(event.pointer)
        else { throw cause(event.error, of: "configuration of topics", since: began) }
        var count = 0
        let resources = rd_kafka_DescribeConfigs_result_resources(result, &count)
        return UnsafeBufferPointer(start: resources, count: count).reduce(into: [:]) { policies, resource in
            guard let resource, let name = rd_kafka_ConfigResource_name(resource) else { return }
            policies[String(cString: name)] = policy(in: resource, String(cString: name), since: began)
        }
    }

    private func policy(
        in resource: OpaquePointer, _ topic: String, since began: ContinuousClock.Instant
    ) -> Reading<String> {
        let refusal = rd_kafka_ConfigResource_error(resource)
        guard refusal == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let cause = cause(refusal, of: "cleanup.policy of \(topic)", since: began)
            return .unreadable(
                Cause(cause.kind, cause.detail, remedy: "grant DescribeConfigs on the topic \(topic)"))
        }
        return setting(policySetting, of: resource)
    }
}

/// The value of one setting; absent where it is null or withheld.
func setting(_ name: String, of resource: OpaquePointer) -> Reading<String> {
    var count = 0
    let entries = rd_kafka_ConfigResource_configs(resource, &count)
    for entry in UnsafeBufferPointer(start: entries, count: count) {
        guard let entry, let found = rd_kafka_ConfigEntry_name(entry), String(cString: found) == name else {
            continue
        }
        return rd_kafka_ConfigEntry_value(entry).map { .known(String(cString: $0)) } ?? .absent
    }
    return .absent
}

/// Whether an answer names that setting, with or without its value.
func hasSetting(_ name: String, of resource: OpaquePointer) -> Bool {
    var count = 0
    let entries = rd_kafka_ConfigResource_configs(resource, &count)
    return UnsafeBufferPointer(start: entries, count: count).contains { entry in
        entry.flatMap(rd_kafka_ConfigEntry_name).map { String(cString: $0) } == name
    }
}

private let policySetting = "cleanup.policy"
