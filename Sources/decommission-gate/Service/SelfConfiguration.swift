import DecommissionGate
import KafkaCluster
import MirrorMaker
import Quiescence
import Synchronization

/// Completes a configuration by what MirrorMaker says of itself on NEW, so that two addresses are enough.
final class SelfConfiguration: Sendable {
    private struct State {
        var watch = WorkerWatch()
        /// The one that was taken last. It counts until another is found: once MirrorMaker may be removed, its
        /// connectors and topics go, and what it said stays true of what it did.
        var taken: (flow: MirrorFlow, old: [ServerAddress])?
        /// What was logged last; nothing is said twice.
        var told = ""
    }

    private let log: Log
    private let state: Mutex<State>

    /// - Parameter taken: The flow that an earlier process followed, and OLD's addresses then.
    init(taken: (flow: MirrorFlow, old: [ServerAddress])?, log: Log) {
        self.log = log
        state = Mutex(State(taken: taken))
    }

    /// How long looking may take; a service that is asked to stop meanwhile must still be in time.
    private static let patience = Duration.seconds(5)

    /// Asks NEW, and OLD where its addresses must be known to tell one flow from another. What cannot be read is
    /// left as the configuration has it.
    func completed(_ base: Configuration) async throws(Failure) -> Configuration {
        let deadline = Deadline.now + Self.patience
        let new = try KafkaCluster.reader(of: base.new, Limits())
        let found = await MirrorDiscovery.look(at: new, choices: base.choices, until: deadline)
        // Given up before the first survey takes memory of its own.
        await new.close(until: .now + .seconds(1))
        var missing = Array(found.unreadable.values)
        var flow = base.flow(among: found.flows, oldAddresses: [])
        if flow == nil, !found.flows.isEmpty {
            let old = try KafkaCluster.reader(of: base.old, Limits())
            switch await old.readGroups(until: deadline).brokers {
            case .known(let brokers):
                flow = base.flow(among: found.flows, oldAddresses: brokers.map(\.address))
            // Nothing on NEW tells when OLD can be asked again.
            case .unreadable(let cause): missing.append(cause)
            case .absent: break
            }
            await old.close(until: .now + .seconds(1))
        }
        if flow == nil, let taken = state.withLock({ $0.taken }) {
            flow = base.flow(still: taken.flow, from: taken.old)
            // Known from before: once OLD is gone for good, nobody asks for it with every survey.
            if flow != nil { missing = Array(found.unreadable.values) }
        }
        if let flow { state.withLock { $0.taken = (flow, base.old.bootstrapServers) } }
        note(found, missing, flow)
        return base.completed(by: flow)
    }

    /// Whether what `survey` saw of NEW may come to another configuration.
    func isDue(after survey: Survey) -> Bool { state.withLock { $0.watch.isDue(after: survey) } }

    /// - Parameter missing: Why something could not be read that might tell more.
    private func note(_ found: MirrorDiscovery.Findings, _ missing: [Cause], _ flow: MirrorFlow?) {
        let line = Self.line(found, flow)
        let isNew = state.withLock { state in
            switch found.workers {
            case .known(let workers): state.watch.asked(workers, missing: missing)
            case .absent, .unreadable: state.watch.askedInVain()
            }
            defer { state.told = "\(line)" }
            return state.told != "\(line)"
        }
        if isNew { log.write([line]) }
    }

    private static func line(_ found: MirrorDiscovery.Findings, _ flow: MirrorFlow?) -> LogLine {
        if let flow, case .known(let old) = flow.connector.sourceAlias,
            case .known(let new) = flow.connector.targetAlias
        {
            return LogLine(
                .info, "MirrorMaker found",
                [
                    LogField("connector", flow.name.rawValue), LogField("old", old.rawValue),
                    LogField("new", new.rawValue), LogField("configs_topic", flow.workers.configs.rawValue),
                ])
        }
        let why: String
        if case .unreadable(let cause) = found.workers {
            why = cause.detail
        } else if let (topic, cause) = found.unreadable.min(by: { $0.key < $1.key }) {
            why = "\(topic): \(cause.detail)"
        } else if found.flows.isEmpty {
            why = "no configs topic on the new cluster tells of one"
        } else {
            let names = found.flows.map { "\($0.name) in \($0.workers.configs)" }.joined(separator: ", ")
            why = "it cannot be told which of these mirrors the old cluster: \(names)"
        }
        return LogLine(
            .warn, "MirrorMaker not found by its own word, the configuration and its defaults stand",
            [LogField("why", why)])
    }
}
