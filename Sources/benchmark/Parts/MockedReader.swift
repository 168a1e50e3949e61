import DecommissionGate
import KafkaCluster
import Quiescence
import Synchronization
import TestKafka

/// One mock cluster, with what it cannot say made up anew in every survey.
final class MockedReader: ClusterReader {
    private let cluster: KafkaCluster
    private let synthetic: SyntheticCluster
    private let followed = Mutex<Set<TopicName>>([])

    init(_ plan: ClusterPlan, _ side: Side) throws {
        var limits = Limits()
        // The mock would create it.
        limits.asksForRandomTopic = false
        cluster = try KafkaCluster(
            ClusterConnection(alias: plan.alias, bootstrapServers: plan.bootstrapServers), limits: limits)
        synthetic = SyntheticCluster(load: .large, side: side)
    }

    func readGroups(until deadline: Deadline) async -> ClusterSurvey {
        var survey = await cluster.readGroups(until: deadline)
        let madeUp = synthetic.survey()
        survey.identity = madeUp.identity
        survey.agreement = madeUp.agreement
        survey.topicSight = madeUp.topicSight
        survey.groupSight = madeUp.groupSight
        survey.authorization = madeUp.authorization
        survey.groups = madeUp.groups
        return survey
    }

    func readOffsets(of groups: Handover, until deadline: Deadline) async -> ClusterSurvey {
        var survey = await cluster.readOffsets(of: groups, until: deadline)
        guard case .known(var topics) = survey.topics else { return survey }
        survey.topics = .absent  // keeps the dictionary unshared
        // Of a copy of the names: the keys themselves hold on to all that is in the dictionary.
        for name in Array(topics.keys) where name != "__consumer_offsets" { topics[name]?.fill() }
        survey.topics = .known(topics)
        return survey
    }

    func follow(_ topic: TopicName, isolation: Isolation, until deadline: Deadline) async -> FollowedTopic {
        guard followed.withLock({ $0.insert(topic).inserted }) else {
            return FollowedTopic(records: [], restarted: false, state: Self.state(of: topic))
        }
        let records = synthetic.load.mirrorRecords(on: synthetic.side)[topic]?() ?? []
        return FollowedTopic(
            records: records.map { LogRecord($0) }, restarted: true, state: Self.state(of: topic))
    }

    private static func state(of topic: TopicName) -> FollowedTopic.State {
        topic == "OLD.heartbeats" ? .absent : .caughtUp
    }

    func readDigests(_ ranges: [DigestRange], until deadline: Deadline) async
        -> [DigestRange: Reading<[DigestedRecord]>]
    {
        // The same records on both sides, as far as an offset tells.
        ranges.reduce(into: [:]) { answers, range in
            let offsets = range.isFirstOnly ? range.range.lower..<range.range.lower + 1 : range.range.offsets
            answers[range] = .known(
                offsets.map {
                    DigestedRecord(
                        offset: $0, content: Fingerprint((UInt64($0), 0, 0, 0)), key: nil, isTombstone: false,
                        stamp: .created, size: 0)
                })
        }
    }

    func readCompaction(of topics: [TopicName], until deadline: Deadline) async -> [TopicName: Reading<Bool>]
    {
        await cluster.readCompaction(of: topics, until: deadline)
    }

    func readTails(_ questions: [TailQuestion], until deadline: Deadline) async
        -> [TailQuestion: Reading<TailAnswer>]
    {
        await cluster.readTails(questions, until: deadline)
    }

    func close(until deadline: Deadline) async { await cluster.close(until: deadline) }
}

extension OffsetRange {
    fileprivate var offsets: Range<Int64> { lower..<upper }
}

extension Reading<TopicSurvey> {
    /// As if records had been written to each partition; one that was not read stays so.
    fileprivate mutating func fill() {
        guard case .known(var topic) = self else { return }
        self = .absent
        for number in topic.partitions.indices where topic.partitions[number].end.isKnown {
            topic.partitions[number].end = SyntheticCluster.end()
            topic.partitions[number].stable = SyntheticCluster.end()
        }
        self = .known(topic)
    }
}

extension LogRecord {
    /// As if it had been read.
    fileprivate init(_ record: TestRecord) {
        self.init(
            partition: record.partition ?? 0, offset: 0, key: record.key, value: record.value, timestamp: nil)
    }
}
