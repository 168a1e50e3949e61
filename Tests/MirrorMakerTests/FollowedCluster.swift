import DecommissionGate
import Quiescence

/// A cluster of which nothing is asked but to follow topics, as the reader of MirrorMaker's topics does.
protocol FollowedCluster: ClusterReader {}

extension FollowedCluster {
    func readGroups(until deadline: Deadline) async -> ClusterSurvey { unasked }
    func readOffsets(of groups: Handover, until deadline: Deadline) async -> ClusterSurvey { unasked }
    func readTails(_ questions: [TailQuestion], until deadline: Deadline) async
        -> [TailQuestion: Reading<TailAnswer>]
    { [:] }
    func close(until deadline: Deadline) async {}

    private var unasked: ClusterSurvey { ClusterSurvey(alias: "X", nothingReadable: Cause(.notAsked, "")) }
}
