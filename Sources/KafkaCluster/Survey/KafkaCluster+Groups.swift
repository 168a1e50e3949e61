public import DecommissionGate
public import Quiescence

extension KafkaCluster {
    public func readGroups(until deadline: Deadline) async -> ClusterSurvey {
        let began = ContinuousClock.now
        var survey: ClusterSurvey
        do throws(Cause) {
            let layout = try await readMetadata(until: deadline)
            clients?.surveys += 1
            attribute(to: layout)
            survey = await readGroups(layout, until: deadline)
        } catch {
            wearOut()
            survey = ClusterSurvey(alias: connection.alias, nothingReadable: error)
        }
        survey.requests = requests.all
        survey.duration = began.duration(to: .now)
        return survey
    }

    private func readGroups(_ layout: AgreedLayout, until deadline: Deadline) async -> ClusterSurvey {
        async let authorization = readAuthorization(layout, until: deadline)
        let topicSight = await readTopicSight(until: deadline)
        async let groupSight = readGroupSight(layout, topicSight, until: deadline)
        let listings = await readListings(layout, until: deadline)
        // Asked after the lists: leaders that still stand then stood while the groups were listed.
        async let agreement = readAgreement(layout, until: deadline)
        var survey = ClusterSurvey(
            alias: connection.alias, nothingReadable: Cause(.notAsked, "not asked yet"))
        survey.identity = layout.identity
        survey.brokers = layout.brokers
        survey.topics = .known(unreadTopics(layout))
        survey.groups = await readCommits(of: listings, until: deadline)
        survey.topicSight = topicSight
        survey.groupSight = await groupSight
        survey.agreement = await agreement.reading
        survey.authorization = await authorization
        survey.groups.completeness =
            CompletenessSigns(
                listings: listings, layout: layout, agreement: await agreement, topicSight: topicSight,
                groupSight: survey.groupSight
            ).verdict
        if survey.metSilence { wearOut() }
        return survey
    }

    /// Topics that look alike are one in memory until their offsets come.
    private nonisolated func unreadTopics(_ layout: AgreedLayout) -> [TopicName: Reading<TopicSurvey>] {
        var alike: [[PartitionLayout]: TopicSurvey] = [:]
        return layout.topics.reduce(into: [:]) { topics, entry in
            topics[entry.key] = entry.value.map { partitions in
                // What keeps a partition from being asked is told with the topic's name.
                guard partitions.allSatisfy(\.leader.isKnown) else {
                    return TopicSurvey(unread: partitions, of: entry.key)
                }
                if let same = alike[partitions] { return same }
                let unread = TopicSurvey(unread: partitions, of: entry.key)
                alike[partitions] = unread
                return unread
            }
        }
    }

    func readTopicSight(until deadline: Deadline) async -> Reading<Sight> {
        guard limits.asksForRandomTopic else {
            return .unreadable(Cause(.notAsked, "not asked for a topic that does not exist"))
        }
        return await call(until: deadline) { $0.topicSight($1, $2) }
            .value(
                orIfLate: .unreadable(
                    Cause(.timedOut, "asking for a topic that does not exist: no answer in time")))
    }

    func readAuthorization(_ layout: AgreedLayout, until deadline: Deadline) async -> Reading<
        Authorization
    > {
        let brokers = layout.reference.brokers
        return await call(until: deadline) { $0.authorization(of: brokers, $1, $2) }
            .value(orIfLate: .unreadable(Cause(.timedOut, "rules on single names: no answer in time")))
    }

    /// One call through the client that sees end offsets, on a lane.
    func call<Value: Sendable>(
        until deadline: Deadline, _ body: @escaping @Sendable (Handle, Budget, RequestLedger) -> Value
    ) async -> Outcome<Value> {
        guard let handle = clients?.uncommitted else { return .late }
        let budget = Budget(until: deadline, atMost: limits.callTimeout)
        return await lanes.run(until: deadline) { [requests] in body(handle, budget, requests) }
    }
}

extension Outcome {
    func value(orIfLate other: Value) -> Value {
        switch self {
        case .done(let value): value
        case .late: other
        }
    }
}

extension TopicSurvey {
    /// A topic whose layout is known and whose offsets are still to be asked for.
    fileprivate init(unread partitions: [PartitionLayout], of name: TopicName) {
        let notAsked = PartitionOffsets(unreadable: Cause(.notAsked, "offsets were not asked for yet"))
        self.init(
            partitions: partitions.enumerated().map { number, partition in
                let offsets =
                    switch partition.leader {
                    case .known: notAsked
                    case .absent:
                        PartitionOffsets(unreadable: Cause(.leaderless, "\(name)-\(number) has no leader"))
                    case .unreadable(let cause): PartitionOffsets(unreadable: cause)
                    }
                return PartitionSurvey(
                    leader: partition.leader, replication: partition.replication,
                    start: offsets.start, end: offsets.end, stable: offsets.stable)
            })
    }
}

extension ClusterSurvey {
    /// Whether brokers were silent or unreachable: then the connections are made anew.
    fileprivate var metSilence: Bool {
        var causes = [topicSight.cause, groupSight.cause, authorization.cause, brokers.cause, identity.cause]
        if case .incomplete(let cause) = groups.completeness { causes.append(cause) }
        return causes.contains { cause in
            switch cause?.kind {
            case .timedOut, .unreachable, .incomplete, .authentication, .contradiction: true
            case .notAuthorized, .leaderless, .coordinator, .malformed, .bounded, .missing, .notAsked,
                .unsupported, .refused, nil:
                false
            }
        }
    }
}

extension Reading {
    fileprivate var cause: Cause? {
        if case .unreadable(let cause) = self { cause } else { nil }
    }
}
