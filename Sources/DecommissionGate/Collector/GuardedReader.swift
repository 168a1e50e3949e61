import Quiescence
import Synchronization

/// A cluster that cannot hold up a survey: whoever implements ``ClusterReader`` should keep its deadlines,
/// and this makes sure that a survey ends even where one does not.
final class GuardedReader: ClusterReader {
    private let reader: any ClusterReader
    private let alias: ClusterAlias
    private let groups = Outstanding<ClusterSurvey>()
    private let offsets = Outstanding<ClusterSurvey>()
    private let tails = Outstanding<[TailQuestion: Reading<TailAnswer>]>()
    private let digests = Outstanding<[DigestRange: Reading<[DigestedRecord]>]>()
    private let compaction = Outstanding<[TopicName: Reading<Bool>]>()
    /// Calls of `follow` that have not been answered for yet.
    private let following = Mutex<[TopicName: Task<FollowedTopic, Never>]>([:])
    /// Counters must not fall because an answer was late.
    private let requests = Mutex<[String: RequestCount]>([:])

    init(_ reader: any ClusterReader, alias: ClusterAlias) {
        self.reader = reader
        self.alias = alias
    }

    func readGroups(until deadline: Deadline) async -> ClusterSurvey {
        let survey = await groups.ask(
            "brokers, topics and groups of \(alias)", until: deadline, otherwise: nothingReadable
        ) { [reader] in
            await reader.readGroups(until: deadline)
        }
        requests.withLock { $0 = survey.requests }
        return survey
    }

    func readOffsets(of groups: Handover, until deadline: Deadline) async -> ClusterSurvey {
        let survey = await offsets.ask("offsets of \(alias)", until: deadline, otherwise: nothingReadable) {
            [reader] in
            await reader.readOffsets(of: groups, until: deadline)
        }
        requests.withLock { $0 = survey.requests }
        return survey
    }

    func readTails(_ questions: [TailQuestion], until deadline: Deadline) async
        -> [TailQuestion: Reading<TailAnswer>]
    {
        await tails.ask(
            "records past a position on \(alias)", until: deadline,
            otherwise: { cause in
                Dictionary(questions.map { ($0, .unreadable(cause)) }) { first, _ in first }
            }
        ) { [reader] in
            await reader.readTails(questions, until: deadline)
        }
    }

    func readDigests(_ ranges: [DigestRange], until deadline: Deadline) async
        -> [DigestRange: Reading<[DigestedRecord]>]
    {
        await digests.ask(
            "records for the ledger on \(alias)", until: deadline,
            otherwise: { cause in
                Dictionary(ranges.map { ($0, .unreadable(cause)) }) { first, _ in first }
            }
        ) { [reader] in
            await reader.readDigests(ranges, until: deadline)
        }
    }

    func readCompaction(of topics: [TopicName], until deadline: Deadline) async -> [TopicName: Reading<Bool>]
    {
        await compaction.ask(
            "cleanup.policy of topics on \(alias)", until: deadline,
            otherwise: { cause in
                Dictionary(topics.map { ($0, .unreadable(cause)) }) { first, _ in first }
            }
        ) { [reader] in
            await reader.readCompaction(of: topics, until: deadline)
        }
    }

    /// What is followed is given once only: records of a late call are kept for the next one, for the
    /// caller would take them for not written otherwise.
    func follow(_ topic: TopicName, isolation: Isolation, until deadline: Deadline) async -> FollowedTopic {
        var earlier: FollowedTopic?
        if let call = following.withLock({ $0[topic] }) {
            guard let answer = await call.value(by: deadline) else { return behind(topic) }
            following.withLock { $0[topic] = nil }
            earlier = answer
        }
        let call = Task { [reader] in await reader.follow(topic, isolation: isolation, until: deadline) }
        following.withLock { $0[topic] = call }
        guard let answer = await call.value(by: deadline) else { return earlier.then(behind(topic)) }
        following.withLock { $0[topic] = nil }
        return earlier.then(answer)
    }

    func close(until deadline: Deadline) async {
        let call = Task { [reader] in await reader.close(until: deadline) }
        _ = await call.value(by: deadline)
    }

    private func nothingReadable(_ cause: Cause) -> ClusterSurvey {
        var survey = ClusterSurvey(alias: alias, nothingReadable: cause)
        survey.requests = requests.withLock { $0 }
        return survey
    }

    private func behind(_ topic: TopicName) -> FollowedTopic {
        FollowedTopic(records: [], restarted: false, state: .behind(.late("records of \(topic) on \(alias)")))
    }
}

extension FollowedTopic? {
    /// This answer's records and those of the one that came after it, as one answer.
    fileprivate func then(_ next: FollowedTopic) -> FollowedTopic {
        guard let earlier = self, !next.restarted else { return next }
        return FollowedTopic(
            records: earlier.records + next.records, restarted: earlier.restarted, state: next.state)
    }
}
