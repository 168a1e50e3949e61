import DecommissionGate
import Quiescence

extension KafkaCluster {
    /// Whether groups of any name are seen.
    func readGroupSight(
        _ layout: AgreedLayout, _ topicSight: Reading<Sight>, until deadline: Deadline
    ) async -> Reading<Sight> {
        guard layout.topics[Coordinators.topic] != nil else {
            // Asking for a group would create the topic of the groups. Where every topic is seen and
            // that one is not there, no group exists that could be hidden.
            return topicSight
        }
        var sight = await askForGroup(until: deadline)
        if case .unreadable(let cause) = sight, cause.kind == .coordinator {
            // A client that meets a coordinator which moved never finds the new one.
            clients?.forGroups = nil
            sight = await askForGroup(until: deadline)
        }
        return sight
    }

    private func askForGroup(until deadline: Deadline) async -> Reading<Sight> {
        switch await groupCall(until: deadline, { $0.groupSight($1, $2) }) {
        case .success(.done(let sight)):
            // Without an answer in time the request is still in the client: it goes with it.
            if case .unreadable(let cause) = sight, cause.kind == .timedOut { clients?.forGroups = nil }
            return sight
        case .success(.late):
            clients?.forGroups = nil
            return .unreadable(
                Cause(.timedOut, "asking for a group that does not exist: no answer in time"))
        case .failure(let cause): return .unreadable(cause)
        }
    }

    /// The commits of every listed group.
    func readCommits(of listings: Listings, until deadline: Deadline) async -> GroupListing {
        let groups = mergedGroups(listings.classic, listings.modern)
        var commits: [GroupName: Reading<PartitionMap<CommittedOffset>>] = [:]
        var wanted: [CommitsPass.Wanted] = []
        for (name, group) in groups {
            if let cause = group.unaskable {
                commits[name] = .unreadable(cause)
            } else {
                wanted.append(CommitsPass.Wanted(group: name, coordinator: group.coordinator))
            }
        }
        commits.merge(await askForCommits(wanted, until: deadline)) { _, asked in asked }
        let oldBrokers = brokersKeepStates(from: listings)
        let seen = groups.reduce(into: [GroupName: GroupSurvey]()) { seen, entry in
            let unasked = Cause(.notAsked, "commits of group \(entry.key) were not asked for")
            seen[entry.key] = GroupSurvey(
                protocolType: entry.value.protocolType, state: entry.value.state,
                members: entry.value.members,
                commits: entry.value.believed(commits[entry.key] ?? .unreadable(unasked))
                    .doubted(if: oldBrokers, of: entry.key))
        }
        return GroupListing(completeness: .complete, seen: seen)
    }

    /// Asks in rounds: a client that meets a coordinator which moved never finds the new one.
    private func askForCommits(
        _ wanted: [CommitsPass.Wanted], until deadline: Deadline
    ) async -> [GroupName: Reading<PartitionMap<CommittedOffset>>] {
        var commits: [GroupName: Reading<PartitionMap<CommittedOffset>>] = [:]
        var wanted = wanted
        for number in 0..<maximumRounds where !wanted.isEmpty {
            // While a coordinator moves, brokers need a moment to know of it.
            do { try await Task.sleep(for: .milliseconds(100 * number)) } catch { break }
            let asked = wanted
            let concurrency = max(connection.concurrency, 1)
            let round = await groupCall(until: deadline) { handle, budget, requests in
                CommitsPass(concurrency: concurrency, budget: budget, requests: requests)
                    .ask(asked, through: handle)
            }
            switch round {
            case .success(.done(let round)):
                commits.merge(round.commits) { _, later in later }
                wanted = round.moved
                if !wanted.isEmpty || round.isAbandoned { clients?.forGroups = nil }
            case .success(.late):
                wearOut()
                return commits.merging(unread(wanted, Cause(.timedOut, "no answer in time"))) { first, _ in
                    first
                }
            case .failure(let cause):
                return commits.merging(unread(wanted, cause)) { first, _ in first }
            }
        }
        let moving = Cause(.coordinator, "its coordinator keeps moving")
        return commits.merging(unread(wanted, moving)) { first, _ in first }
    }

    private func unread(
        _ wanted: [CommitsPass.Wanted], _ cause: Cause
    ) -> [GroupName: Reading<PartitionMap<CommittedOffset>>] {
        wanted.reduce(into: [:]) { unread, one in
            unread[one.group] = .unreadable(
                Cause(cause.kind, "commits of group \(one.group): \(cause.detail)"))
        }
    }

    /// One call through the client that has a group id; made when first needed.
    private func groupCall<Value: Sendable>(
        until deadline: Deadline, _ body: @escaping @Sendable (Handle, Budget, RequestLedger) -> Value
    ) async -> Result<Outcome<Value>, Cause> {
        let handle: Handle
        do throws(Cause) { handle = try await handleForGroups(until: deadline) } catch {
            return .failure(error)
        }
        let budget = Budget(until: deadline, atMost: limits.callTimeout)
        let outcome = await lanes.run(until: deadline) { [requests] in
            (value: body(handle, budget, requests), cluster: handle.clusterID(budget))
        }
        switch outcome {
        case .late: return .success(.late)
        case .done(let answer):
            guard let cause = obstacle(in: answer.cluster) else { return .success(.done(answer.value)) }
            clients?.forGroups = nil
            return .failure(cause)
        }
    }

    private func handleForGroups(until deadline: Deadline) async throws(Cause) -> Handle {
        if let handle = clients?.forGroups { return handle }
        let handle = try await newHandle(
            .readUncommitted, groupID: "decommission-gate-never-joins", until: deadline)
        clients?.forGroups = handle
        return handle
    }
}

/// How often in one survey commits are asked for again through a new client.
private let maximumRounds = 4

/// Brokers before 2.6 do not say states in the newer listing, which then knows none of a group that
/// the classic listing describes. Before 2.4 they answer a request for all commits with none.
private func brokersKeepStates(from listings: Listings) -> Bool {
    listings.classic.groups.contains { group in
        group.refusal == nil && group.state != "Dead" && listings.modern.states[group.name] == .unknown
    }
}

extension Reading<PartitionMap<CommittedOffset>> {
    /// No commit at all is not believed of brokers that cannot be asked for all of them.
    fileprivate func doubted(if oldBrokers: Bool, of group: GroupName) -> Self {
        guard oldBrokers, case .known(let commits) = self, commits.isEmpty else { return self }
        return .unreadable(
            Cause(
                .unsupported,
                "commits of group \(group): brokers before 2.6 may answer none though there are some"))
    }
}
