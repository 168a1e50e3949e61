public import Quiescence

/// Tells when to ask anew what MirrorMaker says of itself: once anything was written to a topic that may tell of it.
///
/// That such topics are there says little: Connect makes them a while before the first connector stands in
/// them, and a connector may join others at any time.
public struct WorkerWatch: Sendable {
    /// How far each configs topic reached when it was asked for last.
    private var reached: [WorkerTopics: [EndOffset]] = [:]
    /// Topics that are told of by other means than their names.
    private var further: Set<WorkerTopics> = []
    /// Something could not be read that may be readable in a moment.
    private var isBlind = false
    /// Something could not be read that somebody has to mend, which writes to no topic: after so many surveys it is
    /// asked for again.
    private var surveysUntilAgain: Int?
    private static let pause = 20

    public init() {}

    /// Whether to ask, by what a survey saw of NEW; the answer takes all of that as asked for.
    public mutating func isDue(after survey: Survey) -> Bool {
        guard case .known(let topics) = survey.new.topics else { return false }
        reached = reached.filter { topics[$0.key.configs] != nil }
        var isDue = isBlind
        if let left = surveysUntilAgain {
            surveysUntilAgain = left > 1 ? left - 1 : Self.pause
            if left <= 1 { isDue = true }
        }
        for workers in further.union(WorkerTopics.all(among: topics.keys)) {
            guard let ends = topics[workers.configs]?.ends, ends != reached[workers] else { continue }
            reached[workers] = ends
            isDue = true
        }
        return isDue
    }

    /// Takes in that the workers' topics were read.
    public mutating func asked(_ workers: some Sequence<WorkerTopics>, missing causes: some Sequence<Cause>) {
        further = Set(workers)
        let mayPass = causes.map(\.mayPass)
        isBlind = mayPass.contains(true)
        surveysUntilAgain = mayPass.contains(false) ? Self.pause : nil
    }

    /// Takes in that NEW's topics were not listed.
    public mutating func askedInVain() { isBlind = true }
}

extension Reading<TopicSurvey> {
    /// Where each partition ends; nil where one is not known.
    fileprivate var ends: [EndOffset]? {
        guard case .known(let topic) = self else { return nil }
        var ends: [EndOffset] = []
        for partition in topic.partitions {
            guard case .known(let end) = partition.end else { return nil }
            ends.append(end)
        }
        return ends
    }
}

extension Cause {
    /// Whether asking again may help, though nobody changes anything.
    fileprivate var mayPass: Bool {
        switch kind {
        case .timedOut, .unreachable, .leaderless, .coordinator, .incomplete, .bounded, .notAsked: true
        case .authentication, .notAuthorized, .contradiction, .malformed, .missing, .unsupported, .refused:
            false
        }
    }
}
