import DecommissionGate
import Quiescence

/// An address leads to another cluster when somebody changes a name's records, and a client that lost its
/// brokers follows it there without a word. So what is asked for at several times is checked to come from
/// one cluster.
extension KafkaCluster {
    /// From now on answers must come from the cluster of this layout. Nothing that was followed on another one
    /// goes on here.
    func attribute(to layout: AgreedLayout) {
        guard case .known(let id) = layout.identity else { return }
        if let surveyed, surveyed != id { cursors = [:] }
        surveyed = id
    }

    /// Why an answer does not count: it came from another cluster than the survey's, or from none that has a
    /// name. Nil where it counts.
    func obstacle(in id: Reading<ClusterID>) -> Cause? {
        switch id {
        case .known(let id):
            guard let surveyed else {
                surveyed = id
                return nil
            }
            guard surveyed != id else { return nil }
            return Cause(
                .contradiction,
                "\(connection.alias) answers as cluster \(id), and as \(surveyed) when it was surveyed",
                remedy: "see where its bootstrap servers lead: all of them must lead to one cluster")
        case .absent: return Cause(.incomplete, "\(connection.alias) gives no cluster id")
        case .unreadable(let cause): return cause
        }
    }

    /// The same of several clients.
    func obstacle(in clients: Clients) -> Cause? {
        obstacle(in: clients.uncommitted.clusterID()) ?? obstacle(in: clients.committed.clusterID())
    }

    /// The layout, if it is that of the cluster that was surveyed.
    func attributed(_ layout: AgreedLayout) throws(Cause) -> AgreedLayout {
        if let cause = obstacle(in: layout.identity) { throw cause }
        return layout
    }
}
