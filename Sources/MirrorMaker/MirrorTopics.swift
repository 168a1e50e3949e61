public import Quiescence

/// The internal topics of one MirrorMaker 2 flow, OLD to NEW, that are followed.
public struct MirrorTopics: Sendable, Hashable {
    /// On NEW: the source-offsets topic of the Connect cluster that the source connector runs in.
    public var positions: TopicName
    public var syncs: TopicName
    /// The cluster that holds ``syncs``: OLD, unless `offset-syncs.topic.location` is `target`.
    public var syncsOn: Side
    /// On NEW.
    public var checkpoints: TopicName
    /// On NEW: the mirror of OLD's `heartbeats`.
    public var heartbeats: TopicName
    /// On NEW: where the Connect workers keep how their connectors are set up.
    public var configs: TopicName
    /// On NEW: where they write down what became of them.
    public var status: TopicName

    /// Those that `plan` names, or that follow from it.
    public init(_ plan: Plan) {
        self.init(
            old: plan.old.alias, new: plan.new.alias, prefix: plan.mirror.topicPrefix,
            positions: plan.mirror.offsetsTopic, syncsOn: plan.mirror.syncsOn,
            configs: plan.mirror.configsTopic, status: plan.mirror.statusTopic)
    }

    /// Names as MirrorMaker builds them from the aliases and the separator between alias and topic.
    ///
    /// Where the syncs are is not guessed: with a flow in each direction, a topic of the name that
    /// they would have on NEW is there as well, and holds the other flow's pairs.
    public init(
        old: ClusterAlias, new: ClusterAlias, prefix: String, positions: TopicName, syncsOn: Side = .old,
        configs: TopicName? = nil, status: TopicName? = nil
    ) {
        let standard = MirrorPlan(old: old)
        let separator = MirrorNaming(old: old, new: new, prefix: prefix).separator
        let other = syncsOn == .old ? new : old
        self.positions = positions
        syncs = TopicName(rawValue: "mm2-offset-syncs\(separator)\(other)\(separator)internal")
        self.syncsOn = syncsOn
        self.configs = configs ?? standard.configsTopic
        self.status = status ?? standard.statusTopic
        checkpoints = TopicName(rawValue: "\(old)\(separator)checkpoints\(separator)internal")
        heartbeats = TopicName(rawValue: "\(old)\(separator)\(MirrorNaming.heartbeats)")
    }
}
