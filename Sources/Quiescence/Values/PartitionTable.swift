/// What is remembered of single partitions, by topic: a topic that came in stays, though its column may be empty later.
typealias PartitionTable<Value: Sendable> = NameTable<TopicName, PartitionColumn<Value>>

extension NameTable where Key == TopicName {
    /// The value of one partition.
    subscript<Single>(partition: TopicPartition) -> Single? where Value == PartitionColumn<Single> {
        get { self[partition.topic]?[partition.partition] }
        set {
            guard newValue != nil || self[partition] != nil else { return }
            self[partition.topic, default: PartitionColumn()][partition.partition] = newValue
        }
    }

    /// The values of one topic, looked for behind those that `cursor` found last; empty where it has none.
    func column<Single>(of topic: TopicName, _ cursor: inout NameCursor) -> PartitionColumn<Single>
    where Value == PartitionColumn<Single> {
        value(of: topic, &cursor) ?? PartitionColumn()
    }

    /// The same by itself.
    func column<Single>(of topic: TopicName) -> PartitionColumn<Single>
    where Value == PartitionColumn<Single> {
        self[topic] ?? PartitionColumn()
    }
}
