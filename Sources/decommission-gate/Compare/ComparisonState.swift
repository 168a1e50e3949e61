import DecommissionGate
import Digest
import Quiescence

/// The file in which a comparison is kept from one run to the next.
struct ComparisonState: Sendable {
    let path: String

    /// What an earlier run left there, by partition of OLD; empty where there is no such file.
    ///
    /// A file that speaks of other clusters, was read otherwise, or holds topics that nobody asks for by name is
    /// refused and not written over.
    func former(for document: ComparisonDocument) throws(Failure) -> [TopicPartition: ComparedPartition] {
        guard FilesOnDisk.exists(path) else { return [:] }
        let former: ComparisonDocument
        do throws(RecordingProblem) {
            former = try ComparisonFile.load(path, digest: Self.digest)
        } catch {
            throw Failure(.configuration, error.description)
        }
        guard former.old.clusterID == document.old.clusterID, former.new.clusterID == document.new.clusterID,
            former.topicPrefix == document.topicPrefix, former.oldIsolation == document.oldIsolation
        else {
            throw Failure(
                .configuration,
                "\(path): compares cluster \(former.old.clusterID) with \(former.new.clusterID), prefix"
                    + " \"\(former.topicPrefix)\", \(former.oldIsolation.rawValue), which is not what is asked"
                    + " for now; name another file")
        }
        let asked = Set(document.topics.map(\.topic))
        let left = document.asksForAll ? [] : former.topics.map(\.topic).filter { !asked.contains($0) }
        guard left.isEmpty else {
            throw Failure(
                .configuration,
                "\(path): holds \(counted(left.count, "topic")) more than are asked for now (\(left[0]) first),"
                    + " and what was compared of them would be lost; name no topic, or another file")
        }
        return former.topics.reduce(into: [:]) { results, topic in
            for partition in topic.partitions {
                results[TopicPartition(topic.topic, partition.partition)] = partition
            }
        }
    }

    func save(_ document: ComparisonDocument) throws(Failure) {
        do {
            try ComparisonFile.save(document, to: path, digest: Self.digest)
        } catch {
            throw Failure(
                .configuration, "--state \(path): cannot be written; name a file in a directory of your own")
        }
    }

    /// SHA-256 in letters.
    static let digest: ComparisonFile.Digest = { bytes in
        Fingerprint(try SHA256.digest(of: bytes)).hexadecimal
    }
}
