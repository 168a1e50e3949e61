import Digest
import Quiescence

/// Ties every event to all before it: who changes one byte of an old one has to change all digests behind it,
/// the last one too, which stands in reports.
struct EventChain {
    /// Digest of the last event, 32 bytes.
    private(set) var head: [UInt8] = Self.origin
    /// Number of the last event; 0 before the first.
    private(set) var sequence: Int64 = 0

    /// The last event's digest in 64 letters; nil before the first.
    var headInLetters: String? {
        sequence == 0 ? nil : head.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// What the first event is tied to.
    static let origin = [UInt8](repeating: 0, count: 32)

    /// One event in its place.
    struct Link: Equatable {
        let sequence: Int64
        let at: WallTime
        let kind: String
        let body: String
        let digest: [UInt8]
    }

    /// The next event, with its digest; the chain then ends with it.
    mutating func append(at: WallTime, kind: String, body: String) throws(SHA256.Refused) -> Link {
        let number = sequence + 1
        let digest = try digest(number, at, kind, body)
        (head, sequence) = (digest, number)
        return Link(sequence: number, at: at, kind: kind, body: body, digest: digest)
    }

    /// Goes on behind `link` if it is the next one and unchanged; false if it is not.
    mutating func accept(_ link: Link) throws(SHA256.Refused) -> Bool {
        guard link.sequence == sequence + 1,
            try digest(link.sequence, link.at, link.kind, link.body) == link.digest
        else { return false }
        (head, sequence) = (link.digest, link.sequence)
        return true
    }

    /// Over the digest before, the number, the time, and both texts with their lengths, so that no two events
    /// have the same bytes.
    private func digest(_ number: Int64, _ at: WallTime, _ kind: String, _ body: String)
        throws(SHA256.Refused) -> [UInt8]
    {
        let sha = try SHA256()
        try sha.begin()
        try sha.feed(head)
        try sha.feed(UInt64(bitPattern: number))
        try sha.feed(UInt64(bitPattern: at.millisecondsSince1970))
        for text in [kind, body] {
            let bytes = Array(text.utf8)
            try sha.feed(UInt64(bytes.count))
            try sha.feed(bytes)
        }
        return bigEndian(try sha.finish())
    }
}
