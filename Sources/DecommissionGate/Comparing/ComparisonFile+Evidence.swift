public import Quiescence

extension ComparisonFile {
    /// What a file's text is evidence of; what cannot be any is refused with a sentence.
    ///
    /// - Parameters:
    ///   - file: Names it in what is wrong.
    ///   - name: What findings call it.
    public static func evidence(
        _ text: [UInt8], file: String, named name: String, digest: Digest
    ) throws(RecordingProblem) -> Comparison {
        let (document, sha256) = try unsealed(text, file: file, digest: digest)
        if let reservation = document.reservations.first {
            throw RecordingProblem(
                file: file, place: "comparison.reservations",
                what: "says that even equal topics prove nothing: \(reservation); mend that and compare again"
            )
        }
        guard document.topics.contains(where: { !$0.partitions.isEmpty }) else {
            throw RecordingProblem(file: file, what: "compares no partition, so it is evidence of nothing")
        }
        return Comparison(document, named: name, sha256: sha256)
    }

    /// The same of the file at `path`.
    public static func evidence(at path: String, named name: String, digest: Digest)
        throws(RecordingProblem) -> Comparison
    {
        let text: [UInt8]
        do {
            text = try FilesOnDisk.contents(path, upTo: maximumSize)
        } catch {
            throw RecordingProblem(file: path, what: error.reason)
        }
        return try evidence(text, file: path, named: name, digest: digest)
    }
}

extension Comparison {
    fileprivate init(_ document: ComparisonDocument, named name: String, sha256: String) {
        var partitions = PartitionMap<ComparedExtent>()
        for topic in document.topics where "\(topic.mirror)" == "\(document.topicPrefix)\(topic.topic)" {
            for partition in topic.partitions {
                partitions[TopicPartition(topic.topic, partition.partition)] = ComparedExtent(
                    partition, begun: document.beganAt)
            }
        }
        // What an earlier run had found may stand there by another machine's clock.
        let latest = document.topics.flatMap(\.partitions).reduce(document.endedAt) { max($0, $1.comparedAt) }
        self.init(
            title: "\(name) of \(document.endedAt.clock)", sha256: sha256, old: document.old.clusterID,
            new: document.new.clusterID, topicPrefix: document.topicPrefix, isolation: document.oldIsolation,
            latest: WallTime(latest),
            partitions: partitions)
    }
}

extension ComparedExtent {
    /// Nil where it proves nothing either way.
    fileprivate init?(_ partition: ComparedPartition, begun: Timestamp) {
        switch partition.outcome {
        case .equal, .different: break
        case .expiredOrMissing, .moved, .unknown: return nil
        }
        // What an earlier run had found was compared before this one began.
        self.init(
            isEqual: partition.outcome == .equal, sourceStart: partition.old.start,
            sourceEnd: partition.old.end, records: partition.old.records,
            mirrorStart: partition.new?.start ?? 0, mirrorEnd: partition.new?.end ?? 0,
            time: WallTime(min(begun, partition.comparedAt)))
    }
}
