import DecommissionGate
import Quiescence

/// A client that reads single records, and fetches little at once.
///
/// The library keeps 2 KB for each partition of every topic that a client has read, until that client ends: after
/// a comparison of all records that would be more than all else that is held. So it is given up in time.
struct SingleRecordClient: Sendable {
    let handle: Handle
    /// When it was told last who leads which partition.
    var layoutRead: ContinuousClock.Instant
    /// What it has read of.
    private var topics: Set<TopicName> = []
    /// How many partitions those have.
    private var partitions = 0

    init(_ handle: Handle) {
        self.handle = handle
        layoutRead = .now
    }

    /// Takes note of what is going to be read.
    mutating func note(_ ranges: [DigestRange], _ layout: AgreedLayout) {
        for range in ranges where topics.insert(range.partition.topic).inserted {
            partitions += layout.partitionCount(of: range.partition.topic)
        }
    }

    /// Whether it holds too much to be kept. One topic alone is read again and again until it is compared.
    func isFull(_ limits: Limits) -> Bool { topics.count > 1 && partitions > limits.partitionsHeld }
}

extension AgreedLayout {
    fileprivate func partitionCount(of topic: TopicName) -> Int {
        guard case .known(let partitions)? = topics[topic] else { return 0 }
        return partitions.count
    }
}

extension KafkaCluster {
    /// The client for single records, which knows the topics. Kept, for a new one needs a second until its brokers
    /// answer.
    func clientForSingleRecords(_ isolation: Isolation, until deadline: Deadline) async throws(Cause)
        -> SingleRecordClient
    {
        let known = clients?.forSingleRecords[isolation]
        if let known, known.layoutRead + limits.layoutAge > .now { return known }
        var client: SingleRecordClient
        if let known {
            client = known
        } else {
            client = SingleRecordClient(try await newHandle(isolation, isFrugal: true, until: deadline))
        }
        let newest = clients?.newest?.layout.reference
        _ = try await layout(client.handle, sharing: newest, until: deadline).get()
        client.layoutRead = .now
        clients?.forSingleRecords[isolation] = client
        return client
    }
}
