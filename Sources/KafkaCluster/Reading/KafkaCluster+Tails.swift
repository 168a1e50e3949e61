public import DecommissionGate
public import Quiescence

extension KafkaCluster {
    public func readTails(
        _ questions: [TailQuestion], until deadline: Deadline
    ) async -> [TailQuestion: Reading<TailAnswer>] {
        var answers: [TailQuestion: Reading<TailAnswer>] = [:]
        let layout: AgreedLayout
        do throws(Cause) {
            layout = try await recentLayout(until: deadline)
        } catch {
            return questions.reduce(into: [:]) { $0[$1] = .unreadable(error) }
        }
        var toRead: [Isolation: [TailQuestion]] = [:]
        var partitions: Set<TopicPartition> = []
        for question in questions {
            if question.from >= question.end.value {
                answers[question] = .known(.empty)
            } else if let cause = layout.obstacle(to: question.partition) {
                answers[question] = .unreadable(cause)
            } else if !partitions.contains(question.partition), partitions.count >= limits.tailPartitions {
                answers[question] = .unreadable(
                    Cause(
                        .bounded,
                        "tail of \(question.partition): \(limits.tailPartitions) others were read first"))
            } else {
                partitions.insert(question.partition)
                toRead[question.isolation, default: []].append(question)
            }
        }
        await withTaskGroup(of: [TailQuestion: Reading<TailAnswer>].self) { group in
            for (isolation, questions) in toRead {
                group.addTask { await self.read(questions, isolation, until: deadline) }
            }
            for await some in group { answers.merge(some) { first, _ in first } }
        }
        return answers
    }

    private func read(
        _ questions: [TailQuestion], _ isolation: Isolation, until deadline: Deadline
    ) async -> [TailQuestion: Reading<TailAnswer>] {
        let late = Cause(.timedOut, "the tails were not read in time")
        guard let handle = clients?[isolation], let lane = readers[isolation] else {
            return questions.reduce(into: [:]) { $0[$1] = .unreadable(late) }
        }
        let budget = Budget(until: deadline, atMost: limits.tailTime)
        let outcome = await lane.run(until: deadline) { [limits, requests] in
            var reading = TailReading(questions, limits)
            reading.read(through: handle, budget, requests)
            return reading.answers
        }
        switch outcome {
        case .done(let answers):
            guard let cause = obstacle(in: handle.clusterID()) else { return answers }
            return questions.reduce(into: [:]) { $0[$1] = .unreadable(cause) }
        case .late:
            wearOut()
            return questions.reduce(into: [:]) { $0[$1] = .unreadable(late) }
        }
    }
}

extension AgreedLayout {
    /// Why a partition cannot be read now.
    func obstacle(to partition: TopicPartition) -> Cause? {
        switch topics[partition.topic] {
        case nil, .absent: return Cause(.missing, "\(partition): the cluster lists no such topic")
        case .unreadable(let cause): return cause
        case .known(let partitions):
            guard partitions.indices.contains(Int(partition.partition)) else {
                return Cause(
                    .missing, "\(partition): the topic has \(counted(partitions.count, "partition"))")
            }
            switch partitions[Int(partition.partition)].leader {
            case .known: return nil
            case .absent: return Cause(.leaderless, "\(partition) has no leader")
            case .unreadable(let cause): return cause
            }
        }
    }
}
