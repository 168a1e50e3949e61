public import DecommissionGate
import MockKafka
public import Quiescence

/// A migration from beginning to end in one process: two clusters, producers, a mirror, groups, and the acts
/// that a team would do. The gate watches it as it would watch theirs.
public final class Demo: Sendable {
    /// What a file would say of these clusters.
    public let configuration: Configuration
    let world: World
    private let old: DemoCluster
    private let new: DemoCluster
    private let file: SharedFile
    let pace: Pace

    /// Starts the clusters; nothing moves on them before ``warmUp()``.
    ///
    /// - Parameter connect: Makes a reader of a cluster, as the gate's own are.
    public convenience init(
        pace: Pace, clocks: any Clocks, connect: @Sendable (ClusterConnection) throws -> any ClusterReader
    ) throws {
        try self.init(pace: pace, clocks: clocks, faults: [], connect: connect)
    }

    init(
        pace: Pace, clocks: any Clocks, faults: Set<World.Fault>,
        connect: @Sendable (ClusterConnection) throws -> any ClusterReader
    ) throws {
        self.pace = pace
        old = try DemoCluster(.old)
        new = try DemoCluster(.new)
        file = try SharedFile()
        try file.write(old.mock.bootstrapServers)
        world = try World(
            old, new, file: file, pace: pace, clocks: clocks, faults: faults, connect: connect)
        configuration = Self.configuration(old, new, file, pace)
    }

    deinit { file.remove() }

    private static func configuration(
        _ old: DemoCluster, _ new: DemoCluster, _ file: SharedFile, _ pace: Pace
    ) -> Configuration {
        let producers = Producer.all(on: .old).map(\.name)
        let source = ProducerSource.file(path: file.path, key: SharedFile.key)
        let timing = pace.timing
        return Configuration(
            old: old.connection, new: new.connection,
            plan: Plan(
                old: ClusterPlan(alias: Names.old, bootstrapServers: old.mock.bootstrapServers),
                new: ClusterPlan(alias: Names.new, bootstrapServers: new.mock.bootstrapServers),
                mirror: MirrorPlan(topicPrefix: Names.naming.prefix, offsetsTopic: Names.positions),
                producers: .declared(
                    producers.map { DeclaredProducer(name: $0, place: source.inWords) }), timing: timing),
            // Longer than the interval, as no file may have it: a machine that is busy for a moment is to
            // delay a survey and not to fail it.
            sampling: Sampling(interval: timing.interval, timeout: .seconds(10)),
            producers: Dictionary(uniqueKeysWithValues: producers.map { ($0, source) }))
    }

    /// `base`, a reader of one of the clusters, with what the mock cannot answer filled in.
    public func completed(_ base: any ClusterReader, on side: Side) -> any ClusterReader {
        DemoReader(base: base, groups: side == .old ? old.groups : new.groups)
    }

    /// For people: what is not read from the brokers.
    public static let confession = DemoReader.confession

    /// Removes what lies on the disk.
    public func remove() { file.remove() }
}
