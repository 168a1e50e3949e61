/// A report as it is kept: one line of JSON with sorted keys, and the digest of all of it as its last member.
///
/// The digest proves that nothing was changed since it was written down somewhere else, in a ticket or by a
/// person. It proves no author: whoever changes the file can reckon it anew.
public struct SealedReport: Sendable, Equatable {
    public let report: Report
    /// SHA-256 of the JSON without this member, in 64 letters.
    public let digest: String
    /// The bytes to keep.
    public let bytes: [UInt8]

    init(_ report: Report, digest: Report.Digest) throws {
        let body = try JSON.bytes(report)
        self.report = report
        self.digest = try digest(body)
        bytes = body.dropLast(Self.end.count) + Self.tail(self.digest)
    }

    private static let end = Array("}\n".utf8)

    private static func tail(_ digest: String) -> [UInt8] { Array(",\"digest\":\"\(digest)\"}\n".utf8) }
}

extension Report {
    /// SHA-256, in the usual 64 letters.
    public typealias Digest = ComparisonFile.Digest
}

extension SealedReport {
    /// Why a text is not to be believed.
    public struct Flaw: Error, Hashable, Sendable, CustomStringConvertible {
        /// What does not hold, and where.
        public let description: String

        init(_ description: String) { self.description = description }
    }

    /// Far above what a million partitions take.
    public static let maximumSize = 256 << 20

    /// Reads what ``bytes`` held. Every changed byte is found, white space too; what it says is not judged yet.
    public init(reading text: [UInt8], digest: Report.Digest) throws(Flaw) {
        let report = try Self.decoded(text)
        let sealed: SealedReport
        do {
            sealed = try SealedReport(report, digest: digest)
        } catch {
            throw Flaw("the report cannot be written anew to be compared: \(error)")
        }
        let length = Self.tail(sealed.digest).count
        let isBodyWhole = text.dropLast(length).elementsEqual(sealed.bytes.dropLast(length))
        guard isBodyWhole else { throw Self.firstDifference(text, sealed.bytes) }
        guard text == sealed.bytes else {
            throw Flaw(
                "digest: something in the report was changed since it was written, or the digest was; what it "
                    + "says now has \(sealed.digest)")
        }
        self = sealed
    }

    /// The text does not stand as this program writes it, although it can be read.
    private static func firstDifference(_ text: [UInt8], _ canonical: [UInt8]) -> Flaw {
        let place = zip(text, canonical).enumerated().first { $1.0 != $1.1 }?.offset
        let offset = place ?? min(text.count, canonical.count)
        let around = text[max(0, offset - 20)..<min(text.count, offset + 20)]
        let words = String(decoding: around, as: UTF8.self).onOneLine
        return Flaw(
            "byte \(offset + 1), around `\(words)`: it does not stand as it was written; something was added, "
                + "left out or laid out anew")
    }

    private static func decoded(_ text: [UInt8]) throws(Flaw) -> Report {
        do {
            let header = try JSON.read(Header.self, from: text)
            guard header.kind == Report.kind else {
                throw Flaw("kind: is \"\(header.kind.onOneLine)\", no report of a decommission gate")
            }
            guard header.version == Report.version else {
                throw Flaw(
                    "version: is \(header.version), and this program reads \(Report.version) alone")
            }
            return try JSON.read(Report.self, from: text)
        } catch let flaw as Flaw {
            throw flaw
        } catch let error as DecodingError {
            let problem = RecordingProblem(
                file: "", error, mend: "`decommission-gate report URL` writes one")
            throw Flaw([problem.place, problem.what].filter { !$0.isEmpty }.joined(separator: ": "))
        } catch {
            throw Flaw("it cannot be read: \(error)")
        }
    }

    /// What tells another program's file, or another version's.
    private struct Header: Decodable {
        let kind: String
        let version: Int
    }
}
