import Quiescence

/// What the two clusters of the demo hold.
enum Names {
    static let old: ClusterAlias = "OLD"
    static let new: ClusterAlias = "NEW"
    static let naming = MirrorNaming(old: old, new: new, prefix: "OLD.")

    /// What the producers write, with the number of partitions.
    static let topics: [(name: TopicName, partitions: Int32)] = [("orders", 3), ("payments", 2)]
    /// What the mirror follows.
    static let mirrored = topics + [(MirrorNaming.heartbeats, 1)]

    static let consumerOffsets: TopicName = "__consumer_offsets"
    static let positions: TopicName = "mm2-offsets.OLD.internal"
    static let syncs: TopicName = "mm2-offset-syncs.NEW.internal"
    static let checkpoints: TopicName = "OLD.checkpoints.internal"
    static let configs: TopicName = "mm2-configs.OLD.internal"
    static let status: TopicName = "mm2-status.OLD.internal"

    /// Everything that stands on a cluster from the start.
    static func topics(on side: Side) -> [(name: TopicName, partitions: Int32)] {
        switch side {
        case .old: mirrored + [(syncs, 1), (consumerOffsets, 1)]
        case .new:
            topics + mirrored.map { (naming.mirror(of: $0.name), $0.partitions) }
                + [(positions, 1), (checkpoints, 1), (configs, 1), (status, 1), (consumerOffsets, 1)]
        }
    }
}
