import DecommissionGate
import Quiescence

/// A cluster, or MirrorMaker, as the file has it at the moment of asking.
struct WorldReader: ClusterReader, MirrorReader {
    let path: String
    let side: Side

    private func world<Answer>(_ read: (ScriptedWorld) -> Answer, otherwise: (Cause) -> Answer) -> Answer {
        do {
            return read(try ScriptedWorld(path))
        } catch {
            return otherwise(Cause(.malformed, "\(error)"))
        }
    }

    private var survey: ClusterSurvey {
        world({ $0.survey(of: side) }) { ClusterSurvey(alias: "unreadable", nothingReadable: $0) }
    }

    func readGroups(until deadline: Deadline) async -> ClusterSurvey { survey }

    /// Ends are read last: what was written since the groups were read is seen.
    func readOffsets(of groups: Handover, until deadline: Deadline) async -> ClusterSurvey {
        var survey = groups.take()
        survey.topics = self.survey.topics
        return survey
    }

    func readMirror(old: any ClusterReader, new: any ClusterReader, until deadline: Deadline) async
        -> MirrorSurvey
    {
        world(\.mirror, otherwise: MirrorSurvey.init(nothingReadable:))
    }

    func follow(_ topic: TopicName, isolation: Isolation, until deadline: Deadline) async -> FollowedTopic {
        FollowedTopic(records: [], restarted: false, state: .absent)
    }

    func readTails(_ questions: [TailQuestion], until deadline: Deadline) async
        -> [TailQuestion: Reading<TailAnswer>]
    {
        // All that lies before an end is a record here.
        questions.reduce(into: [:]) { $0[$1] = .known(.holdsRecord(at: $1.from)) }
    }

    func readDigests(_ ranges: [DigestRange], until deadline: Deadline) async
        -> [DigestRange: Reading<[DigestedRecord]>]
    {
        world({ world in ranges.reduce(into: [:]) { $0[$1] = .known(world.records($1, on: side)) } }) { _ in
            [:]
        }
    }

    func close(until deadline: Deadline) async {}
}
