import DecommissionGate
import Digest
import Quiescence

/// The rows of what a later process goes on from, in the journal's database; one row for each thing, written over
/// where it changed.
///
/// SQLite does not see a changed byte in a row, nor a row that is not there any more. So each row has its digest,
/// and all digests together, with the number of the last event, stand in the table's one-row head.
struct MemoryTable {
    /// Of all rows: their digests, one laid over the other, so that a changed row costs two of them and not all.
    private(set) var sum = Sum()

    /// Digests laid over each other, and how many.
    struct Sum: Equatable {
        private(set) var count: Int64 = 0
        private(set) var digest = [UInt8](repeating: 0, count: 32)

        mutating func add(_ row: [UInt8]) {
            count += 1
            lay(row)
        }

        mutating func remove(_ row: [UInt8]) {
            count -= 1
            lay(row)
        }

        private mutating func lay(_ row: [UInt8]) {
            for place in digest.indices { digest[place] ^= row[place] }
        }
    }

    /// Reads and checks every row; nothing where none was ever kept.
    ///
    /// - Parameter sequence: The number of the last event, which the head must know.
    static func verified(
        _ database: borrowing Database, sequence: Int64, _ take: (MemoryKey, [UInt8]) -> Void
    )
        throws(SQLiteError) -> MemoryTable
    {
        var table = MemoryTable()
        let rows = try database.prepare("SELECT kind, name, body, digest FROM memory")
        while try rows.step() {
            guard let kind = MemoryKey.Kind(rawValue: rows.text(0)) else {
                throw .damage("a row of memory is of no kind that was ever written")
            }
            let (key, body, digest) = (MemoryKey(kind, name: rows.blob(1)), rows.blob(2), rows.blob(3))
            guard try table.digest(of: key, body) == digest else {
                throw .damage("a row of memory (\(kind.rawValue)) is not what was written")
            }
            table.sum.add(digest)
            take(key, body)
        }
        let head = try database.prepare("SELECT rows, digest, sequence FROM memory_head")
        if try head.step() {
            guard head.integer(0) == table.sum.count, head.blob(1) == table.sum.digest else {
                throw .damage("rows of memory are missing, or are not those that were written last")
            }
            guard head.integer(2) == sequence else {
                throw .damage(
                    "its memory is that of event \(head.integer(2)), and its last event is \(sequence)")
            }
        } else if table.sum.count > 0 {
            throw .damage("there are rows of memory without a head")
        }
        return table
    }

    /// Writes what changed, inside a transaction.
    ///
    /// - Parameter sequence: The number of the last event, once this is committed.
    mutating func apply(
        _ changes: MemoryChanges, sequence: Int64, in database: borrowing Database
    ) throws(SQLiteError) {
        if !changes.isEmpty {
            let known = try database.prepare("SELECT digest FROM memory WHERE kind = ?1 AND name = ?2")
            let keep = try database.prepare(
                "INSERT INTO memory (kind, name, body, digest) VALUES (?1, ?2, ?3, ?4) "
                    + "ON CONFLICT DO UPDATE SET body = excluded.body, digest = excluded.digest")
            let forget = try database.prepare("DELETE FROM memory WHERE kind = ?1 AND name = ?2")
            for (key, row) in changes.rows {
                let (kind, name) = (Statement.Value.text(key.kind.rawValue), Statement.Value.blob(key.name))
                try known.bind([kind, name])
                while try known.step() { sum.remove(known.blob(0)) }
                switch row {
                case .kept(let body):
                    let digest = try digest(of: key, body)
                    try keep.run(kind, name, .blob(body), .blob(digest))
                    sum.add(digest)
                case .gone: try forget.run(kind, name)
                }
            }
        }
        try database.prepare(
            "INSERT INTO memory_head (id, rows, digest, sequence) VALUES (1, ?1, ?2, ?3) "
                + "ON CONFLICT DO UPDATE SET rows = ?1, digest = ?2, sequence = ?3"
        ).run(.integer(sum.count), .blob(sum.digest), .integer(sequence))
    }

    /// Over kind, name and body with their lengths, so that no two rows have the same bytes.
    private func digest(of key: MemoryKey, _ body: [UInt8]) throws(SQLiteError) -> [UInt8] {
        do throws(SHA256.Refused) {
            let sha = try SHA256()
            try sha.begin()
            for bytes in [Array(key.kind.rawValue.utf8), key.name, body] {
                try sha.feed(UInt64(bytes.count))
                try sha.feed(bytes)
            }
            return bigEndian(try sha.finish())
        } catch {
            throw .refusedDigest(error.description)
        }
    }
}

/// A digest as 32 bytes.
func bigEndian(_ words: SHA256.Words) -> [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
        withUnsafeBytes(of: word.bigEndian) { Array($0) }
    }
}
