import DecommissionGate
import Quiescence
import Synchronization

/// A cluster that says what it was told to say.
final class ScriptedReader: ClusterReader {
    private let survey: ClusterSurvey
    /// What following brings, call by call; nothing new once they are used up.
    private let followed: Mutex<[TopicName: [FollowedTopic]]>

    init(
        _ survey: ClusterSurvey = ClusterSurvey(alias: "OLD", nothingReadable: Cause(.notAsked, "not asked")),
        followed: [TopicName: [FollowedTopic]] = [:]
    ) {
        self.survey = survey
        self.followed = Mutex(followed)
    }

    func readGroups(until deadline: Deadline) async -> ClusterSurvey { survey }
    func readOffsets(of groups: Handover, until deadline: Deadline) async -> ClusterSurvey { groups.take() }

    func follow(_ topic: TopicName, isolation: Isolation, until deadline: Deadline) async -> FollowedTopic {
        followed.withLock { followed in
            guard followed[topic]?.isEmpty == false, let next = followed[topic]?.removeFirst() else {
                return FollowedTopic(records: [], restarted: false, state: .caughtUp)
            }
            return next
        }
    }

    func readTails(_ questions: [TailQuestion], until deadline: Deadline) async
        -> [TailQuestion: Reading<TailAnswer>]
    {
        [:]
    }

    func close(until deadline: Deadline) async {}
}
