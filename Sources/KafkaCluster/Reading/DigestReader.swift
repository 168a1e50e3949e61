public import DecommissionGate
public import Quiescence
import Synchronization

/// Reads a cluster's records as digests, through clients of its own that have no part in surveys.
public final class DigestReader: DigestSource {
    private let reader: Handle
    /// Sees the high watermark; the same as `reader` where that reads uncommitted records.
    private let ends: Handle
    private let alias: ClusterAlias
    private let limits: Limits
    private let requests: RequestLedger
    private let newest = Mutex<LeaderLayout?>(nil)

    /// How long a broker may be silent while a partition is read: restarts of brokers take that long.
    private static let patience = Duration.seconds(30)
    /// Topics in one request for their configuration.
    private static let topicsAtOnce = 200

    init(reader: Handle, ends: Handle, alias: ClusterAlias, _ limits: Limits, _ requests: RequestLedger) {
        self.reader = reader
        self.ends = ends
        self.alias = alias
        self.limits = limits
        self.requests = requests
    }

    /// Also refreshes what both clients know of the leaders.
    public func layout() throws(Cause) -> LeaderLayout {
        let layout = AgreedLayout(
            try ends.readLayout(budget, requests), try reader.readLayout(budget, requests))
        guard case .known(let cluster) = layout.identity else {
            throw Cause(.contradiction, "cluster id of \(alias): \(layout.identity.words)")
        }
        let found = LeaderLayout(
            cluster: cluster, leaders: layout.topics.mapValues { $0.map { $0.map(\.leader) } })
        try newest.withLock { newest throws(Cause) in
            if let newest, newest.cluster != cluster { throw changed(from: newest.cluster, to: cluster) }
            newest = found
        }
        return found
    }

    public func extent(of partition: TopicPartition) throws(Cause) -> LogExtent {
        let talk = LeaderTalk(try leader(of: partition), budget, requests)
        let start = try value(talk.ask(.start, ends, [partition]))
        let end = try value(talk.ask(.end, ends, [partition]))
        // Read after the end: what is below it then is an open transaction, and not one that began in between.
        let stable = ends === reader ? end : try value(talk.ask(.end, reader, [partition]))
        try checkCluster()
        return LogExtent(start: start, end: end, stable: min(stable, end))
    }

    public func open(_ partition: TopicPartition, _ extent: LogExtent, _ digests: DigestChoice) throws(Cause)
        -> any RecordStream
    {
        requests.count(.fetch, failed: false)
        return try DigestStream(reader, partition, extent, digests, patience: Self.patience)
    }

    /// Whether each topic's `cleanup.policy` compacts. Blocks.
    public func compacts(_ topics: [TopicName]) -> [TopicName: Reading<Bool>] {
        var compacts: [TopicName: Reading<Bool>] = [:]
        var rest = topics[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.topicsAtOnce)
            rest = rest.dropFirst(some.count)
            compacts.merge(ends.compacts(some, budget, requests)) { first, _ in first }
        }
        return compacts
    }

    private var budget: Budget { Budget(until: .now + limits.callTimeout * 3, atMost: limits.callTimeout) }

    private func leader(of partition: TopicPartition) throws(Cause) -> BrokerID {
        let layout = newest.withLock(\.self)
        switch layout?.leader(of: partition) {
        case .known(let leader)?: return leader
        case .unreadable(let cause)?: throw cause
        case .absent?: throw Cause(.leaderless, "\(partition) has no leader")
        case nil: throw Cause(.notAsked, "\(partition): the list of topics was not asked for yet")
        }
    }

    private func value(_ answer: [Reading<Int64>]) throws(Cause) -> Int64 {
        switch answer.first {
        case .known(let value)?: return value
        case .unreadable(let cause)?: throw cause
        case .absent?, nil: throw Cause(.incomplete, "an answer without an offset")
        }
    }

    /// The clients' own word, which a change of address changes.
    private func checkCluster() throws(Cause) {
        guard let expected = newest.withLock(\.self)?.cluster else { return }
        for handle in [reader, ends] {
            if case .known(let id) = handle.clusterID(), id != expected {
                throw changed(from: expected, to: id)
            }
        }
    }

    private func changed(from one: ClusterID, to other: ClusterID) -> Cause {
        Cause(
            .contradiction, "\(alias) answers as cluster \(other), and as \(one) before",
            remedy: "see where its bootstrap servers lead: all of them must lead to one cluster")
    }
}

extension KafkaCluster {
    /// A reader of digests; connects to nothing yet.
    public func digestReader(_ isolation: Isolation, until deadline: Deadline) async throws(Cause)
        -> DigestReader
    {
        let reader = try await newHandle(isolation, until: deadline)
        let ends =
            isolation == .readUncommitted ? reader : try await newHandle(.readUncommitted, until: deadline)
        return DigestReader(
            reader: reader, ends: ends, alias: connection.alias, limits, requests)
    }
}
