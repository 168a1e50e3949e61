import CRDKafka
import Quiescence
import Testing

/// A rule of Kafka's authorizer.
struct AccessRule {
    var resource = RD_KAFKA_RESOURCE_TOPIC
    var name = "*"
    var operation = RD_KAFKA_ACL_OPERATION_DESCRIBE
    var permission = RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW

    /// Creates the rules for a user; blocks.
    static func create(_ rules: [AccessRule], for user: String, on bootstrap: String) throws {
        let configuration = try #require(rd_kafka_conf_new())
        rd_kafka_conf_set(configuration, "bootstrap.servers", bootstrap, nil, 0)
        let client = try #require(rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0))
        defer { rd_kafka_destroy(client) }
        let queue = try #require(rd_kafka_queue_new(client))
        defer { rd_kafka_queue_destroy(queue) }
        var bindings = rules.map { rule in
            rd_kafka_AclBinding_new(
                rule.resource, rule.name, RD_KAFKA_RESOURCE_PATTERN_LITERAL, "User:\(user)", "*",
                rule.operation, rule.permission, nil, 0)
        }
        rd_kafka_CreateAcls(client, &bindings, bindings.count, nil, queue)
        rd_kafka_AclBinding_destroy_array(&bindings, bindings.count)
        let event = try #require(rd_kafka_queue_poll(queue, 30_000))
        defer { rd_kafka_event_destroy(event) }
        #expect(rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR_NO_ERROR)
        var count = 0
        let results = rd_kafka_CreateAcls_result_acls(rd_kafka_event_CreateAcls_result(event), &count)
        for index in 0..<count {
            let error = rd_kafka_acl_result_error(results?[index])
            #expect(error == nil, "\(error.map { String(cString: rd_kafka_error_string($0)) } ?? "")")
        }
    }
}
