internal import CRDKafka
public import DecommissionGate
import Quiescence

/// One Kafka cluster through librdkafka: the only place where its answers become readings.
///
/// Two clients without a group ask for everything: a `read_uncommitted` one knows the end offset of
/// a partition, a `read_committed` one its last stable offset. A third, with a group id of its own
/// that never joins, asks for the commits of groups. Nothing is created or committed by any of them.
public actor KafkaCluster: ClusterReader {
    let connection: ClusterConnection
    let limits: Limits
    let settings: Settings
    let requests = RequestLedger()
    let undertaker = Undertaker()
    let names = KnownNames()
    /// For calls that ask; readers of records have a line of their own, in ``readers``.
    let lanes: Lanes
    /// One thread for each isolation level: a partition can be read by one reader at a time.
    let readers: [Isolation: Lanes]
    var clients: Clients?
    var metadataUnderWay: Task<Result<AgreedLayout, Cause>, Never>?
    var coordinators = Coordinators()
    var cursors: [FollowedLog: [Int32: Int64]] = [:]
    /// The cluster that answered the survey in hand: an address may come to lead to another one at any time.
    var surveyed: ClusterID?

    /// Connects to nothing yet.
    ///
    /// - Throws: what is wrong with `connection.properties`, without any value.
    public init(_ connection: ClusterConnection, limits: Limits = Limits()) throws(InvalidProperties) {
        self.connection = connection
        self.limits = limits
        settings = try Settings(connection, limits)
        lanes = Lanes(name: "kafka-\(connection.alias)", limit: limits.threads)
        readers = Dictionary(
            uniqueKeysWithValues: Isolation.allCases.map { ($0, Lanes(name: "kafka-read", limit: 1)) })
    }

    deinit {
        lanes.close()
        for reader in readers.values { reader.close() }
    }

    /// The version of librdkafka that runs here: "2.0.2".
    public static var libraryVersion: String { String(cString: rd_kafka_version_str()) }

    /// What is wrong with properties for librdkafka; asks no broker. Empty when all is well.
    public static func validate(properties: [String: String]) -> [PropertyProblem] {
        Settings.problems(in: properties)
    }

    public func close(until deadline: Deadline) async {
        clients = nil
        lanes.close()
        for reader in readers.values { reader.close() }
        await undertaker.rest(until: deadline)
    }
}
