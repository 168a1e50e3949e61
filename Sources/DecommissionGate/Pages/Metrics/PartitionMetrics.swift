import Quiescence

/// Series by partition, written on demand only: there can be very many.
extension DetailMetrics {
    var partitionEndBlock: MetricBlock {
        var block = MetricBlock(Self.partitionEnd)
        for cluster in clusters {
            for (topic, reading) in cluster.topics.valueToShow?.sorted(by: { $0.key < $1.key }) ?? [] {
                for (index, partition) in (reading.valueToShow?.partitions ?? []).enumerated() {
                    let labels = (cluster.alias.rawValue, topic.rawValue, "\(index)")
                    block.add(partition.end, as: { .integer($0.value) }, labels.0, labels.1, labels.2)
                }
            }
        }
        return block
    }

    var partitionLagBlock: MetricBlock {
        var block = MetricBlock(Self.partitionLag)
        for cluster in clusters {
            for (group, survey) in cluster.groups.seen.sorted(by: { $0.key < $1.key }) {
                let commits = survey.commits.valueToShow?.sorted { $0.key < $1.key } ?? []
                for (partition, committed) in commits {
                    guard let lag = cluster.lag(behind: committed, on: partition) else { continue }
                    block.add(
                        .integer(lag), cluster.alias.rawValue, group.rawValue, partition.topic.rawValue,
                        "\(partition.partition)")
                }
            }
        }
        return block
    }

    private var clusters: [ClusterSurvey] {
        [survey.old, survey.new].sorted { $0.alias < $1.alias }
    }

    private static let partitionEnd = MetricFamily.gauge(
        "decommission_topic_partition_log_end_offset", "kafka_cluster", "topic", "partition",
        help: "End offset of the partition; only where it could be read.")
    private static let partitionLag = MetricFamily.gauge(
        "decommission_consumer_group_partition_lag_records", "kafka_cluster", "group", "topic", "partition",
        help: "End offset minus the group's commit or the log start, whichever is higher, tails proven empty "
            + "included; only where that is known.")
}

extension ClusterSurvey {
    /// nil where an offset is not known, and where the commit lies beyond the end: a contradiction.
    fileprivate func lag(behind committed: CommittedOffset, on partition: TopicPartition) -> Int64? {
        guard let partitions = topics.valueToShow?[partition.topic]?.valueToShow?.partitions,
            partitions.indices.contains(Int(partition.partition))
        else { return nil }
        let found = partitions[Int(partition.partition)]
        guard let start = found.start.valueToShow, let end = found.end.valueToShow else { return nil }
        let lag = end.value - max(committed.value, start.value)
        return lag >= 0 ? lag : nil
    }
}
