/// Where Kafka keeps what a group commits.
enum OffsetsPartition {
    /// The partition of `__consumer_offsets` that holds the group: the absolute value of Java's
    /// `String.hashCode`, 0 for the one number that has none, modulo the number of partitions (checked
    /// against real records; clearing the sign bit instead gives other partitions for half of all names).
    static func of(_ group: GroupName, partitions: Int32) -> Int32 {
        var hash: Int32 = 0
        for unit in group.rawValue.utf16 { hash = hash &* 31 &+ Int32(unit) }
        return (hash == .min ? 0 : abs(hash)) % partitions
    }
}
