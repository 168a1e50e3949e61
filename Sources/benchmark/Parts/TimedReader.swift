import DecommissionGate
import Quiescence
import Synchronization

/// The parts of a survey, in their order.
enum SurveyPart: String, CaseIterable {
    case groups = "brokers, topics, groups, commits"
    case mirror = "MirrorMaker's topics"
    case offsets = "start, end and stable offsets"
    case tails
}

/// How long the parts of one survey took, each from its first request to its last answer.
final class SurveyTimes: Sendable {
    private let spans = Mutex<[SurveyPart: ClosedRange<ContinuousClock.Instant>]>([:])

    subscript(part: SurveyPart) -> Duration {
        spans.withLock { $0[part].map { $0.lowerBound.duration(to: $0.upperBound) } ?? .zero }
    }

    func clear() { spans.withLock { $0 = [:] } }

    /// Runs `body` as a piece of `part`.
    func time<Answer: Sendable>(_ part: SurveyPart, _ body: () async -> Answer) async -> Answer {
        let began = ContinuousClock.now
        let answer = await body()
        let ended = ContinuousClock.now
        spans.withLock { spans in
            let known = spans[part] ?? began...ended
            spans[part] = min(known.lowerBound, began)...max(known.upperBound, ended)
        }
        return answer
    }
}

/// A cluster whose answers are timed.
struct TimedReader: ClusterReader {
    let reader: any ClusterReader
    let times: SurveyTimes

    func readGroups(until deadline: Deadline) async -> ClusterSurvey {
        await times.time(.groups) { await reader.readGroups(until: deadline) }
    }

    func readOffsets(of groups: Handover, until deadline: Deadline) async -> ClusterSurvey {
        await times.time(.offsets) { await reader.readOffsets(of: groups, until: deadline) }
    }

    func follow(_ topic: TopicName, isolation: Isolation, until deadline: Deadline) async -> FollowedTopic {
        await times.time(.mirror) { await reader.follow(topic, isolation: isolation, until: deadline) }
    }

    func readDigests(_ ranges: [DigestRange], until deadline: Deadline) async
        -> [DigestRange: Reading<[DigestedRecord]>]
    {
        await times.time(.tails) { await reader.readDigests(ranges, until: deadline) }
    }

    func readCompaction(of topics: [TopicName], until deadline: Deadline) async -> [TopicName: Reading<Bool>]
    {
        await times.time(.tails) { await reader.readCompaction(of: topics, until: deadline) }
    }

    func readTails(_ questions: [TailQuestion], until deadline: Deadline) async
        -> [TailQuestion: Reading<TailAnswer>]
    {
        await times.time(.tails) { await reader.readTails(questions, until: deadline) }
    }

    func close(until deadline: Deadline) async { await reader.close(until: deadline) }
}

/// Moments by the one clock that is needed here.
struct BenchmarkClocks: Clocks {
    private let start = ContinuousClock.now

    func now() -> Moment {
        let time = start.duration(to: .now)
        return Moment(
            monotonic: time, boottime: time, wall: WallTime(millisecondsSince1970: time.milliseconds),
            boot: "boot")
    }
}

/// Nobody is declared.
struct NoProducers: ProducerReader {
    func readProducers() async -> [ProducerName: Reading<[ServerAddress]>] { [:] }
}

/// MirrorMaker is not looked at.
struct NoMirror: MirrorReader {
    func readMirror(old: any ClusterReader, new: any ClusterReader, until deadline: Deadline) async
        -> MirrorSurvey
    {
        MirrorSurvey(nothingReadable: Cause(.notAsked, "only the clusters themselves are asked"))
    }
}
