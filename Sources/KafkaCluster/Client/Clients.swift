import DecommissionGate
import Quiescence

/// The clients of one cluster, made together and given up together.
struct Clients: Sendable {
    let uncommitted: Handle
    let committed: Handle
    /// Asks for the commits of groups. Made when first needed: a client with a group id looks for
    /// its coordinator, and the first search on a new cluster creates `__consumer_offsets`.
    var forGroups: Handle?
    var surveys = 0
    /// A client never forgets a broker and goes on asking it; so one that is gone ends its clients.
    var brokersSeen: Set<BrokerID> = []
    /// A survey failed or a call was late: not to be used for the next survey.
    var worn = false
    /// What the metadata said last, and when.
    var newest: (layout: AgreedLayout, at: ContinuousClock.Instant)?

    subscript(isolation: Isolation) -> Handle {
        switch isolation {
        case .readUncommitted: uncommitted
        case .readCommitted: committed
        }
    }

    /// Whether they know a broker that is not in `layout`.
    func knowsMore(than layout: AgreedLayout) -> Bool {
        !brokersSeen.isSubset(of: layout.reference.brokers.map(\.id))
    }
}

extension KafkaCluster {
    /// The present clients, or new ones where there are none or the present ones are worn.
    func usableClients(until deadline: Deadline) async throws(Cause) -> Clients {
        if let clients, !clients.worn, clients.surveys < limits.surveysPerConnection { return clients }
        return try await newClients(until: deadline)
    }

    /// Gives up the present clients and makes new ones.
    func newClients(until deadline: Deadline) async throws(Cause) -> Clients {
        clients = nil
        let uncommitted = try await newHandle(.readUncommitted, until: deadline)
        let committed = try await newHandle(.readCommitted, until: deadline)
        let fresh = Clients(uncommitted: uncommitted, committed: committed)
        clients = fresh
        return fresh
    }

    /// A client that reads single records of topics that it knows, and fetches little at once. To be given up when
    /// that is done: the library keeps 2 KB for each partition of every topic that a client has read, until that
    /// client ends, and after a comparison of all records that would be more than all else that is held.
    func clientForSingleRecords(_ isolation: Isolation, until deadline: Deadline) async throws(Cause)
        -> Handle
    {
        let handle = try await newHandle(isolation, use: .singleRecords, until: deadline)
        _ = try await layout(handle, sharing: clients?.newest?.layout.reference, until: deadline).get()
        return handle
    }

    /// A new client; its making reads certificates and so happens on a lane.
    func newHandle(
        _ isolation: Isolation, groupID: String? = nil, use: ClientUse = .wholeCluster,
        until deadline: Deadline
    ) async throws(Cause) -> Handle {
        let outcome = await lanes.run(until: deadline) { [settings, connection, undertaker, names] in
            Result { () throws(Cause) in
                try Handle(
                    settings, isolation: isolation, groupID: groupID, use: use,
                    servers: connection.bootstrapServers, undertaker: undertaker, names: names)
            }
        }
        switch outcome {
        case .done(let handle): return try handle.get()
        case .late: throw Cause(.timedOut, "no client for \(connection.alias) could be made in time")
        }
    }

    /// The clients are not used for another survey.
    func wearOut() { clients?.worn = true }
}
