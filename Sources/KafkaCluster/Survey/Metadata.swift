import DecommissionGate
import Quiescence

extension KafkaCluster {
    /// Metadata of both clients, agreed, with new clients where the present ones know a broker too many.
    ///
    /// Whoever asks while the answer is already waited for is given that one: the reader of a topic that is
    /// missing asks beside the survey, and a full list is the largest answer that there is.
    func readMetadata(until deadline: Deadline) async throws(Cause) -> AgreedLayout {
        if let metadataUnderWay { return try await metadataUnderWay.value.get() }
        let reading = Task { () async -> Result<AgreedLayout, Cause> in
            do throws(Cause) {
                return .success(try await readMetadataAlone(until: deadline))
            } catch {
                return .failure(error)
            }
        }
        metadataUnderWay = reading
        defer { metadataUnderWay = nil }
        return try await reading.value.get()
    }

    private func readMetadataAlone(until deadline: Deadline) async throws(Cause) -> AgreedLayout {
        var (clients, layout) = try await answeringClients(until: deadline)
        if !layout.isUnanimous { layout = try await agreedLayout(clients, until: deadline) }
        if self.clients?.knowsMore(than: layout) ?? false {
            clients = try await newClients(until: deadline)
            layout = try await agreedLayout(clients, until: deadline)
            if !layout.isUnanimous { layout = try await agreedLayout(clients, until: deadline) }
        }
        self.clients?.newest = (layout, .now)
        coordinators.note(layout.reference)
        return layout
    }

    /// The present clients with what they say, or new ones: a frozen broker captures the requests of a
    /// client that asked it last, while a new client finds another broker.
    private func answeringClients(until deadline: Deadline) async throws(Cause) -> (Clients, AgreedLayout) {
        let clients = try await usableClients(until: deadline)
        do throws(Cause) {
            return (clients, try await agreedLayout(clients, until: deadline))
        } catch {
            guard error.kind == .timedOut || error.kind == .unreachable, .now < deadline else { throw error }
            let first = error
            do throws(Cause) {
                let fresh = try await newClients(until: deadline)
                return (fresh, try await agreedLayout(fresh, until: deadline))
            } catch {
                // The first client had the time to learn why.
                throw first
            }
        }
    }

    /// The layout of the last survey if it is recent, else a new one; always of the cluster that was surveyed.
    func recentLayout(until deadline: Deadline) async throws(Cause) -> AgreedLayout {
        if let clients, !clients.worn, let (layout, at) = clients.newest,
            at.duration(to: .now) < limits.layoutAge
        {
            return try attributed(layout)
        }
        return try attributed(await readMetadata(until: deadline))
    }

    private func agreedLayout(_ clients: Clients, until deadline: Deadline) async throws(Cause)
        -> AgreedLayout
    {
        // One after the other: while the library takes in a list it needs several times its size.
        let one = try await layout(
            clients.uncommitted, sharing: clients.newest?.layout.reference, until: deadline
        )
        .get()
        let other = try await layout(clients.committed, sharing: one, until: deadline).get()
        self.clients?.brokersSeen.formUnion((one.brokers + other.brokers).map(\.id))
        return AgreedLayout(one, other)
    }

    func layout(_ handle: Handle, sharing other: Layout? = nil, until deadline: Deadline) async
        -> Result<Layout, Cause>
    {
        let budget = Budget(until: deadline, atMost: limits.callTimeout)
        let ask = { [lanes, requests] in
            await lanes.run(until: deadline) {
                Result { () throws(Cause) in try handle.readLayout(budget, requests, sharing: other) }
            }
        }
        let isShort = other.map { $0.partitionCount <= limits.partitionsInShortList } ?? false
        switch isShort ? await ask() : await listTurns.run(ask) {
        case .done(let result): return result
        case .late: return .failure(Cause(.timedOut, "metadata: no answer in time"))
        }
    }
}

/// Of two clusters that are surveyed at once only one sends a long list at a time, or one of unknown length: to take in
/// one of 50,000 partitions the library needs 15 MB.
let listTurns = Turns(patience: .milliseconds(300))
