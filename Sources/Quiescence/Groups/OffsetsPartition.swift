/// Where Kafka keeps what a group commits.
enum OffsetsPartition {
    /// The partition of `__consumer_offsets` that holds the group: Java's `String.hashCode`, its sign bit
    /// cleared, modulo the number of partitions.
    static func of(_ group: GroupName, partitions: Int32) -> Int32 {
        var hash: Int32 = 0
        for unit in group.rawValue.utf16 { hash = hash &* 31 &+ Int32(unit) }
        return (hash & 0x7fff_ffff) % partitions
    }
}
