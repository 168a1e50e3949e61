import DecommissionGate
import Digest
import Quiescence

/// The file in which evidence is kept: events for good, surveys in short for a while.
///
/// Used by one thread at a time. Every entry is one commit, on the disk when ``append(_:)`` returns.
struct Journal: ~Copyable {
    let path: String
    private let database: Database
    private let files: JournalFiles.Identity
    private(set) var chain: EventChain
    private var memory: MemoryTable
    private var surveys: Int64

    /// For how long every survey is kept; of those before, the first of each hour.
    static let keptWhole = Duration.seconds(72 * 3600)
    /// For how long one survey of each hour is kept.
    static let keptThinned = Duration.seconds(92 * 24 * 3600)
    /// Surveys between two thinnings.
    private static let thinnedEvery: Int64 = 100

    private init(
        _ path: String, _ database: consuming Database, _ chain: EventChain, _ memory: MemoryTable,
        surveys: Int64
    ) throws(JournalProblem) {
        self.path = path
        self.database = database
        files = try JournalFiles.Identity(of: path)
        self.chain = chain
        self.memory = memory
        self.surveys = surveys
    }

    /// Opens the journal at `path`, and makes it where there is none; checks every page, every event and every row of
    /// memory of it.
    ///
    /// - Parameter take: Is given each row of memory.
    static func open(
        _ path: String, disk: String? = nil, _ take: (MemoryKey, [UInt8]) -> Void = { _, _ in }
    ) throws(JournalProblem) -> Journal {
        let database = try asking(path) { () throws(SQLiteError) in
            let database = try Database(path, disk: disk)
            try database.execute(Schema.settings)
            // The lock is taken now, not with the first entry.
            try database.transaction { () throws(SQLiteError) in }
            return database
        }
        try migrate(database, path)
        let chain = try verified(database, path)
        let surveys = try asking(path) { () throws(SQLiteError) in
            try database.integer("SELECT ifnull(max(number), 0) FROM survey")
        }
        let memory = try asking(path) { () throws(SQLiteError) in
            try MemoryTable.verified(database, sequence: chain.sequence, take)
        }
        return try Journal(path, database, chain, memory, surveys: surveys)
    }

    /// Keeps all of `entries`, or none of them.
    mutating func append(_ entries: [EvidenceEntry]) throws(JournalProblem) {
        try files.check(path)
        var chain = chain
        var links: [EventChain.Link] = []
        do {
            for entry in entries {
                for event in entry.events {
                    links.append(try chain.append(at: entry.at, kind: event.kind, body: event.body))
                }
            }
        } catch {
            throw JournalProblem(.disk, path, "\(error)", mend: "use an OpenSSL that makes SHA-256 digests")
        }
        var (surveys, memory) = (surveys, memory)
        var changes = MemoryChanges()
        for entry in entries { changes.append(entry.memory) }
        try Self.asking(path) { () throws(SQLiteError) in
            try database.transaction { () throws(SQLiteError) in
                let event = try database.prepare(
                    "INSERT INTO event (sequence, at_ms, kind, body, digest) VALUES (?1, ?2, ?3, ?4, ?5)")
                for link in links {
                    try event.run(
                        .integer(link.sequence), .integer(link.at.millisecondsSince1970), .text(link.kind),
                        .text(link.body), .blob(link.digest))
                }
                let survey = try database.prepare(
                    "INSERT INTO survey (number, at_ms, body) VALUES (?1, ?2, ?3)")
                for entry in entries {
                    guard let kept = entry.survey else { continue }
                    surveys += 1
                    try survey.run(
                        .integer(surveys), .integer(entry.at.millisecondsSince1970), .text(kept.body))
                    if surveys.isMultiple(of: Self.thinnedEvery) { try thin(before: entry.at) }
                }
                try memory.apply(changes, sequence: chain.sequence, in: database)
            }
        }
        // Only now: what was taken back must not be gone on from.
        (self.chain, self.surveys, self.memory) = (chain, surveys, memory)
    }

    /// Events from that number on, in their order, `most` of them.
    func events(from sequence: Int64, most: Int64 = .max) throws(JournalProblem) -> [EventChain.Link] {
        try Self.asking(path) { () throws(SQLiteError) in
            var links: [EventChain.Link] = []
            let rows = try database.prepare(
                "SELECT sequence, at_ms, kind, body, digest FROM event WHERE sequence >= ?1 "
                    + "ORDER BY sequence LIMIT ?2")
            try rows.bind([.integer(sequence), .integer(most)])
            while try rows.step() { links.append(EventChain.Link(rows)) }
            return links
        }
    }

    /// The body of the last event of that kind; nil where there is none.
    func lastBody(ofKind kind: String) throws(JournalProblem) -> String? {
        try Self.asking(path) { () throws(SQLiteError) in
            let rows = try database.prepare(
                "SELECT body FROM event WHERE kind = ?1 ORDER BY sequence DESC LIMIT 1")
            try rows.bind([.text(kind)])
            return try rows.step() ? rows.text(0) : nil
        }
    }

    /// Surveys that are kept, the oldest first: when they ended, and their bodies.
    func surveysKept() throws(JournalProblem) -> [(at: WallTime, body: String)] {
        try Self.asking(path) { () throws(SQLiteError) in
            var kept: [(at: WallTime, body: String)] = []
            let rows = try database.prepare("SELECT at_ms, body FROM survey ORDER BY number")
            while try rows.step() {
                kept.append((WallTime(millisecondsSince1970: rows.integer(0)), rows.text(1)))
            }
            return kept
        }
    }

    /// Surveys that were kept since then, the oldest first, `most` of the last; what cannot be read any more is left out.
    func past(since: WallTime, most: Int64) throws(JournalProblem) -> [HistoryPoint] {
        try Self.asking(path) { () throws(SQLiteError) in
            let plans = try database.prepare("SELECT at_ms FROM event WHERE kind = ?1 AND at_ms >= ?2")
            try plans.bind([.text(KeptEvent.plan), .integer(since.millisecondsSince1970)])
            var changes: Set<Int64> = []
            while try plans.step() { changes.insert(plans.integer(0)) }
            let rows = try database.prepare(
                "SELECT at_ms, body FROM survey WHERE at_ms >= ?1 ORDER BY number DESC LIMIT ?2")
            try rows.bind([.integer(since.millisecondsSince1970), .integer(most)])
            var points: [HistoryPoint] = []
            while try rows.step() {
                let at = WallTime(millisecondsSince1970: rows.integer(0))
                do {
                    points.append(
                        try HistoryPoint(
                            KeptSurvey(body: rows.text(1)), at: at,
                            isUnderNewPlan: changes.contains(rows.integer(0))))
                } catch {
                    // A survey that nobody can read leaves a gap in the picture, and nothing else rests on it.
                    continue
                }
            }
            return points.reversed()
        }
    }

    /// What the file takes, in bytes; without what waits to be taken up into it.
    func size() throws(JournalProblem) -> Int64 {
        try Self.asking(path) { () throws(SQLiteError) in
            try database.integer("PRAGMA page_count") * database.integer("PRAGMA page_size")
        }
    }

    private func thin(before now: WallTime) throws(SQLiteError) {
        let whole = now.millisecondsSince1970 - Self.keptWhole.milliseconds
        let thinned = now.millisecondsSince1970 - Self.keptThinned.milliseconds
        try database.prepare("DELETE FROM survey WHERE at_ms < ?1").run(.integer(thinned))
        try database.prepare(
            "DELETE FROM survey WHERE at_ms < ?1 AND number NOT IN "
                + "(SELECT min(number) FROM survey WHERE at_ms < ?1 GROUP BY at_ms / 3600000)"
        ).run(.integer(whole))
    }

    private static func migrate(_ database: borrowing Database, _ path: String) throws(JournalProblem) {
        let found = try asking(path) { () throws(SQLiteError) in
            (
                application: try database.integer("PRAGMA application_id"),
                version: try database.integer("PRAGMA user_version"),
                tables: try database.integer("SELECT count(*) FROM sqlite_schema")
            )
        }
        guard found.application == Schema.application || found.tables == 0 && found.version == 0 else {
            throw JournalProblem(
                .foreign, path, "it is a database of another program", mend: "name another --storage.path")
        }
        guard found.version <= Schema.version else {
            throw JournalProblem(
                .otherVersion, path,
                "it was written by a newer version (schema \(found.version), this one knows \(Schema.version))",
                mend: "run that version, or name another --storage.path")
        }
        try asking(path) { () throws(SQLiteError) in
            let check = try database.text("PRAGMA integrity_check(1)")
            guard check == "ok" else { throw SQLiteError.damage(check) }
            for version in found.version..<Schema.version {
                try database.transaction { () throws(SQLiteError) in
                    try database.execute(Schema.steps[Int(version)])
                    try database.execute("PRAGMA application_id = \(Schema.application)")
                    try database.execute("PRAGMA user_version = \(version + 1)")
                }
            }
        }
    }

    /// The chain of all events that are kept, each of them looked at.
    private static func verified(_ database: borrowing Database, _ path: String) throws(JournalProblem)
        -> EventChain
    {
        var chain = EventChain()
        try asking(path) { () throws(SQLiteError) in
            let rows = try database.prepare(
                "SELECT sequence, at_ms, kind, body, digest FROM event ORDER BY sequence")
            while try rows.step() {
                let link = EventChain.Link(rows)
                let isNext: Bool
                do throws(SHA256.Refused) {
                    isNext = try chain.accept(link)
                } catch {
                    throw SQLiteError.damage(error.description)
                }
                guard isNext else {
                    throw SQLiteError.damage(
                        "event \(link.sequence) is not what was written behind the one before")
                }
            }
        }
        return chain
    }

    private static func asking<Answer: ~Copyable>(
        _ path: String, _ body: () throws(SQLiteError) -> Answer
    ) throws(JournalProblem) -> Answer {
        do throws(SQLiteError) {
            return try body()
        } catch {
            throw JournalProblem(error, path)
        }
    }
}

extension EventChain.Link {
    /// A row of sequence, time, kind, body and digest.
    fileprivate init(_ row: borrowing Statement) {
        self.init(
            sequence: row.integer(0), at: WallTime(millisecondsSince1970: row.integer(1)), kind: row.text(2),
            body: row.text(3), digest: row.blob(4))
    }
}
