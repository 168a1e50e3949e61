import DecommissionGate
import Quiescence

extension Collector {
    /// The collector of a configuration, with readers of its own. Asks nobody anything yet.
    convenience init(_ configuration: Configuration, clocks: any Clocks) throws(Failure) {
        self.init(
            plan: configuration.plan, old: UnmergedReader(alias: configuration.old.alias),
            new: UnmergedReader(alias: configuration.new.alias), mirror: UnmergedMirror(),
            producers: UnmergedProducers(), clocks: clocks, timeout: configuration.sampling.timeout)
    }
}

struct UnmergedReader: ClusterReader {
    let alias: ClusterAlias
    func readGroups(until deadline: Deadline) async -> ClusterSurvey {
        ClusterSurvey(alias: alias, nothingReadable: Cause(.notAsked, "stub"))
    }
    func readOffsets(of survey: ClusterSurvey, until deadline: Deadline) async -> ClusterSurvey { survey }
    func follow(_ topic: TopicName, isolation: Isolation, until deadline: Deadline) async -> FollowedTopic {
        FollowedTopic(records: [], restarted: false, state: .absent)
    }
    func readTails(_ questions: [TailQuestion], until deadline: Deadline) async -> [TailQuestion: Reading<TailAnswer>] { [:] }
    func close(until deadline: Deadline) async {}
}
struct UnmergedMirror: MirrorReader {
    func readMirror(old: any ClusterReader, new: any ClusterReader, until deadline: Deadline) async -> MirrorSurvey {
        MirrorSurvey(nothingReadable: Cause(.notAsked, "stub"))
    }
}
struct UnmergedProducers: ProducerReader {
    func readProducers() async -> [ProducerName: Reading<[ServerAddress]>] { [:] }
}
