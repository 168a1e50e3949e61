/// The tables of the journal, as numbered steps: a file of an older version is brought up to date at start.
enum Schema {
    /// Written into the file's header: another program's database is not touched. "KDGj" in ASCII.
    static let application: Int64 = 0x4b44_476a

    /// Step n brings a file of version n to version n + 1. Steps are never changed, only added.
    static let steps: [String] = [
        """
        CREATE TABLE event (
            sequence INTEGER PRIMARY KEY,
            at_ms    INTEGER NOT NULL,
            kind     TEXT NOT NULL,
            body     TEXT NOT NULL,
            digest   BLOB NOT NULL
        ) STRICT;
        CREATE TABLE survey (
            number   INTEGER PRIMARY KEY,
            at_ms    INTEGER NOT NULL,
            body     TEXT NOT NULL
        ) STRICT;
        CREATE INDEX survey_at ON survey (at_ms);
        """,
        """
        CREATE TABLE memory (
            kind     TEXT NOT NULL,
            name     BLOB NOT NULL,
            body     BLOB NOT NULL,
            digest   BLOB NOT NULL,
            PRIMARY KEY (kind, name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE memory_head (
            id       INTEGER PRIMARY KEY CHECK (id = 1),
            rows     INTEGER NOT NULL,
            digest   BLOB NOT NULL,
            sequence INTEGER NOT NULL
        ) STRICT;
        """,
    ]

    static var version: Int64 { Int64(steps.count) }

    /// Before anything else: one process alone, and a commit is on the disk when it returns. Each one is taken up
    /// into the file at once: where a part of a long log is damaged, SQLite leaves out all behind it and says nothing.
    static let settings = """
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 1;
        PRAGMA trusted_schema = OFF;
        PRAGMA cell_size_check = ON;
        """
}
