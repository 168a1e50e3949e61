import Quiescence

/// A comparison for people: a line for each topic, the worst first, and what is wrong with single partitions.
public enum ComparisonText {
    /// Partitions that are told of one by one.
    private static let mostDetails = 20

    public static func render(_ document: ComparisonDocument) -> String {
        let topics = document.topics.sorted {
            $0.outcome == $1.outcome ? $0.topic < $1.topic : $0.outcome > $1.outcome
        }
        var lines = [heading(document), ""]
        lines += table([columns] + topics.map(row)).map { "  " + $0 }
        let details = topics.flatMap(details)
        if !details.isEmpty { lines += [""] + details.prefix(mostDetails).flatMap(\.self) }
        if details.count > mostDetails {
            lines.append("  … and \(grouped(details.count - mostDetails)) more; --output json has them all")
        }
        if !document.reservations.isEmpty { lines += [""] + document.reservations.map { "  " + $0 } }
        lines += ["", conclusion(document)]
        return lines.map { $0.onOneLine + "\n" }.joined()
    }

    private static func heading(_ document: ComparisonDocument) -> String {
        let partitions = document.topics.flatMap(\.partitions)
        let bytes = partitions.reduce(Int64(0)) { $0 &+ $1.old.bytes &+ ($1.new?.bytes ?? 0) }
        return [
            "\(document.old.alias) (\(document.old.clusterID)) compared with"
                + " \(document.new.alias) (\(document.new.clusterID))",
            counted(document.topics.count, "topic"), counted(partitions.count, "partition"),
            RateLimit.words(bytes: bytes), document.endedAt.clock,
        ].joined(separator: "   ")
    }

    private static let columns = [
        "OUTCOME", "TOPIC", "PARTITIONS", "ON OLD", "ON NEW", "MISSING", "UNDECIDED", "EXTRA",
        "EXPIRED ON OLD",
        "SUPERSEDED",
    ]

    private static func row(_ topic: ComparedTopic) -> [String] {
        func sum(_ count: (ComparedPartition) -> Int64) -> String {
            grouped(Int(clamping: topic.partitions.reduce(0) { $0 &+ count($1) }))
        }
        return [
            topic.outcome.words, topic.topic.rawValue.onOneLine, grouped(topic.partitionCount),
            sum { $0.old.records }, sum { $0.new?.records ?? 0 },
            sum { $0.difference.missing.count + $0.difference.overtaken.count },
            sum { $0.difference.expiredOrMissing.count }, sum { $0.difference.extra.count },
            sum { $0.difference.expiredOnOld },
            sum { $0.difference.superseded + $0.difference.supersededInMirror },
        ]
    }

    /// Names to the left, numbers to the right.
    private static func table(_ rows: [[String]]) -> [String] {
        let widths = columns.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { column in
                let gap = String(repeating: " ", count: widths[column] - row[column].count)
                return column < 2 ? row[column] + gap : gap + row[column]
            }.joined(separator: "  ")
        }
    }

    /// What there is to say of a topic that is not equal, partition by partition.
    private static func details(_ topic: ComparedTopic) -> [[String]] {
        if let unreadable = topic.unreadable { return [detail("\(topic.topic)", [unreadable])] }
        var details = topic.partitions.filter { $0.outcome != .equal }.map { partition in
            detail("\(topic.topic)-\(partition.partition)", sentences(partition, topic))
        }
        let left = topic.partitionCount - topic.partitions.count
        if left > 0 {
            details.append(detail("\(topic.topic)", ["\(counted(left, "partition")) not compared"]))
        }
        return details
    }

    private static func detail(_ subject: String, _ sentences: [String]) -> [String] {
        sentences.enumerated().map { index, sentence in
            "  " + (index == 0 ? subject : String(repeating: " ", count: subject.count)) + "  " + sentence
        }
    }

    private static func sentences(_ partition: ComparedPartition, _ topic: ComparedTopic) -> [String] {
        if let unreadable = partition.unreadable { return [unreadable] }
        let difference = partition.difference
        var sentences = partition.moved
        if partition.new == nil { sentences.append("\(topic.mirror) has no such partition") }
        func add(_ tally: OffsetTally, _ words: String) {
            if !tally.isEmpty {
                sentences.append("\(words): offset\(tally.count == 1 ? "" : "s") \(tally.words())")
            }
        }
        add(difference.missing, "on OLD alone")
        add(difference.overtaken, "the newest of its key on OLD, and not in the mirror")
        add(difference.expiredOrMissing, "not in the mirror, expired there or never mirrored")
        return sentences
    }

    private static func conclusion(_ document: ComparisonDocument) -> String {
        switch document.outcome {
        case .equal:
            "Equal: all that OLD retains of these topics stands on NEW; of those that compact, the newest of each key."
        case .different: "Different: records stand on OLD alone. They can still be saved; do not remove OLD."
        case .expiredOrMissing:
            "Not proven: records of OLD are not on NEW, where they may have expired, or never were."
        case .moved:
            "Not proven: some partitions changed while they were compared. Compare them again when they rest."
        case .unknown: "Not proven: not everything could be compared."
        }
    }
}

extension ComparisonOutcome {
    /// In a table.
    fileprivate var words: String {
        switch self {
        case .equal: "EQUAL"
        case .expiredOrMissing: "UNDECIDED"
        case .moved: "MOVED"
        case .unknown: "UNKNOWN"
        case .different: "DIFFERENT"
        }
    }
}
