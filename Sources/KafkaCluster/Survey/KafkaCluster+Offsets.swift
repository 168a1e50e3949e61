public import DecommissionGate
public import Quiescence

extension KafkaCluster {
    public func readOffsets(of groups: Handover, until deadline: Deadline) async -> ClusterSurvey {
        let began = ContinuousClock.now
        var survey = groups.take()
        guard case .known(var topics) = survey.topics else { return survey }
        survey.topics = .absent  // keeps the dictionary unshared while it is filled in
        switch await clientsForOffsets(until: deadline) {
        case .success(let clients):
            await fill(&topics, clients, until: deadline)
            if let cause = obstacle(in: clients) {
                for topic in topics.keys { topics[topic]?.makeUnreadable(cause) }
            } else {
                await dropDeleted(&topics, until: deadline)
            }
        case .failure(let cause):
            for topic in topics.keys { topics[topic]?.makeUnreadable(cause) }
        }
        survey.topics = .known(topics)
        survey.requests = requests.all
        survey.duration += began.duration(to: .now)
        return survey
    }

    /// A topic that was deleted since it was listed is gone, as a new list shows; "unreadable" would shut the very
    /// gate under which it was deleted. One that the new list still has stays unreadable.
    private func dropDeleted(_ topics: inout [TopicName: Reading<TopicSurvey>], until deadline: Deadline)
        async
    {
        let missing = topics.filter { $0.value.isMissing }.keys
        guard !missing.isEmpty else { return }
        do throws(Cause) {
            let listed = try attributed(await readMetadata(until: deadline)).topics
            for topic in missing where listed[topic] == nil { topics[topic] = nil }
        } catch {
            // Without a new list nothing is taken for gone.
        }
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

    /// Keeps a few chunks of each leader under way at once, and puts each answer where it belongs as it comes.
    private func fill(
        _ topics: inout [TopicName: Reading<TopicSurvey>], _ clients: Clients, until deadline: Deadline
    ) async {
        var lines = topics.lines(chunk: limits.chunk)
        await withTaskGroup(of: ChunkAnswer.self) { group in
            for leader in lines.keys {
                let budget = Budget(until: deadline, atMost: limits.callTimeout)
                let pass = OffsetPass(clients: clients, leader: LeaderTalk(leader, budget, requests))
                for _ in 0..<limits.requestsPerLeader {
                    guard let chunk = lines[leader]?.next() else { break }
                    group.addTask { await self.read(chunk, pass, until: deadline) }
                }
            }
            for await answer in group {
                topics.set(answer.chunk, answer.offsets)
                guard let chunk = lines[answer.pass.leader.leader]?.next() else { continue }
                group.addTask { await self.read(chunk, answer.pass, until: deadline) }
            }
        }
    }

    /// The offsets of some partitions, and whom they were asked of.
    private struct ChunkAnswer: Sendable {
        let chunk: ArraySlice<TopicPartition>
        let pass: OffsetPass
        let offsets: [PartitionOffsets]
    }

    private nonisolated func read(
        _ chunk: ArraySlice<TopicPartition>, _ pass: OffsetPass, until deadline: Deadline
    ) async -> ChunkAnswer {
        switch await lanes.run(until: deadline, { pass.offsets(of: chunk) }) {
        case .done(let offsets):
            if pass.leader.wasSilent { await wearOut() }
            return ChunkAnswer(chunk: chunk, pass: pass, offsets: offsets)
        case .late:
            await wearOut()
            let cause = Cause(
                .timedOut, "offsets of \(chunk.words): broker \(pass.leader.leader) did not answer in time")
            return ChunkAnswer(
                chunk: chunk, pass: pass, offsets: chunk.map { _ in PartitionOffsets(unreadable: cause) })
        }
    }
}

extension [TopicName: Reading<TopicSurvey>] {
    /// For each leader its partitions; in the order of topics, so that chunks hold few topics.
    fileprivate func lines(chunk: Int) -> [BrokerID: LeaderLine] {
        var lines: [BrokerID: LeaderLine] = [:]
        for (name, topic) in self {
            guard case .known(let topic) = topic else { continue }
            for (number, partition) in topic.partitions.enumerated() {
                guard case .known(let leader) = partition.leader else { continue }
                lines[leader, default: LeaderLine(chunk: chunk)].add(name, Int32(number))
            }
        }
        return lines
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

extension Reading<TopicSurvey> {
    /// Whether a broker that leads a partition knows no such topic.
    fileprivate var isMissing: Bool {
        guard case .known(let topic) = self else { return false }
        return topic.partitions.contains { partition in
            guard case .unreadable(let cause) = partition.end else { return false }
            return cause.kind == .missing
        }
    }
}

extension PartitionSurvey {
    fileprivate mutating func take(_ offsets: PartitionOffsets) {
        start = offsets.start
        end = offsets.end
        stable = offsets.stable
    }
}

/// The partitions of one leader that are still to be asked for. There may be a hundred thousand, so they are
/// kept as two numbers each and made into partitions chunk by chunk.
private struct LeaderLine {
    private let chunk: Int
    private var names: [TopicName] = []
    private var places: [(name: Int32, number: Int32)] = []
    private var asked = 0

    init(chunk: Int) { self.chunk = max(chunk, 1) }

    mutating func add(_ topic: TopicName, _ number: Int32) {
        if names.last != topic { names.append(topic) }
        places.append((Int32(names.count - 1), number))
    }

    /// The next partitions; nil where none is left.
    mutating func next() -> ArraySlice<TopicPartition>? {
        let next = places[asked...].prefix(chunk)
        asked += next.count
        return next.isEmpty ? nil : next.map { TopicPartition(names[Int($0.name)], $0.number) }[...]
    }
}
