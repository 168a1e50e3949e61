import Quiescence

/// A week in which a migration comes to rest: two days of traffic, then nothing but hiccups.
struct SyntheticWeek {
    private let load: Load
    private var survey: Survey
    private var ends: [Int64]
    private var number = 0
    /// Of each mirror.
    private var readers: [TopicName: [GroupName]] = [:]

    /// A service's, if it is not told otherwise.
    static let interval = Duration.seconds(30)
    static let surveysADay = 86_400 / 30
    private static let surveysAnHour = surveysADay / 24
    static let days = 7

    init(load: Load) {
        self.load = load
        survey = SyntheticLoad(load: load).survey(at: .zero)
        for (name, group) in survey.new.groups.seen {
            guard case .known(let commits) = group.commits else { continue }
            for topic in commits.topics.keys { readers[topic, default: []].append(name) }
        }
        ends = Array(repeating: Int64(Load.records), count: load.topics)
    }

    /// How many topics are written on that day, counted from 1: some hundred, then so few that a waiver could name
    /// all that moves, then none.
    func busyTopics(day: Int) -> Int {
        switch day {
        case 1: min(300, load.topics)
        case 2: min(8, load.topics)
        case _: 0
        }
    }

    /// The survey of each interval in turn. What was written is mirrored and read by the next one.
    mutating func next() -> Survey {
        let day = number / Self.surveysADay + 1
        let began = SyntheticLoad.moment(Self.interval * number)
        (survey.began, survey.ended) = (began, SyntheticLoad.moment(Self.interval * number + .seconds(1)))
        let written = busyTopics(day: day)
        mirror(0..<max(written, busyTopics(day: day - 1)))
        for topic in 0..<written { write(topic) }
        number += 1
        // Once an hour a broker does not answer.
        guard number.isMultiple(of: Self.surveysAnHour) else { return survey }
        var blind = survey
        blind.old = ClusterSurvey(alias: survey.old.alias, nothingReadable: Cause(.timedOut, "no answer"))
        return blind
    }

    private mutating func write(_ topic: Int) {
        ends[topic] += 3
        survey.old.set(Load.topic(topic), ends[topic], load.partitions)
    }

    /// What the survey before saw on OLD alone has come to NEW by now, and was read there.
    private mutating func mirror(_ topics: Range<Int>) {
        guard case .known(var connectors) = survey.mirror.positions,
            case .known(var syncs) = survey.mirror.syncs
        else { return }
        // Keeps both unshared.
        (survey.mirror.positions, survey.mirror.syncs) = (.absent, .absent)
        for topic in topics {
            let (end, name) = (ends[topic], Load.mirror(topic))
            survey.new.set(name, end, load.partitions)
            survey.new.commit(on: name, end, by: readers[name, default: []])
            for number in 0..<Int32(load.partitions) {
                let source = TopicPartition(Load.topic(topic), number)
                for connector in connectors.keys {
                    connectors[connector]?[source] = MirrorPosition(end - 1).map { .known($0) }
                }
                syncs[source] = [
                    OffsetSync(upstream: 0, downstream: 0),
                    OffsetSync(upstream: end - 1, downstream: end - 1),
                ]
            }
        }
        (survey.mirror.positions, survey.mirror.syncs) = (.known(connectors), .known(syncs))
    }
}

extension ClusterSurvey {
    /// Every partition of a topic ends there.
    fileprivate mutating func set(_ topic: TopicName, _ end: Int64, _ partitions: Int) {
        guard case .known(var all) = topics else { return }
        topics = .absent  // keeps the dictionary unshared
        all[topic] = .known(
            TopicSurvey(
                partitions: Array(repeating: SyntheticCluster.partition(end: end), count: partitions)))
        topics = .known(all)
    }

    /// Whoever reads that mirror has read it to there.
    fileprivate mutating func commit(on mirror: TopicName, _ end: Int64, by readers: [GroupName]) {
        for name in readers {
            guard case .known(var commits) = groups.seen[name]?.commits else { continue }
            groups.seen[name]?.commits = .absent
            for (number, _) in commits[mirror] {
                commits[TopicPartition(mirror, number)] = CommittedOffset(end)
            }
            groups.seen[name]?.commits = .known(commits)
        }
    }
}
