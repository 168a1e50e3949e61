import DecommissionGate
import Quiescence

/// A cluster as the gate reads it, with what librdkafka's mock cannot answer filled in: who may see what, and
/// the groups with their commits.
///
/// Only what is unreadable because the mock cannot answer it, or may not be asked, is filled in. A broker that
/// is down, a topic without a leader, brokers that disagree stay what they are, and shut the gate.
struct DemoReader: ClusterReader {
    let base: any ClusterReader
    let groups: GroupCoordinator

    /// For people: what is not read from the brokers.
    static let confession =
        "The mock brokers know no groups and no permissions: those the demo fills in, all else is read from them."

    func readGroups(until deadline: Deadline) async -> ClusterSurvey {
        // As on a real cluster, commits are read before the end offsets are.
        filled(await base.readGroups(until: deadline))
    }

    func readOffsets(of groups: Handover, until deadline: Deadline) async -> ClusterSurvey {
        await base.readOffsets(of: groups, until: deadline)
    }

    func follow(_ topic: TopicName, isolation: Isolation, until deadline: Deadline) async -> FollowedTopic {
        await base.follow(topic, isolation: isolation, until: deadline)
    }

    func readDigests(_ ranges: [DigestRange], until deadline: Deadline) async
        -> [DigestRange: Reading<[DigestedRecord]>]
    {
        await base.readDigests(ranges, until: deadline)
    }

    func readCompaction(of topics: [TopicName], until deadline: Deadline) async -> [TopicName: Reading<Bool>]
    {
        await base.readCompaction(of: topics, until: deadline)
    }

    func readTails(_ questions: [TailQuestion], until deadline: Deadline) async
        -> [TailQuestion: Reading<TailAnswer>]
    {
        await base.readTails(questions, until: deadline)
    }

    func close(until deadline: Deadline) async { await base.close(until: deadline) }

    private func filled(_ survey: ClusterSurvey) -> ClusterSurvey {
        var filled = survey
        filled.topicSight = survey.topicSight.orIfMute(.everything)
        filled.groupSight = survey.groupSight.orIfMute(.everything)
        filled.authorization = survey.authorization.orIfMute(.noAuthorizer)
        guard case .incomplete(let cause) = survey.groups.completeness, cause.isMuteness else {
            return filled
        }
        filled.groups = GroupListing(completeness: completeness(filled), seen: groups.listing)
        return filled
    }

    /// The signs by which a list of groups is believed: every broker answers, and the groups' topic is led.
    private func completeness(_ survey: ClusterSurvey) -> GroupListing.Completeness {
        switch survey.agreement {
        case .known(.unanimous): break
        case .known(.divided(let sentences)):
            return .incomplete(
                Cause(
                    .contradiction, "the brokers disagree: \(sentences.first ?? "on what, they do not say")"))
        case .absent: return .incomplete(Cause(.incomplete, "the brokers were not asked one by one"))
        case .unreadable(let cause): return .incomplete(cause)
        }
        guard case .known(let topics) = survey.topics,
            case .known(let offsets) = topics[Names.consumerOffsets],
            offsets.partitions.allSatisfy(\.leader.isKnown)
        else {
            return .incomplete(
                Cause(.incomplete, "\(Names.consumerOffsets) has no leader: nobody lists its groups"))
        }
        return .complete
    }
}

extension Reading {
    /// What was read; `other` only where the mock has no answer to give.
    fileprivate func orIfMute(_ other: Value) -> Reading {
        if case .unreadable(let cause) = self, cause.isMuteness { .known(other) } else { self }
    }
}

extension Cause {
    /// Nobody failed: the mock has no such request, or creates what it is asked about.
    fileprivate var isMuteness: Bool { kind == .unsupported || kind == .notAsked }
}
