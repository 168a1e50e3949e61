import Quiescence

/// A record of OLD that never reached NEW: where it stands, so that it can be read there and produced again.
public struct LostRow: ListRow, Codable, Equatable {
    public var topic: String
    public var partition: Int32
    public var offset: Int64
    /// The record's own; null where it carries none.
    @Nullable public var timestampMilliseconds: Int64?
    /// The first half of the SHA-256 of its key, in 32 letters; null where it has no key.
    @Nullable public var keyDigest: String?

    var name: String { topic }

    enum CodingKeys: String, CodingKey { case topic, partition, offset, timestampMilliseconds, keyDigest }

    init(_ record: LostRecord, of partition: TopicPartition) {
        topic = partition.topic.rawValue
        self.partition = partition.partition
        offset = record.offset
        _timestampMilliseconds = Nullable(wrappedValue: record.time.valueToShow?.millisecondsSince1970)
        _keyDigest = Nullable(wrappedValue: record.key.valueToShow)
    }
}

extension LostRow {
    /// All that are known by name, in the order of topic, partition and offset.
    static func all(_ accounts: [LostAccount]) -> [LostRow] {
        accounts.flatMap { account in account.records.named.map { LostRow($0, of: account.partition) } }
    }
}

/// One page of `/api/v1/lost`, as a client reads it.
public struct LostDocument: Codable, Sendable {
    /// How many there are by name.
    public var total: Int
    public var items: [LostRow]

    public static let pageLength = ListQuery.largestLimit
}

/// What `lost` prints.
public enum LostText {
    /// A table, one line a record.
    public static func render(_ rows: [LostRow]) -> String {
        let head = ["TOPIC", "PARTITION", "OFFSET", "TIMESTAMP", "KEY DIGEST"]
        let lines =
            [head]
            + rows.map { row in
                [
                    row.topic.onOneLine, "\(row.partition)", "\(row.offset)",
                    row.timestampMilliseconds.map {
                        "\(Timestamp(WallTime(millisecondsSince1970: $0)))"
                    } ?? "none", row.keyDigest ?? "no key",
                ]
            }
        let widths = head.indices.map { column in lines.reduce(0) { max($0, $1[column].count) } }
        return lines.map { line in
            zip(line, widths).map { $0.padded(to: $1) }.joined(separator: "  ").trimmed + "\n"
        }.joined()
    }
}

extension String {
    /// Without spaces at its end.
    fileprivate var trimmed: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
