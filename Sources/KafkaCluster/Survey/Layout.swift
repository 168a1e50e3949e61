internal import CRDKafka
import DecommissionGate
import Quiescence

/// What one broker's metadata says of its cluster.
struct Layout: Sendable {
    /// The id of the broker that answered; nil while its connection knows it by address alone.
    let answeredBy: BrokerID?
    let clusterID: Reading<ClusterID>
    /// In the order of their ids.
    let brokers: [Broker]
    let topics: [TopicName: Reading<[PartitionLayout]>]

    /// Of the topics that could be described.
    var partitionCount: Int {
        topics.values.reduce(0) { count, topic in
            if case .known(let partitions) = topic { count + partitions.count } else { count }
        }
    }
}

/// Where a partition lives.
struct PartitionLayout: Sendable {
    /// Absent: it has no leader now.
    let leader: Reading<BrokerID>
    let replication: Replication
}

extension PartitionLayout: Hashable {
    func hash(into hasher: inout Hasher) {
        // Whatever is not known is rare.
        if case .known(let leader) = leader { hasher.combine(leader) }
        hasher.combine(replication)
    }
}

extension Handle {
    /// Asks for the full list of topics, never for one by its name, which could bring it back.
    ///
    /// - Parameter other: Shares with the answer what both say alike of a topic, nearly always all.
    func readLayout(_ budget: Budget, _ requests: RequestLedger, sharing other: Layout? = nil) throws(Cause)
        -> Layout
    {
        let began = ContinuousClock.now
        var answer: UnsafePointer<rd_kafka_metadata>?
        let error = rd_kafka_metadata(client, 1, nil, &answer, budget.milliseconds)
        requests.count(.metadata, failed: error != RD_KAFKA_RESP_ERR_NO_ERROR)
        guard error == RD_KAFKA_RESP_ERR_NO_ERROR, let answer else {
            throw cause(error, of: "metadata", since: began)
        }
        defer { rd_kafka_metadata_destroy(answer) }
        let metadata = answer.pointee
        return Layout(
            answeredBy: metadata.orig_broker_id >= 0 ? BrokerID(rawValue: metadata.orig_broker_id) : nil,
            clusterID: clusterID(), brokers: try brokers(in: metadata),
            topics: topics(in: metadata, names, sharing: other?.topics ?? [:]))
    }

    /// Waits for the list of brokers, which a client asks for by itself as soon as it is connected.
    func awaitAnswer(_ budget: Budget) throws(Cause) {
        let began = ContinuousClock.now
        guard clusterID(budget).isKnown else {
            throw cause(RD_KAFKA_RESP_ERR__TIMED_OUT, of: "metadata", since: began)
        }
    }

    /// What the last metadata said; nothing is sent. Waits for the first metadata, if there is a budget.
    func clusterID(_ budget: Budget? = nil) -> Reading<ClusterID> {
        guard let id = rd_kafka_clusterid(client, budget?.milliseconds ?? 0) else {
            return .unreadable(Cause(.incomplete, "the metadata of the cluster name no cluster id"))
        }
        defer { rd_kafka_mem_free(client, id) }
        return .known(ClusterID(rawValue: String(cString: id)))
    }
}

private func brokers(in metadata: rd_kafka_metadata) throws(Cause) -> [Broker] {
    var brokers: [Broker] = []
    for broker in UnsafeBufferPointer(start: metadata.brokers, count: Int(metadata.broker_cnt)) {
        let host = broker.host.map { String(cString: $0) } ?? ""
        guard let port = UInt16(exactly: broker.port), port > 0, !host.isEmpty else {
            throw Cause(.malformed, "broker \(broker.id) advertises the address \(host):\(broker.port)")
        }
        brokers.append(
            Broker(id: BrokerID(rawValue: broker.id), address: ServerAddress(host: host, port: port)))
    }
    return brokers.sorted { $0.id < $1.id }
}

private func topics(
    in metadata: rd_kafka_metadata, _ names: KnownNames,
    sharing others: [TopicName: Reading<[PartitionLayout]>]
) -> [TopicName: Reading<[PartitionLayout]>] {
    var topics: [TopicName: Reading<[PartitionLayout]>] = [:]
    topics.reserveCapacity(Int(metadata.topic_cnt))
    // Brokers lead in turns, so that many topics of a cluster look alike.
    var shapes: Set<[PartitionLayout]> = []
    for topic in UnsafeBufferPointer(start: metadata.topics, count: Int(metadata.topic_cnt)) {
        guard let bytes = topic.topic else { continue }
        let name = names.topic(String(cString: bytes))
        let partitions = partitions(of: topic, name)
        if let other = others[name], other == partitions {
            topics[name] = other
        } else {
            topics[name] = partitions.map { shapes.insert($0).memberAfterInsert }
        }
    }
    return topics
}

private func partitions(of topic: rd_kafka_metadata_topic, _ name: TopicName) -> Reading<[PartitionLayout]> {
    guard topic.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
        return .unreadable(Cause(topic.err.kind, "metadata of topic \(name): \(errorWords(topic.err))"))
    }
    let count = Int(topic.partition_cnt)
    // Kafka has no such topic: whoever lists one has not told all of it yet.
    guard count > 0 else {
        return .unreadable(Cause(.incomplete, "metadata of topic \(name): it names no partition"))
    }
    var inOrder = [PartitionLayout?](repeating: nil, count: count)
    for partition in UnsafeBufferPointer(start: topic.partitions, count: count) {
        guard inOrder.indices.contains(Int(partition.id)), inOrder[Int(partition.id)] == nil else {
            return .unreadable(
                Cause(
                    .contradiction,
                    "metadata of topic \(name): partition \(partition.id) among \(counted(count, "partition"))"
                ))
        }
        inOrder[Int(partition.id)] = PartitionLayout(
            leader: leader(of: partition, name), replication: replication(of: partition))
    }
    // At once: growing it one by one leaves room that nothing ever fills.
    var partitions: [PartitionLayout] = []
    partitions.reserveCapacity(count)
    partitions += inOrder.lazy.compactMap(\.self)
    return .known(partitions)
}

private func replication(of partition: rd_kafka_metadata_partition) -> Replication {
    let inSync = UnsafeBufferPointer(start: partition.isrs, count: Int(partition.isr_cnt))
    let lagging = UnsafeBufferPointer(start: partition.replicas, count: Int(partition.replica_cnt))
        .lazy.filter { !inSync.contains($0) }
    return Replication(
        replicas: partition.replica_cnt, lagging: lagging.map(BrokerID.init(rawValue:)).sorted())
}

private func leader(of partition: rd_kafka_metadata_partition, _ topic: TopicName) -> Reading<BrokerID> {
    switch partition.err {
    case RD_KAFKA_RESP_ERR_NO_ERROR, RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE,
        RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
        partition.leader >= 0 ? .known(BrokerID(rawValue: partition.leader)) : .absent
    default:
        .unreadable(
            Cause(partition.err.kind, "leader of \(topic)-\(partition.id): \(errorWords(partition.err))"))
    }
}
