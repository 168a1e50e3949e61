import DecommissionGate
import Digest
import Quiescence
import Testing

/// A comparison is written, read again, and refused where it is not what was written.
@Suite struct ComparisonFileTests {
    private static let digest: ComparisonFile.Digest = { bytes in
        Fingerprint(try SHA256.digest(of: bytes)).hexadecimal
    }

    private static func document(_ old: String = "1 2 3", _ new: String = "1 3", reservations: [String] = [])
        throws
        -> ComparisonDocument
    {
        let comparer = PartitionComparer(
            ScriptedCluster("t", Log(old)), ScriptedCluster("OLD.t", Log(new)))
        let partition = try #require(comparer.compare(.t))
        let time = Timestamp(WallTime(millisecondsSince1970: 1_700_000_000_000))
        return ComparisonDocument(
            program: "1", librdkafka: "2.0.2", old: ComparedCluster(alias: "OLD", clusterID: "a"),
            new: ComparedCluster(alias: "NEW", clusterID: "b"), topicPrefix: "OLD.",
            oldIsolation: .readUncommitted, asksForAll: true, reservations: reservations, beganAt: time,
            endedAt: time,
            topics: [
                ComparedTopic(topic: "t", mirror: "OLD.t", partitionCount: 1, partitions: [partition])
            ])
    }

    private static func text(_ document: ComparisonDocument) throws -> String {
        String(decoding: try ComparisonFile.bytes(document, digest: digest), as: UTF8.self)
    }

    private static func read(_ text: String) throws(RecordingProblem) -> ComparisonDocument {
        try ComparisonFile.read(Array(text.utf8), file: "c.json", digest: digest)
    }

    @Test("What is written is read again as it was")
    func roundTrip() throws {
        let document = try Self.document()
        #expect(document.outcome == .different)
        #expect(try Self.read(Self.text(document)) == document)
    }

    @Test("A file that another program has laid out anew is the same file, and its digest still guards it")
    func laidOutAnew() throws {
        let document = try Self.document()
        let text = try Self.text(document).replacing(",\"", with: ",\n  \"")
        #expect(try Self.read(text) == document)
        #expect(throws: RecordingProblem.self) {
            try Self.read(text.replacing(#""end":3"#, with: #""end":2"#))
        }
    }

    @Test("The file carries what evidence needs, under names that stay")
    func members() throws {
        let text = try Self.text(Self.document())
        for member in [
            #""cluster_id":"a""#, #""old_isolation":"read_uncommitted""#,
            #""new_isolation":"read_committed""#,
            #""start":0"#, #""end":3"#, #""missing":{"count":1,"ranges":[{"from":1,"to":1}]}"#,
            #""compared_at":"2023-11-14T22:13:20Z""#, #""librdkafka":"2.0.2""#, #""outcome":"different""#,
            #""kind":"decommission-gate comparison""#, #""version":1"#, #""measure":"every_record""#,
            #""asks_for_all":true"#, #""reservations":[]"#, #""unreadable":null"#, #""sha256":""#,
        ] {
            #expect(text.contains(member), "\(member) in \(text)")
        }
    }

    @Test(
        "A file that was damaged, or is another thing, is refused with a sentence",
        arguments: [
            (#""end":3"#, #""end":2"#, "c.json: was changed since it was written"),
            (#""count":1"#, #""count":0"#, "was changed since it was written"),
            (#""outcome":"different""#, #""outcome":"equal""#, "was changed since it was written"),
            (#""version":1"#, #""version":2"#, "comparison.version: is 2, and this program reads 1 alone"),
            (
                "gate comparison", "gate survey",
                "comparison.kind: is \"decommission-gate survey\", no comparison"
            ),
            (#""measure":"every_record","#, "", "measure: is missing"),
            (#""every_record""#, #""some""#, "measure: "), ("}", "", "is no JSON, was cut off"),
            (#"{"comparison""#, #"{"recording""#, "comparison: is missing; `decommission-gate compare"),
        ])
    func refused(part: String, other: String, sentence: String) throws {
        let text = try Self.text(Self.document())
        #expect(text.contains(part))
        #expect {
            try Self.read(text.replacing(part, with: other))
        } throws: { error in
            "\(error)".contains(sentence)
        }
    }

    @Test(
        "A file that contradicts itself is refused, though its digest fits",
        arguments: [
            (#""outcome":"different""#, #""outcome":"equal""#, "is equal, and its figures come to different"),
            (#""end":3"#, #""end":2"#, "3 records"), (#""partition":0"#, #""partition":1"#, "is none of 1"),
            (#""partition":0"#, #""partition":-1"#, "is none of 1"),
            (#""from":1,"to":1"#, #""from":3,"to":3"#, "do not lie in the ranges"),
            (#""from":1,"to":1"#, #""from":1,"to":9223372036854775807"#, "do not lie in the ranges"),
            (#""start":0"#, #""start":-9223372036854775808"#, "cannot be"),
            (#""superseded":0"#, #""superseded":-1"#, "do not lie in the ranges"),
        ])
    func contradicting(part: String, other: String, sentence: String) throws {
        let text = try Self.text(Self.document())
        let forged = text.replacing(part, with: other)
        #expect(forged != text)
        // Whoever forges it can make its digest, too.
        let start = try #require(forged.firstRange(of: #"{"comparison":"#)).upperBound
        let end = try #require(forged.ranges(of: #","sha256""#).last).lowerBound
        let sum = try Self.digest(Array((forged[start..<end] + "\n").utf8))
        let sealed = forged[..<end] + #","sha256":"\#(sum)"}"# + "\n"
        #expect {
            try Self.read(String(sealed))
        } throws: { error in
            "\(error)".contains(sentence)
        }
    }

    @Test(
        "Nothing compared is not equal, nor are topics among which others may hide, nor one that is not finished"
    )
    func notEqual() throws {
        #expect(try Self.document("1", "1").outcome == .equal)
        #expect(try Self.document("1", "1", reservations: ["no right"]).outcome == .unknown)
        #expect(try Self.document("1 2", "1", reservations: ["no right"]).outcome == .different)
        let topic = ComparedTopic(topic: "t", mirror: "OLD.t", partitionCount: 1, partitions: [])
        #expect(topic.outcome == .unknown)
        let document = try Self.document("1", "1")
        let partitions = try #require(document.topics.first).partitions
        let half = ComparedTopic(topic: "t", mirror: "OLD.t", partitionCount: 2, partitions: partitions)
        #expect(half.outcome == .unknown)
    }
}
