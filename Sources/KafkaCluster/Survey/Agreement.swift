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
    ///
    /// The one that gave the reference is not asked again: that is its word.
    /// Only those that gave a short answer have their turn to send a full list: a silent one keeps nobody else's
    /// list waiting.
    private func dissent(
        among brokers: [Broker], from reference: Layout, until deadline: Deadline
    ) async -> Reading<[String]> {
        await withTaskGroup(of: Step.self) { group in
            var strangers = brokers.filter { $0.id != reference.answeredBy }[...]
            for broker in strangers.prefix(limits.brokersAtOnce) {
                group.addTask { await self.connect(to: broker, until: deadline) }
            }
            strangers = strangers.dropFirst(limits.brokersAtOnce)
            var all: Reading<[String]> = .known([])
            var waiting: [(Broker, Handle)] = []
            var lists = 0
            for await step in group {
                switch step {
                case .connected(let broker, let handle): waiting.append((broker, handle))
                case .ended(let words, let wasList):
                    all = all.joined(with: words)
                    if wasList { lists -= 1 }
                    if let next = strangers.popFirst() {
                        group.addTask { await self.connect(to: next, until: deadline) }
                    }
                }
                guard lists < limits.listsAtOnce, let (broker, handle) = waiting.popLast() else { continue }
                lists += 1
                group.addTask {
                    let words = await self.dissent(of: broker, handle, from: reference, until: deadline)
                    return .ended(words, wasList: true)
                }
            }
            return all.map { $0.sorted() }
        }
    }

    /// How far the conversation with one broker came.
    private enum Step: Sendable {
        case connected(Broker, Handle)
        case ended(Reading<[String]>, wasList: Bool)
    }

    /// A client of `broker` alone that has had a first, short answer.
    private nonisolated func connect(to broker: Broker, until deadline: Deadline) async -> Step {
        let budget = Budget(until: deadline, atMost: limits.callTimeout)
        let outcome = await lanes.run(until: deadline) { [settings, undertaker, names] in
            Result { () throws(Cause) in
                let handle = try Handle(
                    settings, isolation: .readUncommitted, use: .oneBroker, servers: [broker.address],
                    undertaker: undertaker, names: names)
                try handle.awaitAnswer(budget)
                return handle
            }
        }
        switch outcome {
        case .done(.success(let handle)): return .connected(broker, handle)
        case .done(.failure(let cause)): return .ended(.unreadable(cause.of(broker)), wasList: false)
        case .late: return .ended(.unreadable(.late(broker)), wasList: false)
        }
    }

    private nonisolated func dissent(
        of broker: Broker, _ handle: Handle, from reference: Layout, until deadline: Deadline
    ) async -> Reading<[String]> {
        let budget = Budget(until: deadline, atMost: limits.callTimeout)
        let outcome = await listTurns.run {
            await lanes.run(until: deadline) { [requests] in
                Result { () throws(Cause) in
                    try handle.readLayout(budget, requests, sharing: reference)
                        .dissent(of: broker, from: reference)
                }
            }
        }
        switch outcome {
        case .done(.success(let sentences)): return sentences
        case .done(.failure(let cause)): return .unreadable(cause.of(broker))
        case .late: return .unreadable(.late(broker))
        }
    }
}

extension Cause {
    fileprivate func of(_ broker: Broker) -> Cause {
        Cause(kind, "broker \(broker.id), asked alone: \(detail)")
    }

    fileprivate static func late(_ broker: Broker) -> Cause {
        Cause(.timedOut, "no answer in time").of(broker)
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
