import FoundationEssentials
import Quiescence

/// The key of a record in Kafka Connect's source-offsets topic: a connector's name and, as an object
/// of the connector's own making, the thing whose position the value is.
///
/// MirrorMaker's source connector writes
/// `["MirrorSourceConnector",{"cluster":"OLD","partition":0,"topic":"orders"}]`, members in any order.
enum SourceOffsetKey: Equatable {
    /// The position of `partition` on the cluster `cluster`.
    case sourcePartition(ConnectorName, cluster: ClusterAlias, TopicPartition)
    /// Written by a connector of another kind: MirrorMaker's heartbeats and checkpoints, or a stranger's.
    case foreign

    init(_ bytes: [UInt8]) throws(MalformedRecord) {
        let shape = MalformedRecord.unexpectedShape("a connector's name and an object, as JSON")
        let pair: Pair
        do {
            pair = try JSONDecoder().decode(Pair.self, from: Data(bytes))
        } catch {
            throw shape
        }
        self = try pair.key()
    }

    /// The JSON array of two, its object looked at only as far as it is MirrorMaker's.
    private struct Pair: Decodable {
        let connector: String
        let members: Members

        init(from decoder: any Decoder) throws {
            var array = try decoder.unkeyedContainer()
            connector = try array.decode(String.self)
            members = try array.decode(Members.self)
            guard array.isAtEnd else {
                throw DecodingError.dataCorruptedError(in: array, debugDescription: "more than two")
            }
        }

        func key() throws(MalformedRecord) -> SourceOffsetKey {
            guard members.isSourcePartition, let cluster = members.cluster else { return .foreign }
            guard let topic = members.topic, let partition = members.partition else {
                throw .unexpectedShape("a topic's name and a partition's number")
            }
            guard partition >= 0 else { throw .negative("partition") }
            return .sourcePartition(
                ConnectorName(rawValue: connector), cluster: ClusterAlias(rawValue: cluster),
                TopicPartition(TopicName(rawValue: topic), partition))
        }
    }

    private struct Members: Decodable {
        /// It has MirrorMaker's three members, and not the group that makes it a checkpoint's.
        let isSourcePartition: Bool
        /// Nil where the member is missing or of another type.
        let cluster: String?
        let topic: String?
        let partition: Int32?

        private enum CodingKeys: String, CodingKey {
            case cluster, topic, partition, group
        }

        init(from decoder: any Decoder) throws {
            let object = try decoder.container(keyedBy: CodingKeys.self)
            isSourcePartition =
                object.contains(.cluster) && object.contains(.topic) && object.contains(.partition)
                && !object.contains(.group)
            cluster = Self.value(in: object, .cluster)
            topic = Self.value(in: object, .topic)
            partition = Self.value(in: object, .partition)
        }

        private static func value<Value: Decodable>(
            in object: KeyedDecodingContainer<CodingKeys>, _ key: CodingKeys
        ) -> Value? {
            do {
                return try object.decode(Value.self, forKey: key)
            } catch {
                // Not ours to judge here: a stranger may mean anything by that name.
                return nil
            }
        }
    }
}
