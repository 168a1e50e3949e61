public import DecommissionGate
public import Quiescence

/// Looks for MirrorMaker's flows on NEW, before anything is known of how they are called.
public enum MirrorDiscovery {
    /// What a look at NEW brought.
    public struct Findings: Sendable, Equatable {
        /// The topics that may tell of MirrorMaker, found by their names. Unreadable: NEW's topics were not listed.
        public var workers: Reading<[WorkerTopics]>
        /// Source connectors that they tell of.
        public var flows: [MirrorFlow]
        /// Configs topics that could not be read, and why.
        public var unreadable: [TopicName: Cause]
    }

    /// - Parameter choices: A configs topic that is named there is looked at whatever it is called.
    public static func look(
        at new: any ClusterReader, choices: MirrorChoices, until deadline: Deadline
    ) async -> Findings {
        let listed: [TopicName]
        switch await new.readGroups(until: deadline).topics {
        case .known(let topics): listed = Array(topics.keys)
        case .absent: listed = []
        case .unreadable(let cause):
            return Findings(workers: .unreadable(cause), flows: [], unreadable: [:])
        }
        var workers = WorkerTopics.all(among: listed)
        if let configs = choices.configsTopic, !workers.contains(where: { $0.configs == configs }) {
            let standard = MirrorPlan()
            workers.append(
                WorkerTopics(
                    configs: configs, offsets: choices.offsetsTopic ?? standard.offsetsTopic,
                    status: choices.statusTopic ?? standard.statusTopic))
        }
        var findings = Findings(workers: .known(workers), flows: [], unreadable: [:])
        for topics in workers {
            var book = ConfigBook()
            switch await new.follow(topics.configs, until: deadline, take: { book.read($0) }) {
            case .absent: break
            case .unreadable(let cause): findings.unreadable[topics.configs] = cause
            case .known(let connectors):
                findings.flows += MirrorDescription(connectors: connectors).sources.map {
                    MirrorFlow(name: $0.name, connector: $0.connector, workers: topics)
                }
            }
        }
        return findings
    }
}
