public import DecommissionGate
public import Quiescence

extension KafkaCluster {
    public func readOffsets(of survey: ClusterSurvey, until deadline: Deadline) async -> ClusterSurvey {
        let began = ContinuousClock.now
        var survey = survey
        guard case .known(var topics) = survey.topics else { return survey }
        survey.topics = .absent  // keeps the dictionary unshared while it is filled in
        switch await clientsForOffsets(until: deadline) {
        case .success(let clients):
            await fill(&topics, clients, until: deadline)
            if let cause = obstacle(in: clients) {
                for topic in topics.keys { topics[topic]?.makeUnreadable(cause) }
            }
        case .failure(let cause):
            for topic in topics.keys { topics[topic]?.makeUnreadable(cause) }
        }
        survey.topics = .known(topics)
        survey.requests = requests.all
        survey.duration += began.duration(to: .now)
        return survey
    }

    private func clientsForOffsets(until deadline: Deadline) async -> Result<Clients, Cause> {
        if let clients { return .success(clients) }
        do throws(Cause) {
            _ = try await readMetadata(until: deadline)
            return .success(try await usableClients(until: deadline))
        } catch {
            return .failure(error)
        }
    }

    private func fill(
        _ topics: inout [TopicName: Reading<TopicSurvey>], _ clients: Clients, until deadline: Deadline
    ) async {
        let byLeader = topics.partitionsByLeader()
        await withTaskGroup(of: [(ArraySlice<TopicPartition>, [PartitionOffsets])].self) { group in
            for (leader, partitions) in byLeader {
                let budget = Budget(until: deadline, atMost: limits.callTimeout)
                let pass = OffsetPass(clients: clients, leader: LeaderTalk(leader, budget, requests))
                group.addTask { await self.read(partitions, pass, until: deadline) }
            }
            for await answers in group {
                for (chunk, offsets) in answers { topics.set(chunk, offsets) }
            }
        }
    }

    /// Keeps a few chunks of one leader under way at once.
    private nonisolated func read(
        _ partitions: [TopicPartition], _ pass: OffsetPass, until deadline: Deadline
    ) async -> [(ArraySlice<TopicPartition>, [PartitionOffsets])] {
        var chunks = partitions.chunks(of: limits.chunk)[...]
        return await withTaskGroup(of: (ArraySlice<TopicPartition>, [PartitionOffsets]).self) { group in
            for chunk in chunks.prefix(limits.requestsPerLeader) {
                group.addTask { await self.read(chunk, pass, until: deadline) }
            }
            chunks = chunks.dropFirst(limits.requestsPerLeader)
            var answers: [(ArraySlice<TopicPartition>, [PartitionOffsets])] = []
            for await answer in group {
                answers.append(answer)
                if let chunk = chunks.popFirst() {
                    group.addTask { await self.read(chunk, pass, until: deadline) }
                }
            }
            return answers
        }
    }

    private nonisolated func read(
        _ chunk: ArraySlice<TopicPartition>, _ pass: OffsetPass, until deadline: Deadline
    ) async -> (ArraySlice<TopicPartition>, [PartitionOffsets]) {
        switch await lanes.run(until: deadline, { pass.offsets(of: chunk) }) {
        case .done(let offsets):
            if pass.leader.wasSilent { await wearOut() }
            return (chunk, offsets)
        case .late:
            await wearOut()
            let cause = Cause(
                .timedOut, "offsets of \(chunk.words): broker \(pass.leader.leader) did not answer in time")
            return (chunk, chunk.map { _ in PartitionOffsets(unreadable: cause) })
        }
    }
}

extension [TopicName: Reading<TopicSurvey>] {
    /// The partitions that have a leader to ask; in the order of topics, so that chunks hold few topics.
    fileprivate func partitionsByLeader() -> [BrokerID: [TopicPartition]] {
        var byLeader: [BrokerID: [TopicPartition]] = [:]
        for (name, topic) in self {
            guard case .known(let topic) = topic else { continue }
            for (number, partition) in topic.partitions.enumerated() {
                guard case .known(let leader) = partition.leader else { continue }
                byLeader[leader, default: []].append(TopicPartition(name, Int32(number)))
            }
        }
        return byLeader
    }

    fileprivate mutating func set(_ chunk: ArraySlice<TopicPartition>, _ offsets: [PartitionOffsets]) {
        var next = 0
        while next < chunk.count {
            let name = chunk[chunk.startIndex + next].topic
            guard case .known(var topic) = self[name] else { return }
            // Held here alone, so that it is changed in place.
            self[name] = .absent
            while next < chunk.count, chunk[chunk.startIndex + next].topic == name {
                topic.partitions[Int(chunk[chunk.startIndex + next].partition)].take(offsets[next])
                next += 1
            }
            self[name] = .known(topic)
        }
    }
}

extension Reading<TopicSurvey> {
    /// Marks the offsets that could have been asked for as unreadable.
    fileprivate mutating func makeUnreadable(_ cause: Cause) {
        guard case .known(var topic) = self else { return }
        for number in topic.partitions.indices where topic.partitions[number].leader.isKnown {
            topic.partitions[number].take(PartitionOffsets(unreadable: cause))
        }
        self = .known(topic)
    }
}

extension PartitionSurvey {
    fileprivate mutating func take(_ offsets: PartitionOffsets) {
        start = offsets.start
        end = offsets.end
        stable = offsets.stable
    }
}

extension Array {
    fileprivate func chunks(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: Swift.max(size, 1)).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
