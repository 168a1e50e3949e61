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
    /// Of nearly every partition one.
    private var entries: [ConnectorName: PartitionMap<Statements>] = [:]
    /// What ``entries`` amount to; kept beside them, so that surveys without a new record share it.
    private var positions: [ConnectorName: PartitionMap<Reading<MirrorPosition>>] = [:]

    private struct Source {
        let connector: ConnectorName
        let partition: TopicPartition
    }

    /// What one partition of the offsets topic says last of a source partition.
    private struct Statement {
        let log: Int32
        let position: Reading<MirrorPosition>
    }

    /// All that is said last of a source partition; an array for each would weigh more than what is in it.
    private enum Statements {
        case one(Statement)
        case several([Statement])

        var all: [Statement] {
            switch self {
            case .one(let statement): [statement]
            case .several(let statements): statements
            }
        }

        /// With what that partition of the offsets topic says now; nil where nothing is left.
        func replacing(_ log: Int32, by newest: Statement?) -> Statements? {
            let now = all.filter { $0.log != log } + (newest.map { [$0] } ?? [])
            guard let first = now.first else { return nil }
            return now.count == 1 ? .one(first) : .several(now)
        }
    }

    init(cluster: ClusterAlias) { self.cluster = cluster }

    var content: Reading<[ConnectorName: PartitionMap<Reading<MirrorPosition>>]> { .known(positions) }

    mutating func take(_ record: LogRecord) {
        do throws(MalformedRecord) {
            guard let bytes = record.key else { throw .missing("key") }
            guard case .sourcePartition(let connector, cluster, let partition) = try SourceOffsetKey(bytes)
            else { return }
            take(record, of: Source(connector: connector, partition: partition))
        } catch {
            malformed += 1
        }
    }

    mutating func clear() { self = PositionBook(cluster: cluster) }

    private mutating func take(_ record: LogRecord, of source: Source) {
        let entry = record.value.map {
            Statement(log: record.partition, position: position($0, source, record))
        }
        let known = entries[source.connector]?[source.partition]
        let now = known.map { $0.replacing(record.partition, by: entry) } ?? entry.map { .one($0) }
        entries[source.connector, default: [:]][source.partition] = now
        positions[source.connector, default: [:]][source.partition] = now.map {
            Self.agreed($0.all, source)
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
    private static func agreed(_ entries: [Statement], _ source: Source) -> Reading<MirrorPosition> {
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
