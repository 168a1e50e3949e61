import CRDKafka
import DecommissionGate
import KafkaCluster
import MockKafka
import Quiescence
import Testing

/// One after the other: each runs some twenty threads of the library, and together they would starve.
@Suite(.serialized) enum MockClusterTests {}

/// Time enough on a machine that is busy with other tests.
var soon: Deadline { .now + .seconds(60) }

extension MockCluster {
    /// A reader of this cluster that does not ask for random topics, which the mock would create.
    func reader(alias: ClusterAlias = "MOCK", _ adjust: (inout Limits) -> Void = { _ in }) throws
        -> KafkaCluster
    {
        var limits = Limits.mock
        limits.callTimeout = .seconds(10)
        adjust(&limits)
        return try KafkaCluster(
            ClusterConnection(alias: alias, bootstrapServers: bootstrapServers), limits: limits)
    }

    /// Writes records one by one, so that each is a batch of its own, and waits for them.
    func produce(_ values: [String], to topic: TopicName, _ partition: Int32 = 0) async throws {
        try await append(values.map { MockRecord(key: "key", $0) }, to: topic, partition)
    }

    /// The next requests of this kind fail, one for each error.
    func fail(_ request: Request, with errors: [rd_kafka_resp_err_t]) {
        fail(request, with: errors.map(\.rawValue))
    }
}

extension KafkaCluster {
    /// A whole survey.
    func survey(within limit: Duration = .seconds(60)) async -> ClusterSurvey {
        let deadline = ContinuousClock.now + limit
        return await readOffsets(of: readGroups(until: deadline), until: deadline)
    }
}

extension ClusterSurvey {
    func partitions(_ topic: TopicName) throws -> [PartitionSurvey] {
        guard case .known(let topics) = topics, case .known(let topic) = topics[topic] else {
            throw Unread(what: "\(topic) in \(topics)")
        }
        return topic.partitions
    }
}

struct Unread: Error { let what: String }

extension Reading {
    /// The cause, where there is one.
    var cause: Cause? {
        if case .unreadable(let cause) = self { cause } else { nil }
    }

    var value: Value? {
        if case .known(let value) = self { value } else { nil }
    }
}
