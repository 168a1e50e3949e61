import DecommissionGate
import FoundationEssentials
import Quiescence

/// MirrorMaker's positions, out of the source-offsets topic of the Connect cluster that it runs in.
///
/// A value is `{"offset":N}`, N being the last mirrored record; null takes the position back. What is
/// newest counts, by the order of the log and never by size: a position that goes back is a fact too.
/// Other connectors' keys and other clusters' positions are passed over.
struct PositionBook: Book {
    /// OLD's alias, as it stands in the keys.
    let cluster: ClusterAlias
    private(set) var malformed = 0
    private var entries: [Source: [Entry]] = [:]
    /// What ``entries`` amount to; kept beside them, so that surveys without a new record share it.
    private var positions: [ConnectorName: PartitionMap<Reading<MirrorPosition>>] = [:]
    private var topics = Names<TopicName>()
    private var connectors = Names<ConnectorName>()

    private struct Source: Hashable {
        let connector: ConnectorName
        let partition: TopicPartition
    }

    /// What one partition of the offsets topic says last of a source partition.
    private struct Entry {
        let log: Int32
        let position: Reading<MirrorPosition>
    }

    init(cluster: ClusterAlias) { self.cluster = cluster }

    var content: Reading<[ConnectorName: PartitionMap<Reading<MirrorPosition>>]> { .known(positions) }

    mutating func take(_ record: LogRecord) {
        do throws(MalformedRecord) {
            guard let bytes = record.key else { throw .missing("key") }
            guard case .sourcePartition(let connector, cluster, let partition) = try SourceOffsetKey(bytes)
            else { return }
            take(
                record,
                of: Source(
                    connector: connectors.shared(connector),
                    partition: TopicPartition(topics.shared(partition.topic), partition.partition)))
        } catch {
            malformed += 1
        }
    }

    mutating func clear() { self = PositionBook(cluster: cluster) }

    private mutating func take(_ record: LogRecord, of source: Source) {
        entries[source]?.removeAll { $0.log == record.partition }
        if let value = record.value {
            let position = position(value, source, record)
            entries[source, default: []].append(Entry(log: record.partition, position: position))
        } else if entries[source]?.isEmpty == true {
            entries[source] = nil
        }
        positions[source.connector, default: [:]][source.partition] = entries[source].map {
            Self.agreed($0, source)
        }
        if positions[source.connector]?.isEmpty == true { positions[source.connector] = nil }
    }

    private mutating func position(_ value: [UInt8], _ source: Source, _ record: LogRecord)
        -> Reading<MirrorPosition>
    {
        do throws(MalformedRecord) {
            return .known(try Self.position(value))
        } catch {
            malformed += 1
            return .unreadable(
                Cause(
                    .malformed,
                    """
                    position of \(source.partition) by \(source.connector), partition \(record.partition) \
                    offset \(record.offset) of the offsets topic: \(error)
                    """))
        }
    }

    private static func position(_ value: [UInt8]) throws(MalformedRecord) -> MirrorPosition {
        struct Value: Decodable { let offset: Int64 }
        let number: Int64
        do {
            number = try JSONDecoder().decode(Value.self, from: Data(value)).offset
        } catch {
            throw .unexpectedShape(#"{"offset":N}"#)
        }
        guard let position = MirrorPosition(number) else { throw .negative("offset") }
        return position
    }

    /// A key whose members come in another order is other bytes and can lie in another partition of the
    /// topic; between partitions no order says which of two values is newer.
    private static func agreed(_ entries: [Entry], _ source: Source) -> Reading<MirrorPosition> {
        guard let first = entries.first else { return .absent }
        for other in entries.dropFirst() where other.position != first.position {
            return .unreadable(
                Cause(
                    .contradiction,
                    """
                    \(source.connector) has two positions of \(source.partition), \
                    in partitions \(first.log) and \(other.log) of the offsets topic
                    """, remedy: "remove the position that the connector no longer writes"))
        }
        return first.position
    }
}
