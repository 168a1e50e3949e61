internal import CSQLite

/// What SQLite refused, and its words for it.
struct SQLiteError: Error, Equatable, CustomStringConvertible {
    /// With the details of the system call that failed, where there was one.
    let code: Int32
    let detail: String

    init(code: Int32, detail: String) {
        self.code = code
        self.detail = detail
    }

    init(code: Int32, _ database: OpaquePointer) {
        self.code = code
        detail = "\(String(cString: sqlite3_errmsg(database))) (SQLite \(code))"
    }

    var description: String { detail }

    private var primary: Int32 { code & 0xff }
    /// What is in the file is no journal that was written whole.
    var isDamage: Bool { primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB }
    /// Another process has the file.
    var isTaken: Bool { primary == SQLITE_BUSY || primary == SQLITE_LOCKED }
    /// The file, or its directory, cannot be opened or written to by this user.
    var isRefused: Bool {
        primary == SQLITE_CANTOPEN || primary == SQLITE_READONLY || primary == SQLITE_PERM
            || primary == SQLITE_AUTH
    }
    var isFull: Bool { primary == SQLITE_FULL }
}

extension SQLiteError {
    /// What was written is not there any more as it was.
    static func damage(_ detail: String) -> SQLiteError { SQLiteError(code: SQLITE_CORRUPT, detail: detail) }

    /// No digest can be made here; nothing is wrong with the file.
    static func refusedDigest(_ detail: String) -> SQLiteError {
        SQLiteError(code: SQLITE_ERROR, detail: "\(detail); use an OpenSSL that makes SHA-256 digests")
    }
}
