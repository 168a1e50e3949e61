import DecommissionGate
import Quiescence

/// Newest checkpoint of every group and mirror partition, out of `OLD.checkpoints.internal`.
///
/// Key: group (string), mirror topic (string), partition (int32). Value: version 0 (int16), upstream
/// (int64), downstream (int64), the commit's metadata (string). While the newest checkpoint of any key
/// cannot be understood the reading as a whole is unreadable: a commit of MirrorMaker's own, which is
/// known by being equal to the checkpoint, would be taken for a consumer's.
struct CheckpointBook: Book {
    private(set) var malformed = 0
    private var checkpoints: [GroupName: PartitionMap<Checkpoint>] = [:]
    /// Keys of which the newest value could not be understood.
    private var unreadable: [Key: Cause] = [:]
    private var topics = Names<TopicName>()

    private struct Key: Hashable {
        let group: GroupName
        var partition: TopicPartition
    }

    var content: Reading<[GroupName: PartitionMap<Checkpoint>]> {
        firstCause(unreadable.values).map(Reading.unreadable) ?? .known(checkpoints)
    }

    mutating func take(_ record: LogRecord) {
        do throws(MalformedRecord) {
            var key = try Self.key(record)
            key.partition = TopicPartition(topics.shared(key.partition.topic), key.partition.partition)
            take(record, of: key)
        } catch {
            malformed += 1
        }
    }

    private mutating func take(_ record: LogRecord, of key: Key) {
        do throws(MalformedRecord) {
            let checkpoint = try Self.checkpoint(record)
            checkpoints[key.group, default: [:]][key.partition] = checkpoint
            if checkpoints[key.group]?.isEmpty == true { checkpoints[key.group] = nil }
            unreadable[key] = nil
        } catch {
            malformed += 1
            unreadable[key] = Cause(
                .malformed,
                "checkpoint of \(key.group) on \(key.partition) at offset \(record.offset): \(error)")
        }
    }

    mutating func clear() { self = CheckpointBook() }

    private static func key(_ record: LogRecord) throws(MalformedRecord) -> Key {
        guard let bytes = record.key else { throw .missing("key") }
        var key = FieldReader(bytes)
        let group = GroupName(rawValue: try key.string())
        let partition = TopicPartition(TopicName(rawValue: try key.string()), try key.partition())
        try key.finish()
        return Key(group: group, partition: partition)
    }

    /// Nil for a tombstone.
    private static func checkpoint(_ record: LogRecord) throws(MalformedRecord) -> Checkpoint? {
        guard let bytes = record.value else { return nil }
        var value = FieldReader(bytes)
        try value.version()
        let checkpoint = Checkpoint(
            upstream: try value.offset("upstream offset"), downstream: try value.offset("downstream offset"))
        _ = try value.string()
        try value.finish()
        return checkpoint
    }
}
