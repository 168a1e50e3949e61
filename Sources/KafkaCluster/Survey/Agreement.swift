import DecommissionGate
import Quiescence

/// What the brokers said one by one, and the layout that they were compared with.
struct CheckedAgreement: Sendable {
    let reading: Reading<BrokerAgreement>
    let layout: Layout
}

extension KafkaCluster {
    /// Asks every broker alone, through a client that knows no other address: a cut-off old leader
    /// goes on answering old offsets without an error, and only the other brokers' words betray it.
    func readAgreement(_ layout: AgreedLayout, until deadline: Deadline) async -> CheckedAgreement {
        let first = layout.reference
        guard case .known(let brokers) = layout.brokers else {
            return CheckedAgreement(reading: layout.brokers.map { .unanimous($0.count) }, layout: first)
        }
        guard !brokers.isEmpty else {
            let nobody = Cause(.incomplete, "the metadata name no broker")
            return CheckedAgreement(reading: .unreadable(nobody), layout: first)
        }
        let words = await dissent(among: brokers, from: first, until: deadline)
        guard case .known(let sentences) = words, !sentences.isEmpty else {
            return CheckedAgreement(reading: words.map { _ in .unanimous(brokers.count) }, layout: first)
        }
        // Leaders move and topics come while they are asked; only what stays is a division.
        switch await freshLayout(until: deadline) {
        case .failure(let cause): return CheckedAgreement(reading: .unreadable(cause), layout: first)
        case .success(let fresh):
            let words = await dissent(among: brokers, from: fresh, until: deadline)
            let agreement = words.map { $0.isEmpty ? .unanimous(brokers.count) : BrokerAgreement.divided($0) }
            return CheckedAgreement(reading: agreement, layout: fresh)
        }
    }

    private func freshLayout(until deadline: Deadline) async -> Result<Layout, Cause> {
        guard let clients else {
            return .failure(Cause(.notAsked, "the connections were given up meanwhile"))
        }
        return await self.layout(clients.uncommitted, until: deadline)
    }

    /// What brokers say otherwise than `reference`; unreadable where one does not answer.
    private func dissent(
        among brokers: [Broker], from reference: Layout, until deadline: Deadline
    ) async -> Reading<[String]> {
        var waiting = brokers[...]
        return await withTaskGroup(of: Reading<[String]>.self) { group in
            for broker in waiting.prefix(limits.brokersAtOnce) {
                group.addTask { await self.dissent(of: broker, from: reference, until: deadline) }
            }
            waiting = waiting.dropFirst(limits.brokersAtOnce)
            var all: Reading<[String]> = .known([])
            for await answer in group {
                all = all.joined(with: answer)
                guard let broker = waiting.popFirst() else { continue }
                group.addTask { await self.dissent(of: broker, from: reference, until: deadline) }
            }
            return all.map { $0.sorted() }
        }
    }

    private nonisolated func dissent(
        of broker: Broker, from reference: Layout, until deadline: Deadline
    ) async -> Reading<[String]> {
        let budget = Budget(until: deadline, atMost: limits.callTimeout)
        let outcome = await lanes.run(until: deadline) { [settings, undertaker, requests] in
            Result { () throws(Cause) in
                let handle = try Handle(
                    settings, isolation: .readUncommitted, servers: [broker.address], undertaker: undertaker)
                return try handle.readLayout(budget, requests).dissent(of: broker, from: reference)
            }
        }
        switch outcome {
        case .done(.success(let sentences)): return sentences
        case .done(.failure(let cause)):
            return .unreadable(Cause(cause.kind, "broker \(broker.id), asked alone: \(cause.detail)"))
        case .late:
            return .unreadable(Cause(.timedOut, "broker \(broker.id), asked alone: no answer in time"))
        }
    }
}

extension Layout {
    /// Sentences on what `broker`, whose answer this is, says otherwise than `reference`.
    func dissent(of broker: Broker, from reference: Layout) -> Reading<[String]> {
        if let answeredBy, answeredBy != broker.id {
            return .unreadable(
                Cause(
                    .contradiction,
                    "broker \(broker.id), asked alone at \(broker.address):"
                        + " broker \(answeredBy) answered"))
        }
        guard case .known(let id) = clusterID, case .known(let referenceID) = reference.clusterID else {
            return .unreadable(Cause(.incomplete, "broker \(broker.id), asked alone: no cluster id"))
        }
        var sentences: [String] = []
        if id != referenceID {
            sentences.append("broker \(broker.id) names the cluster id \(id), not \(referenceID)")
        }
        if brokers != reference.brokers {
            sentences.append(
                "broker \(broker.id) names the brokers \(brokers.words), not \(reference.brokers.words)")
        }
        return .known(sentences + topicDissent(of: broker, from: reference))
    }

    private func topicDissent(of broker: Broker, from reference: Layout) -> [String] {
        var sentences: [String] = []
        for (name, topic) in reference.topics {
            switch (topics[name], topic) {
            case (nil, _): sentences.append("broker \(broker.id) does not list the topic \(name)")
            case (.known(let theirs)?, .known(let ours)):
                if theirs.map(\.leader) == ours.map(\.leader) { continue }
                sentences.append("broker \(broker.id) names other leaders of \(name)")
            case (_?, _):
                // A topic that no one can describe is unreadable by itself.
                continue
            }
        }
        let unlisted = topics.keys.filter { reference.topics[$0] == nil }
        sentences += unlisted.map { "broker \(broker.id) lists the topic \($0), which others do not" }
        guard sentences.count > 3 else { return sentences.sorted() }
        return sentences.sorted().prefix(3) + [
            "broker \(broker.id): \(sentences.count - 3) more topics differ"
        ]
    }
}

extension Reading<[String]> {
    /// Both together; one that is unreadable makes the whole so, unless the other already names a division.
    fileprivate func joined(with other: Self) -> Self {
        switch (self, other) {
        case (.known(let left), .known(let right)): .known(left + right)
        case (.known(let sentences), .unreadable), (.unreadable, .known(let sentences)):
            sentences.isEmpty ? (isKnown ? other : self) : .known(sentences)
        case (.unreadable, .unreadable), (.absent, _), (_, .absent): self
        }
    }
}
