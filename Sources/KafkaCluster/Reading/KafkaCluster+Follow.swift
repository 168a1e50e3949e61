public import DecommissionGate
public import Quiescence

/// Which log is followed.
struct FollowedLog: Hashable {
    let topic: TopicName
    let isolation: Isolation
}

extension KafkaCluster {
    public func follow(
        _ topic: TopicName, isolation: Isolation, until deadline: Deadline
    ) async -> FollowedTopic {
        let log = FollowedLog(topic: topic, isolation: isolation)
        let layout: [PartitionLayout]
        switch await partitions(of: topic, until: deadline) {
        case .known(let partitions): layout = partitions
        case .absent:
            cursors[log] = nil
            return FollowedTopic(records: [], restarted: false, state: .absent)
        case .unreadable(let cause):
            return FollowedTopic(records: [], restarted: false, state: .behind(cause))
        }
        return await follow(log, layout, until: deadline)
    }

    private func follow(
        _ log: FollowedLog, _ partitions: [PartitionLayout], until deadline: Deadline
    ) async -> FollowedTopic {
        let late = FollowedTopic(
            records: [], restarted: false,
            state: .behind(Cause(.timedOut, "topic \(log.topic) was not read in time")))
        guard let handle = clients?[log.isolation], let lane = readers[log.isolation] else { return late }
        let start = FollowReading(log.topic, from: cursors[log], limits)
        let cluster = surveyed
        let budget = Budget(until: deadline, atMost: .seconds(3600))
        let call = Budget(until: deadline, atMost: limits.callTimeout)
        let outcome = await lane.run(until: deadline) { [requests] in
            var reading = start
            let extents = handle.extents(of: log.topic, partitions, from: reading.next, call, requests)
            reading.read(extents, through: handle, budget, requests)
            return reading
        }
        switch outcome {
        case .late:
            wearOut()
            return late
        case .done(let reading):
            let stranger = Cause(.contradiction, "the cluster changed while \(log.topic) was read")
            if let cause = obstacle(in: handle.clusterID()) ?? (cluster == surveyed ? nil : stranger) {
                // None of it is taken, and the next call begins again.
                cursors[log] = nil
                return FollowedTopic(records: [], restarted: false, state: .behind(cause))
            }
            cursors[log] = reading.next
            // What stood in the way may be that the list of topics is out of date.
            if reading.obstacle != nil { clients?.newest = nil }
            return FollowedTopic(
                records: reading.records, restarted: reading.restarted, state: reading.state)
        }
    }

    /// The layout of a topic. That it is missing is believed only of a list that was asked for just
    /// now, by one who sees every topic.
    private func partitions(of topic: TopicName, until deadline: Deadline) async -> Reading<[PartitionLayout]>
    {
        do throws(Cause) {
            if let recent = try await recentLayout(until: deadline).topics[topic] { return recent }
            if let fresh = try attributed(await readMetadata(until: deadline)).topics[topic] { return fresh }
        } catch {
            return .unreadable(error)
        }
        guard limits.asksForRandomTopic else { return .absent }
        switch await readTopicSight(until: deadline) {
        case .known(.everything): return .absent
        case .known(.filtered), .absent:
            return .unreadable(
                Cause(
                    .notAuthorized,
                    "topic \(topic) is not listed, and the credentials do not see every topic",
                    remedy: "grant Describe on all topics"))
        case .unreadable(let cause): return .unreadable(cause)
        }
    }
}

extension Handle {
    /// Where each partition begins and ends for this client's isolation level. Blocks.
    ///
    /// An end below the offset read up to would mean another log; it is asked for twice before it is believed.
    func extents(
        of topic: TopicName, _ partitions: [PartitionLayout], from next: [Int32: Int64], _ budget: Budget,
        _ requests: RequestLedger
    ) -> [Int32: Reading<FollowReading.Extent>] {
        var extents: [Int32: Reading<FollowReading.Extent>] = [:]
        var byLeader: [BrokerID: [TopicPartition]] = [:]
        for (number, partition) in partitions.enumerated() {
            let number = Int32(number)
            switch partition.leader {
            case .known(let leader): byLeader[leader, default: []].append(TopicPartition(topic, number))
            case .absent:
                extents[number] = .unreadable(
                    Cause(.leaderless, "\(TopicPartition(topic, number)) has no leader"))
            case .unreadable(let cause): extents[number] = .unreadable(cause)
            }
        }
        for (leader, partitions) in byLeader {
            let talk = LeaderTalk(leader, budget, requests)
            var found = self.extents(of: partitions[...], talk)
            let wentBack = zip(partitions, found).contains { partition, extent in
                guard case .known(let extent) = extent else { return false }
                return extent.end < next[partition.partition] ?? 0
            }
            if wentBack { found = self.extents(of: partitions[...], talk) }
            for (partition, extent) in zip(partitions, found) { extents[partition.partition] = extent }
        }
        return extents
    }

    private func extents(
        of partitions: ArraySlice<TopicPartition>, _ leader: LeaderTalk
    ) -> [Reading<FollowReading.Extent>] {
        let starts = leader.ask(.start, self, partitions)
        let ends = leader.ask(.end, self, partitions)
        return zip(starts, ends).map { start, end in
            switch (start, end) {
            case (.known(let start), .known(let end)): .known(.init(start: start, end: end))
            case (.unreadable(let cause), _), (_, .unreadable(let cause)): .unreadable(cause)
            case (.absent, _), (_, .absent):
                .unreadable(Cause(.incomplete, "\(partitions.words): an answer without an offset"))
            }
        }
    }
}
