import CSQLite
import DecommissionGate
import FoundationEssentials
import Quiescence
import Testing

@testable import EvidenceJournal

/// A directory for one journal; removed with this value.
final class Folder {
    let path: String
    var journal: String { "\(path)/journal.sqlite" }

    init() throws {
        path = "\(FileManager.default.temporaryDirectory.path)/journal-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            Issue.record("\(path) is left over: \(error)")
        }
    }

    /// Changes the journal as somebody else would, past all that looks after it.
    func change(_ statement: String) throws {
        let database = try Database(journal)
        try database.execute(statement)
        // What stays in the write-ahead log would be read from there.
        try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    /// Why the journal cannot be opened; nil where it can.
    func problem() -> JournalProblem? {
        do throws(JournalProblem) {
            _ = try Journal.open(journal)
            return nil
        } catch {
            return error
        }
    }

    var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}

extension WallTime {
    /// Seconds after a moment of 2023.
    static func at(_ seconds: Int) -> WallTime {
        WallTime(
            millisecondsSince1970: 1_700_000_000_000 - 1_700_000_000_000 % 3_600_000 + Int64(seconds) * 1000)
    }
}

extension KeptEvent {
    static func numbered(_ number: Int) -> KeptEvent {
        KeptEvent(kind: "numbered", body: #"{"number":\#(number)}"#)
    }
}
