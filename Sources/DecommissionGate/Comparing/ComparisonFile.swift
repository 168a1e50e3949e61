import Quiescence

/// A comparison as it is kept: with the digest of its own text, so that a damaged file is not believed.
public struct ComparisonFile: Sendable {
    /// SHA-256, in the usual 64 letters.
    public typealias Digest = @Sendable (_ bytes: [UInt8]) throws -> String

    private struct Sealed: Codable {
        let comparison: ComparisonDocument
        let sha256: String
    }

    /// Far above what a million partitions take.
    static let maximumSize = 1 << 30

    private static let mend = "`decommission-gate compare … --output json` or --state writes one"

    /// The bytes to print or to keep.
    public static func bytes(_ document: ComparisonDocument, digest: Digest) throws -> [UInt8] {
        try JSON.bytes(Sealed(comparison: document, sha256: digest(JSON.bytes(document))))
    }

    /// Writes the file at `path`, so that it is the former or the new one at every moment.
    public static func save(_ document: ComparisonDocument, to path: String, digest: Digest) throws {
        try FilesOnDisk.save(bytes(document, digest: digest), to: path)
    }

    /// Reads the file at `path`; what is damaged, or is another thing, is refused with a sentence.
    public static func load(_ path: String, digest: Digest) throws(RecordingProblem) -> ComparisonDocument {
        let text: [UInt8]
        do {
            text = try FilesOnDisk.contents(path, upTo: maximumSize)
        } catch {
            throw RecordingProblem(file: path, what: error.reason)
        }
        return try read(text, file: path, digest: digest)
    }

    /// Reads a file's text; `file` names it in what is wrong.
    public static func read(_ text: [UInt8], file: String, digest: Digest) throws(RecordingProblem)
        -> ComparisonDocument
    {
        try unsealed(text, file: file, digest: digest).document
    }

    /// The same, with the digest that was proven to be its own.
    static func unsealed(_ text: [UInt8], file: String, digest: Digest) throws(RecordingProblem)
        -> (document: ComparisonDocument, sha256: String)
    {
        let sealed: Sealed
        var isGenuine: Bool
        do {
            sealed = try decoded(text, file)
            isGenuine = try digest(written(in: text, sealed.sha256)) == sealed.sha256
            // Another program may have laid it out anew: `jq` does.
            if !isGenuine { isGenuine = try digest(JSON.bytes(sealed.comparison)) == sealed.sha256 }
        } catch let error as RecordingProblem {
            throw error
        } catch let error as DecodingError {
            throw RecordingProblem(file: file, error, mend: mend)
        } catch {
            throw RecordingProblem(file: file, what: "cannot be read: \(error)")
        }
        guard isGenuine else {
            throw RecordingProblem(
                file: file, what: "was changed since it was written: its digest does not fit; compare again")
        }
        if let (place, what) = sealed.comparison.contradiction {
            throw RecordingProblem(file: file, place: place, what: what)
        }
        return (sealed.comparison, sealed.sha256)
    }

    /// What stands between the two members of a file as it was written; writing a long one anew would take as
    /// long as reading it.
    private static func written(in text: [UInt8], _ sum: String) -> [UInt8] {
        let (before, after) = ("{\"comparison\":", ",\"sha256\":\"\(sum)\"}\n")
        guard text.count > before.utf8.count + after.utf8.count, text.starts(with: before.utf8),
            text.suffix(after.utf8.count).elementsEqual(after.utf8)
        else { return [] }
        return text.dropFirst(before.utf8.count).dropLast(after.utf8.count) + [UInt8(ascii: "\n")]
    }

    /// A file can be long, and is gone through once where it is good.
    private static func decoded(_ text: [UInt8], _ file: String) throws -> Sealed {
        let sealed: Sealed
        do {
            sealed = try JSON.read(Sealed.self, from: text)
        } catch {
            // What another program or version has written is called just that.
            try check(try JSON.read(Header.self, from: text).comparison, file)
            throw error
        }
        try check(Header.Kind(kind: sealed.comparison.kind, version: sealed.comparison.version), file)
        return sealed
    }

    /// What tells another program's file, or another version's.
    private struct Header: Decodable {
        let comparison: Kind

        struct Kind: Decodable {
            let kind: String
            let version: Int
        }
    }

    private static func check(_ header: Header.Kind, _ file: String) throws(RecordingProblem) {
        guard header.kind == ComparisonDocument.kind else {
            throw RecordingProblem(
                file: file, place: "comparison.kind", what: "is \"\(header.kind)\", no comparison; \(mend)")
        }
        guard header.version == ComparisonDocument.version else {
            throw RecordingProblem(
                file: file, place: "comparison.version",
                what: "is \(header.version), and this program reads \(ComparisonDocument.version) alone")
        }
    }
}

extension ComparisonDocument {
    /// What no comparison of this program says; nil where all fits together.
    fileprivate var contradiction: (place: String, what: String)? {
        if newIsolation != .readCommitted { return ("new_isolation", "can only be read_committed") }
        if old.clusterID.rawValue.isEmpty || new.clusterID.rawValue.isEmpty {
            return ("cluster_id", "is empty")
        }
        var names: Set<TopicName> = []
        for topic in topics {
            if !names.insert(topic.topic).inserted { return ("topics", "names \(topic.topic) twice") }
            if let what = topic.contradiction { return ("topics.\(topic.topic)", what) }
        }
        return outcome == trueOutcome
            ? nil : ("outcome", "is \(outcome.rawValue), and the topics come to \(trueOutcome.rawValue)")
    }
}

extension ComparedTopic {
    fileprivate var contradiction: String? {
        var numbers: Set<Int32> = []
        for partition in partitions {
            let number = partition.partition
            if !(0..<max(partitionCount, 0)).contains(Int(number)) || !numbers.insert(number).inserted {
                return "partition \(number) is none of \(partitionCount), or stands there twice"
            }
            if let what = partition.contradiction { return "partition \(number): \(what)" }
        }
        return outcome == trueOutcome
            ? nil : "is \(outcome.rawValue), and its partitions come to \(trueOutcome.rawValue)"
    }
}

extension ComparedPartition {
    fileprivate var contradiction: String? {
        for log in [old, new].compactMap(\.self) where !log.isPossible {
            return "\(log.records) records from \(log.start) to \(log.end) cannot be"
        }
        let onOld = [difference.missing, difference.expiredOrMissing, difference.overtaken]
        let counts = [difference.superseded, difference.supersededInMirror, difference.expiredOnOld]
        guard onOld.allSatisfy({ $0.isPossible(in: old) }), difference.extra.isPossible(in: new),
            counts.allSatisfy({ $0 >= 0 })
        else { return "its offsets do not lie in the ranges that were read" }
        return outcome == trueOutcome
            ? nil : "is \(outcome.rawValue), and its figures come to \(trueOutcome.rawValue)"
    }
}

extension ComparedLog {
    fileprivate var isPossible: Bool {
        guard start >= 0, start <= end, records >= 0, records <= end - start, bytes >= 0 else { return false }
        guard let newest else { return records == 0 }
        return records > 0 && newest.offset >= start && newest.offset < end
    }
}

extension OffsetTally {
    fileprivate func isPossible(in log: ComparedLog?) -> Bool {
        var last = (log?.start ?? 0) - 1
        for range in ranges {
            guard let log, range.from > last, range.from <= range.to, range.to < log.end else { return false }
            last = range.to
        }
        return count >= named && count <= (log?.records ?? 0)
    }
}
