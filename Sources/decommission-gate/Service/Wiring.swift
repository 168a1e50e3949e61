import DecommissionGate
import KafkaCluster
import MirrorMaker
import Producers
import Quiescence

extension Collector {
    /// The collector of a configuration, with readers of its own. Asks nobody anything yet.
    ///
    /// - Parameter completed: Puts another reader in place of one of a cluster.
    convenience init(
        _ configuration: Configuration, clocks: any Clocks, limits: Limits = Limits(),
        completed: (any ClusterReader, Side) -> any ClusterReader = { reader, _ in reader }
    ) throws(Failure) {
        let plan = configuration.plan
        let topics = MirrorTopics(plan)
        self.init(
            plan: plan, old: completed(try KafkaCluster.reader(of: configuration.old, limits), .old),
            new: completed(try KafkaCluster.reader(of: configuration.new, limits), .new),
            mirror: MirrorMakerReader(old: plan.old.alias, topics: topics),
            producers: DeclaredProducers(configuration.producers), clocks: clocks,
            timeout: configuration.sampling.timeout)
    }
}

extension KafkaCluster {
    /// A reader of one cluster, or what is wrong with the configuration of it.
    static func reader(of connection: ClusterConnection, _ limits: Limits) throws(Failure) -> KafkaCluster {
        do throws(InvalidProperties) {
            return try KafkaCluster(connection, limits: limits)
        } catch {
            throw Failure(.configuration, "cluster \(connection.alias): \(error)")
        }
    }
}
