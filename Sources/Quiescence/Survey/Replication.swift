/// Where the copies of a partition stand, as the metadata say.
public enum Replication: Hashable, Sendable {
    /// All of its replicas are in sync; how many there are.
    case complete(Int32)
    /// Some are not, so that a leader may hold records alone: which ones, of how many. Never none.
    indirect case partial(lagging: [BrokerID], of: Int32)

    /// - Parameter lagging: Replicas that are not in sync.
    public init(replicas: Int32, lagging: [BrokerID]) {
        self = lagging.isEmpty ? .complete(replicas) : .partial(lagging: lagging, of: replicas)
    }

    /// How many replicas there are.
    public var replicas: Int32 {
        switch self {
        case .complete(let replicas), .partial(_, let replicas): replicas
        }
    }

    /// Which of them are not in sync.
    public var lagging: [BrokerID] {
        switch self {
        case .complete: []
        case .partial(let lagging, _): lagging
        }
    }

    /// The worse of both in everything: the in-sync set may breathe between two looks.
    public func worse(_ other: Replication) -> Replication {
        if self == other { return self }
        return Replication(
            replicas: max(replicas, other.replicas), lagging: Set(lagging + other.lagging).sorted())
    }
}
