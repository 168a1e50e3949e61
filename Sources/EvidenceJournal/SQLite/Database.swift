internal import CSQLite

/// The one owner of a SQLite connection: closed with this value, and used by one thread at a time.
struct Database: ~Copyable {
    private let handle: OpaquePointer

    /// Opens `path`, and makes the file where there is none. Its directory must exist.
    ///
    /// - Parameter disk: SQLite's name of what it writes through; nil for the system.
    init(_ path: String, disk: String? = nil) throws(SQLiteError) {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &handle, flags, disk)
        guard let handle else { throw SQLiteError(code: SQLITE_NOMEM, detail: "no memory for a connection") }
        guard code == SQLITE_OK else {
            // A connection that could not be opened has to be closed all the same.
            let error = SQLiteError(code: code, handle)
            sqlite3_close_v2(handle)
            throw error
        }
        self.handle = handle
    }

    deinit { sqlite3_close_v2(handle) }

    /// Runs statements that answer nothing that matters.
    borrowing func execute(_ sql: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteError(code: code, handle) }
    }

    /// A statement with `?1`, `?2` and so on for the values of each run.
    borrowing func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw SQLiteError(code: code, handle) }
        return Statement(statement, of: handle)
    }

    /// All that `body` writes becomes durable at once, or none of it: what fails is taken back.
    borrowing func transaction(_ body: () throws(SQLiteError) -> Void) throws(SQLiteError) {
        try execute("BEGIN IMMEDIATE")
        do throws(SQLiteError) {
            try body()
            try execute("COMMIT")
        } catch {
            // Some errors have taken it back already: then there is nothing to take back, and that is no error.
            if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
            throw error
        }
    }

    /// The first column of the first row, a whole number.
    borrowing func integer(_ sql: String) throws(SQLiteError) -> Int64 {
        let statement = try prepare(sql)
        guard try statement.step() else {
            throw SQLiteError(code: SQLITE_CORRUPT, detail: "no answer: \(sql)")
        }
        return statement.integer(0)
    }

    /// The first column of the first row, a text.
    borrowing func text(_ sql: String) throws(SQLiteError) -> String {
        let statement = try prepare(sql)
        guard try statement.step() else {
            throw SQLiteError(code: SQLITE_CORRUPT, detail: "no answer: \(sql)")
        }
        return statement.text(0)
    }
}

/// The one owner of a prepared statement. Not to be used once its database is gone.
struct Statement: ~Copyable {
    private let handle: OpaquePointer
    private let database: OpaquePointer

    /// What a column can hold.
    enum Value {
        case integer(Int64)
        case text(String)
        case blob([UInt8])
        case null
    }

    fileprivate init(_ handle: OpaquePointer, of database: OpaquePointer) {
        self.handle = handle
        self.database = database
    }

    deinit { sqlite3_finalize(handle) }

    /// Runs it to its end with these values; for statements that answer no rows.
    borrowing func run(_ values: Value...) throws(SQLiteError) {
        try bind(values)
        while try step() {}
    }

    /// Sets the values of the next run, from the first on.
    borrowing func bind(_ values: [Value]) throws(SQLiteError) {
        sqlite3_reset(handle)
        for (place, value) in values.enumerated() {
            let index = Int32(place + 1)
            let code: Int32
            switch value {
            case .integer(let number): code = sqlite3_bind_int64(handle, index, number)
            case .text(let text):
                code = csqlite_bind_text(handle, index, text, Int32(text.utf8.count))
            case .blob(let bytes):
                code = bytes.withUnsafeBytes {
                    csqlite_bind_blob(handle, index, $0.baseAddress, Int32($0.count))
                }
            case .null: code = sqlite3_bind_null(handle, index)
            }
            guard code == SQLITE_OK else { throw SQLiteError(code: code, database) }
        }
    }

    /// Goes on to the next row; false behind the last one, when the statement is ready to run again.
    borrowing func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            sqlite3_reset(handle)
            return false
        case let code:
            let error = SQLiteError(code: code, database)
            sqlite3_reset(handle)
            throw error
        }
    }

    borrowing func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    borrowing func text(_ column: Int32) -> String { String(decoding: blob(column), as: UTF8.self) }

    borrowing func blob(_ column: Int32) -> [UInt8] {
        let bytes = sqlite3_column_blob(handle, column)
        return Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, column))))
    }
}
