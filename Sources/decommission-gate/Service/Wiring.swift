import DecommissionGate
import KafkaCluster
import MirrorMaker
import Producers
import Quiescence

extension Collector {
    /// The collector of a configuration, with readers of its own. Asks nobody anything yet.
    convenience init(_ configuration: Configuration, clocks: any Clocks) throws(Failure) {
        let plan = configuration.plan
        let topics = MirrorTopics(
            old: plan.old.alias, new: plan.new.alias, prefix: plan.mirror.topicPrefix,
            positions: plan.mirror.offsetsTopic)
        self.init(
            plan: plan, old: try Self.reader(of: configuration.old),
            new: try Self.reader(of: configuration.new),
            mirror: MirrorMakerReader(old: plan.old.alias, topics: topics),
            producers: DeclaredProducers(configuration.producers), clocks: clocks,
            timeout: configuration.sampling.timeout)
    }

    private static func reader(of connection: ClusterConnection) throws(Failure) -> KafkaCluster {
        do throws(InvalidProperties) {
            return try KafkaCluster(connection)
        } catch {
            throw Failure(.configuration, "cluster \(connection.alias): \(error)")
        }
    }
}
